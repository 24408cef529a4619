import { ConnectorError, UnexpectedResponse } from '@/lib/connectors/connector'
import { AppError } from '@/lib/errors'

/** Returns the code of the problem that a run failed with, as its binding stores it; null if the error is a bug. */
export function problemOf(error: unknown): string | null {
  if (error instanceof UnexpectedResponse) return 'unexpected'
  if (error instanceof ConnectorError) return error.problem === 'gone' ? 'calendar-gone' : error.problem
  if (!(error instanceof AppError)) return null
  switch (error.code) {
    case 'FORBIDDEN':
    case 'NOT_FOUND':
      return 'permission-lost'
    case 'LIMIT_REACHED':
      return 'too-many-events'
    default:
      return null
  }
}
