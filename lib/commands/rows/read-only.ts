import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { ReadOnlyReason } from '@/lib/calendar/read-only'
import { jsonBatches } from '@/lib/calendar/server/json-batches'

/** Sets why events can only be changed by a sync; null: editors may change them. */
export async function setReadOnly(
  tx: Tx,
  rows: readonly { id: string; reason: ReadOnlyReason | null }[],
): Promise<void> {
  for await (const batch of jsonBatches(rows)) {
    await tx.execute(sql`
      update events e set read_only = g.reason
      from jsonb_to_recordset(${batch}::jsonb) as g (id uuid, reason text)
      where e.id = g.id and e.read_only is distinct from g.reason`)
  }
}

/**
 * Sets why all events of a binding are read-only; null: only events whose link has its own reason are. Events that were
 * never sent stay editable, since no sync would ever change them.
 */
export async function setReadOnlyOfBinding(
  tx: Tx,
  bindingId: string,
  reason: ReadOnlyReason | null,
): Promise<{ hasChanged: boolean }> {
  const own = sql`case when l.state is null or l.skipped is not null then l.read_only
    else coalesce(${reason}, l.read_only) end`
  const changed = await tx.execute(sql`
    update events e set read_only = ${own} from links l
    where l.binding_id = ${bindingId} and l.event_id = e.id and e.read_only is distinct from ${own} returning 1`)
  return { hasChanged: changed.length > 0 }
}

/** Makes restored events editable that no sync changes any more, because the sync had deleted them. */
export async function releaseUnlinked(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update events e set read_only = null
    where e.read_only is not null and not exists (select 1 from links l where l.event_id = e.id)
      and e.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`)
}
