import { AppError } from '@/lib/errors'

/** Maximum number of tasks that wait. */
const MAX_WAITING = 50

interface WaitingTask {
  isSlow: boolean
  start: () => void
}

/**
 * Distributes threads among tasks in the order of their arrival. Slow tasks wait for all others and use at most one
 * thread.
 */
export class ThreadQueue {
  #free: number
  #isSlowRunning = false
  #waiting: WaitingTask[] = []

  constructor(threads: number) {
    this.#free = threads
  }

  /**
   * Waits for a thread. Returns the function that frees it.
   * @throws AppError UNAVAILABLE when too many tasks wait; the reason of the signal when it is aborted
   */
  async take(isSlow: boolean, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted()
    if (this.#waiting.length >= MAX_WAITING) throw new AppError('UNAVAILABLE')
    await new Promise<void>((resolve, reject) => {
      const giveUp = () => {
        this.#waiting = this.#waiting.filter((task) => task !== waiting)
        reject(signal.reason)
      }
      const start = () => {
        signal.removeEventListener('abort', giveUp)
        resolve()
      }
      const waiting = { isSlow, start }
      signal.addEventListener('abort', giveUp, { once: true })
      this.#waiting.push(waiting)
      this.#startNext()
    })
    return () => {
      this.#free++
      if (isSlow) this.#isSlowRunning = false
      this.#startNext()
    }
  }

  #startNext(): void {
    while (this.#free) {
      const quick = this.#waiting.find(({ isSlow }) => !isSlow)
      const next = quick ?? (this.#isSlowRunning ? undefined : this.#waiting[0])
      if (!next) return
      this.#waiting = this.#waiting.filter((task) => task !== next)
      this.#free--
      if (next.isSlow) this.#isSlowRunning = true
      next.start()
    }
  }
}
