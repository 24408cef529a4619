import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { releaseBindingsWithoutAccess } from '@/lib/commands/effects/release-lost'
import { inTransaction } from './record-run'

/**
 * Ends the syncs of users who have lost access in a way that does not reach them as a change of their own, such as the
 * end of a share with their group, a deleted group, or a suspended account. Repairs times that a wrong clock has set.
 */
export async function checkSyncs(): Promise<void> {
  await inTransaction(async (tx) => {
    await repairTimes(tx)
    return { changes: await releaseBindingsWithoutAccess(tx, sql`true`) }
  })
}

/** Lets bindings run soon whose times lie in the future because the clock was set back since. */
async function repairTimes(tx: Tx): Promise<void> {
  await tx.execute(sql`
    update bindings set last_run_at = least(last_run_at, now()), next_run_at = now()
    where state = 'active' and leader_id is null
      and (last_run_at > now() + interval '5 minutes'
        -- Its first run, which has a lease (schedule.ts).
        or (last_run_at is null and next_run_at > now() + interval '1 hour'))`)
}
