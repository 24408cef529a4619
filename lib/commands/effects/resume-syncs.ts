import { inArray, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { bindings } from '@/db/schema/connections'
import { levelsOf } from '@/lib/access/levels'
import { readOnlyReasonOf } from '@/lib/calendar/read-only'
import { setReadOnlyOfBinding } from '@/lib/commands/rows/read-only'

/**
 * Continues the syncs of a user that stopped because the user lacked a permission, if the user has it now. Their
 * events, which became editable meanwhile, are read-only again where they were.
 */
export async function resumeSyncs(tx: Tx, userId: string): Promise<void> {
  const resumed = await tx.execute<{ id: string }>(sql`
    update bindings b set state = 'active', problem = null, failures = 0,
      next_run_at = case when b.leader_id is null then now() end
    from connections c, ${levelsOf(userId)} l
    where c.id = b.connection_id and c.user_id = ${userId} and l.calendar_id = b.calendar_id and l.level >= 3
      and b.state = 'stopped' and b.problem = 'permission-lost'
    returning b.id`)
  if (!resumed.length) return
  const rows = await tx
    .select()
    .from(bindings)
    .where(
      inArray(
        bindings.id,
        resumed.map(({ id }) => id),
      ),
    )
  for (const row of rows) if (!row.leaderId) await setReadOnlyOfBinding(tx, row.id, readOnlyReasonOf(row))
}
