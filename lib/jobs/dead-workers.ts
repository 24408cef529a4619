import { deadWorkers, releaseWorkers } from '@/lib/commands/rows/job-locks'
import type { WorkerPresence } from './presence'

/** Number of consecutive checks in which a worker has no lock before its jobs are released. */
export const MIN_CHECKS = 3

/**
 * Number of checks ignored after a database outage: other processes have lost their locks too, and may need longer than
 * this one to take them again.
 */
export const IGNORED_CHECKS = 6

/**
 * Returns a function to call regularly: it renews the locks of this process and releases the jobs of workers without
 * lock. A worker that has only lost its connection takes its lock again between two checks.
 */
export function createLockCheck(presence: WorkerPresence): () => Promise<void> {
  let missing = new Map<string, number>()
  let ignored = 0
  let { losses } = presence
  const reset = () => {
    missing = new Map()
    ignored = IGNORED_CHECKS
  }
  return async () => {
    let unlocked: string[]
    try {
      await presence.beat()
      unlocked = await deadWorkers()
    } catch (error) {
      reset()
      throw error
    }
    if (presence.losses !== losses) reset()
    losses = presence.losses
    if (ignored > 0) {
      ignored -= 1
      return
    }
    missing = new Map(unlocked.map((worker) => [worker, (missing.get(worker) ?? 0) + 1]))
    const dead = unlocked.filter((worker) => missing.get(worker)! >= MIN_CHECKS)
    if (!dead.length) return
    await releaseWorkers(dead)
    for (const worker of dead) missing.delete(worker)
  }
}
