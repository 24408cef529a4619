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
