import type { GuardedResponse } from '@/lib/outgoing/guarded-fetch'
import { ConnectorError, type ConnectorProblem } from '../connector'
import { retryAtOf } from '../retry-at'
import { parseXml, type XmlElement } from './xml'

/** A response with an error status. @param conditions names of the preconditions in its body (RFC 4918 §16) */
export class DavError extends ConnectorError {
  constructor(
    problem: ConnectorProblem,
    message: string,
    retryAt: Date | null,
    readonly status: number,
    readonly conditions: readonly string[],
  ) {
    super(problem, message, retryAt)
  }
}

/**
 * Returns the error of a response with an error status.
 * @param isKnownScheme whether the request was signed as its challenge requires
 */
export function errorOfResponse({ status, headers, body }: GuardedResponse, isKnownScheme = false): DavError {
  const conditions = conditionsOf(body)
  const retryAt = retryAtOf(headers.get('retry-after'), Date.now())
  const challenge = headers.get('www-authenticate') ?? ''
  const needsOtherScheme =
    status === 401 && !isKnownScheme && challenge !== '' && !/\bbasic\b/i.test(challenge)
  // RFC 4791 §5.3.2.1: the object is the reason, not the access of the account.
  const isInvalid = status === 403 && conditions.some((name) => name.startsWith('c:'))
  const problem = needsOtherScheme || isInvalid ? 'refused' : problemOfStatus(status, retryAt !== null)
  const message = [status, ...conditions, needsOtherScheme ? challenge.split(' ', 1)[0] : ''].join(' ').trim()
  return new DavError(problem, message, retryAt, status, conditions)
}

function problemOfStatus(status: number, hasRetryAfter: boolean): ConnectorProblem {
  if (status === 507) return 'refused'
  if (status >= 500 || status === 408) return 'unreachable'
  if (status === 403 && hasRetryAfter) return 'rate-limited'
  return PROBLEMS[status] ?? 'refused'
}

const PROBLEMS: Record<number, ConnectorProblem> = {
  401: 'sign-in-needed',
  403: 'forbidden',
  404: 'gone',
  410: 'gone',
  412: 'stale',
  423: 'unreachable',
  429: 'rate-limited',
}

function conditionsOf(body: Buffer): string[] {
  const text = body.subarray(0, 10_000).toString('utf8')
  if (!text.includes('error')) return []
  try {
    const root: XmlElement = parseXml(text)
    return root.name === 'd:error' ? root.children.map(({ name }) => name) : []
  } catch {
    return []
  }
}
