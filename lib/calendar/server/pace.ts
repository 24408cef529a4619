/** Maximum time that a long loop runs before other requests have their turn. */
const TURN_MS = 20

/** Returns a function to be awaited in each round of a long loop: it lets the event loop turn when the loop has run for a while. */
export function createPace(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < TURN_MS) return
    await new Promise((resolve) => setImmediate(resolve))
    since = performance.now()
  }
}

/** Collects what takes long to compute, letting the event loop turn in between. */
export async function collect<T>(items: Iterable<T>): Promise<T[]> {
  const pace = createPace()
  const all: T[] = []
  for (const item of items) {
    all.push(item)
    await pace()
  }
  return all
}
