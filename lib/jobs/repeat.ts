import { causeOf } from '@/lib/log'

/**
 * Repeats work at an interval, one run at a time. Logs a failure once per cause instead of at every run, and
 * the recovery.
 * @param failure what a failure means to an operator
 */
export function repeat(failure: string, everyMs: number, work: () => Promise<unknown>): { stop(): void } {
  let isRunning = false
  let isStopped = false
  let failing: string | undefined
  const timer = setInterval(async () => {
    if (isRunning) return
    isRunning = true
    try {
      await work()
      if (failing) console.warn(`kinday: ${failure}: works again`)
      failing = undefined
    } catch (error) {
      if (isStopped) return // the connection is being closed
      const cause = causeOf(error)
      if (cause !== failing) console.warn(`kinday: ${failure}: ${cause}`)
      failing = cause
    } finally {
      isRunning = false
    }
  }, everyMs)
  timer.unref()
  return {
    stop() {
      isStopped = true
      clearInterval(timer)
    },
  }
}
