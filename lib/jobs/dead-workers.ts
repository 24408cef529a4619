import { deadWorkers, releaseWorkers } from '@/lib/commands/rows/job-locks'
import type { WorkerPresence } from './presence'

/** Number of looks in a row at which a worker must be without its lock before its jobs are released. */
export const MIN_LOOKS = 3

/**
 * Number of looks that do not count after an outage of the database: other processes have lost their locks too, and may
 * need longer than this one to take them again.
 */
export const IGNORED_LOOKS = 6

/**
 * Returns a function that keeps the locks of this process and releases the jobs of workers that are unlocked. A worker that has
 * only lost its connection takes its lock again between two looks.
 */
export function keepLocks(presence: WorkerPresence): () => Promise<void> {
  let missing = new Map<string, number>()
  let ignored = 0
  let { losses } = presence
  const startAgain = () => {
    missing = new Map()
    ignored = IGNORED_LOOKS
  }
  return async () => {
    let unlocked: string[]
    try {
      await presence.beat()
      unlocked = await deadWorkers()
    } catch (error) {
      startAgain()
      throw error
    }
    if (presence.losses !== losses) startAgain()
    losses = presence.losses
    if (ignored > 0) {
      ignored -= 1
      return
    }
    missing = new Map(unlocked.map((worker) => [worker, (missing.get(worker) ?? 0) + 1]))
    const dead = unlocked.filter((worker) => missing.get(worker)! >= MIN_LOOKS)
    if (!dead.length) return
    await releaseWorkers(dead)
    for (const worker of dead) missing.delete(worker)
  }
}
