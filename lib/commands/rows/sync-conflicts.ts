import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import type { SyncConflict } from '@/lib/calendar/server/incoming/flat-content'
import { jsonBatches } from '@/lib/calendar/server/json-batches'

/** Lists conflicts for the user. A later conflict of the same field replaces one that was not resolved. */
export async function insertConflicts(
  tx: Tx,
  conflicts: readonly (SyncConflict & { linkId: string })[],
): Promise<void> {
  const rows = conflicts.map(({ ours, theirs, ...conflict }) => ({
    ...conflict,
    ...{ id: uuidv7(), ours: ours ?? null, theirs: theirs ?? null },
  }))
  for await (const batch of jsonBatches(rows)) {
    await tx.execute(sql`
      with g as (
        select * from jsonb_to_recordset(${batch}::jsonb)
          as g (id uuid, "linkId" uuid, field text, ours jsonb, theirs jsonb)
      ), replaced as (
        delete from sync_conflicts c using g
        where c.link_id = g."linkId" and c.field = g.field and c.resolved_at is null
      )
      insert into sync_conflicts (id, link_id, field, ours, theirs) select id, "linkId", field, ours, theirs from g`)
  }
}
