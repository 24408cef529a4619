/** How long a problem that is logged is not logged again in full. */
const QUIET_MS = 60_000

/** Number of different problems that are remembered. */
const MAX_REMEMBERED = 200

const logged = new Map<string, { at: number; repeats: number }>()

/**
 * Logs a problem: in full the first time, and not again for a minute, after which the repeats are counted.
 * @param place what was being done
 * @param details what is logged beside the cause, the first time
 */
export function logProblem(place: string, error: unknown, details: unknown = error): void {
  const cause = causeOf(error)
  // Every request fails by it: one line says it for all.
  if (isOutage(error)) {
    logProblem(OUTAGE, cause)
    return
  }
  const key = `${place}: ${cause}`
  const now = Date.now()
  const known = logged.get(key)
  if (known && now - known.at < QUIET_MS) {
    known.repeats++
    return
  }
  if (logged.size >= MAX_REMEMBERED) logged.clear()
  logged.set(key, { at: now, repeats: 0 })
  if (known?.repeats) console.error(`kinday: ${key} (${known.repeats} more times)`)
  else if (typeof details === 'string') console.error(`kinday: ${place}: ${details}`)
  else console.error(`kinday: ${key}`, details)
}

const OUTAGE = 'the database does not answer'

/** Codes of Node, the driver and Postgres for a database that cannot be reached, or is starting or stopping. */
const OUTAGE_CODES =
  /^(ECONN\w+|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|CONNECT_TIMEOUT|CONNECTION_\w+|57P0[123]|08\w{3})$/

/** Whether a query failed because the database is away. Drizzle's errors of queries have `params`. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof Error && 'params' in error)) return false
  const { code } = Object(error.cause) as { code?: unknown }
  return typeof code === 'string' && OUTAGE_CODES.test(code)
}

/** The deepest cause of an error in one line, as `connect ECONNREFUSED 127.0.0.1:5432`. */
export function causeOf(error: unknown): string {
  let deepest = error
  for (let depth = 0; depth < 5 && deepest instanceof Error; depth++) {
    const inner = deepest instanceof AggregateError ? deepest.errors[0] : deepest.cause
    if (!(inner instanceof Error)) break
    deepest = inner
  }
  if (!(deepest instanceof Error)) return String(deepest).split('\n', 1)[0]!
  const { code } = deepest as { code?: unknown }
  const line = deepest.message.split('\n', 1)[0]!
  return typeof code === 'string' && !line.includes(code)
    ? `${line || deepest.name} (${code})`
    : line || deepest.name
}

/** The name and the stack of an error without its message, which may quote what a user sent. */
export function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return [error.name, ...frames].join('\n')
}
