import { ConnectorError, type ConnectorProblem } from '../connector'

/** Reasons of status 403 that ask to wait (developers.google.com/workspace/calendar/api/guides/errors). */
const LIMITS = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded', 'dailyLimitExceeded'])

/** Waiting time after `quotaExceeded`, which Google lifts after hours. */
const QUOTA_PAUSE_MS = 4 * 3_600_000

/** Returns what an error of a request to Google means. An error that is none of Google's is returned unchanged. */
export function toConnectorError(error: unknown, now: number): unknown {
  const { status, code, response } = Object(error) as {
    status?: number
    code?: string
    response?: { headers?: Headers; data?: { error?: string | { errors?: { reason?: string }[] } } }
  }
  const data = response?.data?.error
  const reason = typeof data === 'string' ? data : (data?.errors?.[0]?.reason ?? '')
  // The account withdrew its consent, or the refresh token has expired.
  if (reason === 'invalid_grant') return new ConnectorError('sign-in-needed', reason)
  // The OAuth client was deleted, or its secret is wrong.
  if (reason === 'invalid_client') return new ConnectorError('refused', reason)
  if (status === undefined)
    return code || (error as Error)?.name === 'TimeoutError'
      ? new ConnectorError('unreachable', String(code ?? 'timeout'))
      : error
  if (status === 429 || (status === 403 && LIMITS.has(reason))) {
    const seconds = Number(response?.headers?.get('retry-after')) || 0
    const pause = reason === 'quotaExceeded' ? QUOTA_PAUSE_MS : seconds * 1000
    return new ConnectorError('rate-limited', reason, pause ? new Date(now + pause) : null)
  }
  const problem = PROBLEMS[status] ?? (status >= 500 ? 'unreachable' : 'refused')
  return new ConnectorError(problem, `${status} ${reason}`)
}

const PROBLEMS: Record<number, ConnectorProblem> = {
  401: 'sign-in-needed',
  403: 'forbidden',
  404: 'gone',
  409: 'exists',
  410: 'gone',
  412: 'stale',
}
