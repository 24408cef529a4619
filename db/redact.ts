import { DrizzleQueryError } from 'drizzle-orm/errors'
import { PgPreparedQuery } from 'drizzle-orm/pg-core'

/** Properties of driver errors that code reads. Others, such as detail and parameters, may contain users' texts. */
const KEPT = [
  'code',
  'severity',
  'schema_name',
  'table_name',
  'column_name',
  'constraint_name',
  'routine',
] as const

interface Patched {
  queryWithCache(...args: unknown[]): Promise<unknown>
}

/**
 * Removes users' texts from query errors where drizzle creates them, so that no log of a page, an action, a route or a
 * job contains them. The message begins with the cause.
 */
export function redactQueryErrors(): void {
  const prototype = PgPreparedQuery.prototype as unknown as Patched
  const { queryWithCache } = prototype
  prototype.queryWithCache = async function (...args) {
    try {
      return await queryWithCache.apply(this, args)
    } catch (error) {
      throw error instanceof DrizzleQueryError ? redacted(error) : error
    }
  }
}

function redacted(error: DrizzleQueryError): DrizzleQueryError {
  const cause = cleanCause(error.cause)
  error.message = `${cause.message} in the query ${error.query.replace(/\s+/g, ' ').slice(0, 120)}`
  error.stack = withMessage(error, error.stack)
  // Not enumerable, so that logs do not print long queries.
  Object.defineProperty(error, 'query', { enumerable: false })
  Object.defineProperty(error, 'params', { value: [], enumerable: false })
  error.cause = cause
  return error
}

/** Returns a new error, since the driver's error cannot be changed. */
function cleanCause(error: Error | undefined): Error {
  const clean = new Error(withoutValues(error?.message || error?.name || 'unknown error'))
  clean.name = error?.name ?? clean.name
  clean.stack = withMessage(clean, error?.stack)
  for (const name of KEPT) {
    const value: unknown = error && Reflect.get(error, name)
    if (value !== undefined) Object.assign(clean, { [name]: value })
  }
  return clean
}

/** Postgres quotes values at the end of a message, as in `invalid input syntax for type uuid: "…"`. */
function withoutValues(message: string): string {
  return message.replace(/: "[\s\S]*"/, ': "…"')
}

/** Replaces the message at the start of a stack. */
function withMessage({ name, message }: Error, stack = ''): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return [`${name}: ${message}`, ...frames].join('\n')
}
