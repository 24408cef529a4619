import { setImmediate } from 'node:timers/promises'

/** Runs a long computation that pauses at each `yield`, so that the server answers other requests meanwhile. */
export async function runInSlices<T>(work: Generator<void, T>): Promise<T> {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
    await setImmediate()
  }
}
