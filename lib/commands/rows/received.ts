import { inArray, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { received } from '@/db/schema/events'
import { isEqual } from '@/lib/calendar/is-equal'
import type { ComparedState } from '@/lib/calendar/server/incoming/import-plan'
import type { ReceivedState } from '@/lib/calendar/server/incoming/received'
import { chunksOf, jsonBatches } from '@/lib/calendar/server/json-batches'

/** Stores the last imported state of events, which the next file from the same source is compared with. */
export async function writeReceived(
  tx: Tx,
  rows: readonly { id: string; received: ReceivedState }[],
): Promise<void> {
  for await (const batch of jsonBatches(rows.map(({ id, received }) => ({ id, ...received })))) {
    await tx.execute(sql`
      insert into received (event_id, version, instances, content)
      select id, version, instances, content from jsonb_to_recordset(${batch}::jsonb)
        as g (id uuid, version jsonb, instances jsonb, content jsonb)
      on conflict (event_id) do update set version = excluded.version, instances = excluded.instances, content = excluded.content`)
  }
}

/** The state that imported files are compared with, before and after a change of an event. */
export interface ComparedChange {
  before: ComparedState
  after: ComparedState
}

/**
 * Restores the state that the next file is compared with, unless another file was imported since.
 * @returns the ids of the events whose state was restored
 */
export async function revertReceived(
  tx: Tx,
  changes: ReadonlyMap<string, ComparedChange>,
): Promise<Set<string>> {
  const reverted = new Map<string, ReceivedState | null>()
  for (const chunk of chunksOf([...changes.keys()])) {
    const rows = await tx.select().from(received).where(inArray(received.eventId, chunk))
    const stored = new Map(rows.map(({ eventId, ...row }) => [eventId, row]))
    for (const id of chunk) {
      const { before, after } = changes.get(id)!
      if (isEqual(stored.get(id) ?? null, after.received)) reverted.set(id, before.received)
    }
  }
  const deleted = [...reverted].flatMap(([id, row]) => (row ? [] : id))
  for (const chunk of chunksOf(deleted)) await tx.delete(received).where(inArray(received.eventId, chunk))
  await writeReceived(
    tx,
    [...reverted].flatMap(([id, received]) => (received ? [{ id, received }] : [])),
  )
  return new Set(reverted.keys())
}
