/** Maximum time that a loop blocks the event loop. */
const TURN_MS = 20

/** Returns a function to await in each iteration of a long loop: it yields to the event loop when needed. */
export function createPace(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < TURN_MS) return
    await new Promise((resolve) => setImmediate(resolve))
    since = performance.now()
  }
}

/** Collects an iterable that takes long to compute, yielding to the event loop. */
export async function collect<T>(items: Iterable<T>): Promise<T[]> {
  const pace = createPace()
  const all: T[] = []
  for (const item of items) {
    all.push(item)
    await pace()
  }
  return all
}
