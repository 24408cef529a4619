import { DrizzleQueryError } from 'drizzle-orm/errors'
import { PgPreparedQuery } from 'drizzle-orm/pg-core'

/** Properties of driver errors that code reads. Others, as detail and parameters, may hold what users wrote. */
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
 * Removes what people wrote from the errors of queries, at the one place where drizzle makes them, so that no log of a
 * page, an action, a route or a job has it. The message begins with the cause.
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
  // Not printed: a query may be longer than a page.
  Object.defineProperty(error, 'query', { enumerable: false })
  Object.defineProperty(error, 'params', { value: [], enumerable: false })
  error.cause = cause
  return error
}

/** A new error, since the driver's own cannot be changed. */
function cleanCause(error: Error | undefined): Error {
  const clean = new Error(withoutValues(error?.message || error?.name || 'unknown error'))
  clean.name = error?.name ?? clean.name
  clean.stack = withMessage(clean, error?.stack)
  const known = error as unknown as Record<string, unknown> | undefined
  for (const name of KEPT) if (known?.[name] !== undefined) Object.assign(clean, { [name]: known[name] })
  return clean
}

/** Postgres quotes values at the end of a message, as in `invalid input syntax for type uuid: "…"`. */
function withoutValues(message: string): string {
  return message.replace(/: "[\s\S]*"/, ': "…"')
}

/** A stack begins with its error's message. */
function withMessage({ name, message }: Error, stack = ''): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return [`${name}: ${message}`, ...frames].join('\n')
}
