import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { levelsOf } from '@/lib/access/levels'

/** Continues the syncs of a user that stopped because the user lacked a permission, if the user has it now. */
export async function resumeSyncs(tx: Tx, userId: string): Promise<void> {
  await tx.execute(sql`
    update bindings b set state = 'active', problem = null, failures = 0,
      next_run_at = case when b.leader_id is null then now() end
    from connections c, ${levelsOf(userId)} l
    where c.id = b.connection_id and c.user_id = ${userId} and l.calendar_id = b.calendar_id and l.level >= 3
      and b.state = 'stopped' and b.problem = 'permission-lost'`)
}
