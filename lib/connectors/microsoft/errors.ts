import type { GuardedResponse } from '@/lib/outgoing/guarded-fetch'
import { ConnectorError, type ConnectorProblem } from '../connector'
import { retryAtOf } from '../retry-at'

/** A response of Graph with an error. */
export class GraphError extends ConnectorError {
  constructor(
    problem: ConnectorProblem,
    message: string,
    retryAt: Date | null,
    readonly status: number,
  ) {
    super(problem, message, retryAt)
  }
}

/** Converts an error of a connection. Returns the reason of the signal if it was aborted. */
export function toConnectorError(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason
  const { code, name, reason } = Object(error)
  return new ConnectorError(
    reason === 'too-large' || reason === 'busy' ? reason : 'unreachable',
    toSafeName(reason) || toSafeName(code) || toSafeName(name) || 'no answer',
  )
}

/** Error codes of Graph whose meaning differs from that of their status (learn.microsoft.com/graph/errors). */
const CODES: Record<string, ConnectorProblem> = {
  ErrorDuplicateTransactionId: 'exists',
  ErrorIrresolvableConflict: 'stale',
  ErrorItemNotFound: 'gone',
  ErrorInvalidIdMalformed: 'gone',
  ErrorInvalidMailboxItemId: 'gone',
  ErrorAccessDenied: 'forbidden',
  ErrorTooManyObjectsOpened: 'rate-limited',
  ErrorServerBusy: 'rate-limited',
  ApplicationThrottled: 'rate-limited',
  TooManyRequests: 'rate-limited',
  InvalidAuthenticationToken: 'sign-in-needed',
  SyncStateNotFound: 'cursor-expired',
  SyncStateInvalid: 'cursor-expired',
  ResyncRequired: 'cursor-expired',
  resyncRequired: 'cursor-expired',
  syncStateNotFound: 'cursor-expired',
  syncStateInvalid: 'cursor-expired',
}

const STATUSES: Record<number, ConnectorProblem> = {
  401: 'sign-in-needed',
  403: 'forbidden',
  404: 'gone',
  409: 'stale',
  410: 'gone',
  412: 'stale',
  429: 'rate-limited',
}

/** Returns the error of a response of Graph, by its code and its status. */
export function errorOfResponse({ status, headers }: GuardedResponse, answer: unknown, now: number) {
  const code = toSafeName(Object(Object(answer).error).code)
  const fallback = status >= 500 || status < 400 ? 'unreachable' : 'refused'
  const problem = CODES[code] ?? STATUSES[status] ?? fallback
  const waits = problem === 'rate-limited' || problem === 'unreachable'
  const retryAt = waits ? retryAtOf(headers.get('retry-after'), now) : null
  return new GraphError(problem, `${status} ${code}`.trim(), retryAt, status)
}

/** Returns the name of a reason, never a text that could contain names or addresses. */
function toSafeName(name: unknown): string {
  return typeof name === 'string' && /^[\w-]{1,60}$/.test(name) ? name : ''
}
