import { sql } from 'drizzle-orm'
import { db } from '@/db/client'
import { causeOf, logProblem } from '@/lib/log'

/** Minimum time between two jobs, so that consumers handle the changes of a burst together. */
const MIN_INTERVAL_MS = 500

let lastAddedAt = 0
let timer: ReturnType<typeof setTimeout> | undefined

/**
 * Enqueues the job that runs consumers, after a commit whose changes they handle. Returns at once. Nothing is lost if
 * it fails or the process ends: the cursors were committed with the changes, and every worker looks for them regularly.
 */
export function wakeDispatch(): void {
  if (timer) return
  const waitMs = lastAddedAt + MIN_INTERVAL_MS - Date.now()
  // A clock that was set back must not delay it.
  timer = setTimeout(add, Math.min(Math.max(waitMs, 0), MIN_INTERVAL_MS))
  timer.unref()
}

/** A change that is committed from now on needs another job: this one may run before the change is visible to it. */
function add(): void {
  timer = undefined
  lastAddedAt = Date.now()
  db.execute(sql`select graphile_worker.add_job('dispatch', '{}'::json, job_key := 'dispatch')`).catch(
    (error) => logProblem('consumers of changes wait for the next tick', error, causeOf(error)),
  )
}
