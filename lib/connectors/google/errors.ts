import { RefusedRequest } from '@/lib/outgoing/target'
import { ConnectorError, type ConnectorProblem } from '../connector'
import { outgoingError } from '../outgoing-error'
import { retryAtOf } from '../retry-at'

/** Reasons of status 403 that ask to wait (developers.google.com/workspace/calendar/api/guides/errors). */
const LIMITS = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded', 'dailyLimitExceeded'])

/** Waiting time after `quotaExceeded`, which Google lifts after hours. */
const QUOTA_PAUSE_MS = 4 * 3_600_000

/** Reasons of status 403 that a new sign-in solves: the user did not allow all scopes. */
const MISSING_SCOPES = new Set(['insufficientPermissions', 'ACCESS_TOKEN_SCOPE_INSUFFICIENT'])

/** Reasons of status 403 that only the administrator can change: the API is not enabled. */
const SETUP = new Set(['accessNotConfigured', 'SERVICE_DISABLED'])

/** The parts of gaxios' errors that contain the cause. */
interface RequestError {
  status?: number
  code?: unknown
  cause?: unknown
  response?: { headers?: Headers; data?: { error?: string | { errors?: { reason?: string }[] } } }
}

/** Converts an error of a request to Google to a ConnectorError. Returns other errors unchanged. */
export function toConnectorError(error: unknown, now: number): unknown {
  if (!isRequestError(error)) return error
  const { status, response, cause } = error
  const reason = reasonOf(error)
  // The account withdrew its consent, or the refresh token has expired.
  if (reason === 'invalid_grant') return new ConnectorError('sign-in-needed', reason)
  // The OAuth client was deleted, or its secret is wrong.
  if (reason === 'invalid_client') return new ConnectorError('refused', reason)
  if (cause instanceof RefusedRequest) return outgoingError(cause)
  if (status === undefined) return new ConnectorError('unreachable', safe(error.code) || 'no answer')
  const retryAt = retryAtOf(response?.headers?.get('retry-after') ?? null, now)
  if (status === 429 || (status === 403 && LIMITS.has(reason)))
    return new ConnectorError(
      'rate-limited',
      reason,
      reason === 'quotaExceeded' ? new Date(now + QUOTA_PAUSE_MS) : retryAt,
    )
  const problem = status === 403 ? forbidden(reason) : PROBLEMS[status]
  const isOutage = status >= 500
  return new ConnectorError(
    problem ?? (isOutage ? 'unreachable' : 'refused'),
    `${status} ${reason}`.trim(),
    isOutage ? retryAt : null,
  )
}

function isRequestError(error: unknown): error is RequestError {
  return error instanceof Error && 'config' in error
}

/** Returns Google's name of the reason, never a text that could contain names or addresses. */
function reasonOf({ response }: RequestError): string {
  const data = Object(response?.data).error
  return safe(typeof data === 'string' ? data : data?.errors?.[0]?.reason)
}

function safe(name: unknown): string {
  return typeof name === 'string' && /^\w{1,60}$/.test(name) ? name : ''
}

function forbidden(reason: string): ConnectorProblem {
  if (MISSING_SCOPES.has(reason)) return 'sign-in-needed'
  return SETUP.has(reason) ? 'refused' : 'forbidden'
}

const PROBLEMS: Record<number, ConnectorProblem> = {
  401: 'sign-in-needed',
  404: 'gone',
  409: 'exists',
  410: 'gone',
  412: 'stale',
}
