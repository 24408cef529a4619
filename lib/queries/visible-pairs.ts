import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { levelsOf } from '@/lib/access/levels'
import { visibleEvents } from '@/lib/access/visible-events'

/** A user and an event. */
export interface EventReader {
  user: string
  event: string
}

/** Returns the key of a user and an event in {@link visiblePairs}. */
export function readerKey({ user, event }: EventReader): string {
  return `${user} ${event}`
}

/** Returns the keys of the pairs whose user can read the event now. Leaves out deleted and cancelled events. */
export async function visiblePairs(tx: Tx, pairs: readonly EventReader[]): Promise<Set<string>> {
  if (!pairs.length) return new Set()
  const rows = await tx.execute<{ user: string; event: string }>(sql`
    with pairs as materialized (
      select distinct t.user as reader, t.event
      from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as t ("user" uuid, event uuid)
    ), levels as materialized (
      select r.reader, l.calendar_id, l.level
      from (select distinct reader from pairs) r cross join lateral ${levelsOf(sql`r.reader`)} l where l.level >= 2
    )
    select distinct t.reader as user, t.event
    from pairs t
      join placements p on p.event_id = t.event and p.deleted_at is null
      join levels l on l.reader = t.reader and l.calendar_id = p.calendar_id
      cross join lateral ${visibleEvents({ userId: sql`t.reader` }, sql`l.level`)} e
    where e.deleted_at is null and e.status <> 'cancelled' and e.detail <> 'busy'`)
  return new Set(rows.map(readerKey))
}
