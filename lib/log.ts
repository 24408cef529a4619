import { isOutage, OUTAGE } from './log-outage'

/** Period in which a repeated problem is not logged again. */
const QUIET_MS = 60_000

/** Maximum number of different problems that are tracked. */
const MAX_REMEMBERED = 200

const logged = new Map<string, { at: number; repeats: number }>()

/**
 * Logs a problem in full at first; repeats are counted and logged at most once a minute.
 * @param place the operation that failed
 * @param details logged with the first occurrence
 */
export function logProblem(place: string, error: unknown, details: unknown = error): void {
  const cause = causeOf(error)
  // During an outage every request fails, so one line is logged for all.
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

/** Returns the innermost cause of an error in one line, such as `connect ECONNREFUSED 127.0.0.1:5432`. */
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

/** Returns the name and stack of an error without its message, which can contain user data. */
export function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return [error.name, ...frames].join('\n')
}
