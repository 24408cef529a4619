import { setImmediate } from 'node:timers/promises'

/** Runs long work that pauses at each `yield`, and answers other requests meanwhile. */
export async function runInSlices<T>(work: Generator<void, T>): Promise<T> {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
    await setImmediate()
  }
}
