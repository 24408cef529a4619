import { sql } from 'drizzle-orm'
import { db } from '@/db/client'
import { causeOf, logProblem } from '@/lib/log'

let adding: Promise<void> | undefined
let isAgain = false

/**
 * Enqueues the job that runs consumers, after a commit whose changes they handle. Returns at once. Nothing is lost if
 * it fails or the process ends: the cursors were committed with the changes, and a tick looks for them.
 */
export function wakeDispatch(): void {
  // A job that is being added may run before this commit is visible to it.
  if (adding) isAgain = true
  else adding = add()
}

async function add(): Promise<void> {
  do {
    isAgain = false
    await db
      .execute(sql`select graphile_worker.add_job('dispatch', '{}'::json, job_key := 'dispatch')`)
      .catch((error) => logProblem('consumers of changes wait for the next tick', error, causeOf(error)))
  } while (isAgain)
  adding = undefined
}
