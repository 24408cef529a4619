export const OUTAGE = 'the database does not answer'

/** Error codes of Node, the driver and Postgres for a database that is unreachable, starting or stopping. */
const OUTAGE_CODES =
  /^(ECONN\w+|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|CONNECT_TIMEOUT|CONNECTION_\w+|57P0[123]|08\w{3})$/

/** Returns whether a query failed because of a database outage. Drizzle's query errors have `params`. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error && 'params' in error)) return false
  const { code } = Object(error.cause) as { code?: unknown }
  return typeof code === 'string' && OUTAGE_CODES.test(code)
}
