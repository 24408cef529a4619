import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { levelsOf } from '@/lib/access/levels'
import { visibleEvents } from '@/lib/access/visible-events'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import type { ImportedEvent } from '@/lib/schemas/imported-event'

/** An event that an import has created. */
export interface CreatedEvent {
  id: string
  incoming: ImportedEvent
}

/** Restores placements from an archive for new events, in calendars that are part of the import. */
export async function restorePlacements(
  tx: Tx,
  created: readonly CreatedEvent[],
  targets: ReadonlyMap<string, string>,
  by: string | null,
): Promise<void> {
  const rows = created.flatMap(({ id, incoming: { placements } }) =>
    placements.flatMap(({ calendar, home, detail }) => {
      const target = targets.get(calendar)
      return target && !home ? [{ id, calendar: target, detail }] : []
    }),
  )
  for (const chunk of chunksOf(rows)) {
    await tx.execute(sql`
      insert into placements (event_id, calendar_id, home, detail, placed_by, uid, span_from, span_to, long)
      select e.id, g.calendar, false, g.detail, ${by}::uuid, e.uid, e.span_from, e.span_to, h.long
      from jsonb_to_recordset(${JSON.stringify(chunk)}::jsonb) as g (id uuid, calendar uuid, detail text)
      join events e on e.id = g.id join placements h on h.event_id = e.id and h.home
      where not ${hasDuplicateUid(by)}
      on conflict do nothing`)
  }
}

/** Builds the condition that the calendar `g.calendar` shows the user another event with the UID of placement `h`. */
function hasDuplicateUid(userId: string | null): SQL {
  const user = sql`${userId}::uuid`
  return sql`exists (
    select 1 from placements o join ${levelsOf(user)} l on l.calendar_id = o.calendar_id
      cross join lateral ${visibleEvents({ userId: user }, sql`l.level`, 'o')} e
    where o.calendar_id = g.calendar and o.uid = h.uid and o.event_id <> h.event_id and o.deleted_at is null
      and e.detail <> 'busy')`
}
