import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { takesPartIn } from '@/lib/access/nouns/event'
import type { Reach } from '@/lib/access/reach'
import { LEVELS } from '@/lib/calendar/roles'

/**
 * How much of an event may be seen now, by its id: in full, or its title alone. What is not named may not be seen. `there`: it
 * is not in the trash.
 */
export type ShownEvents = ReadonlyMap<string, { shown: 'full' | 'title'; title: string; there: boolean }>

/** The rule of lib/access/nouns/event.ts, for many events at once, in the trash too. */
export async function shownEvents(db: Db, reach: Reach, ids: readonly string[]): Promise<ShownEvents> {
  if (!ids.length) return new Map()
  const levels = reach.calendars.map(({ id, level }) => ({ id, level: LEVELS.indexOf(level) + 1 }))
  const rows = (await db.execute(sql`
    with levels as (
      select * from jsonb_to_recordset(${JSON.stringify(levels)}::jsonb) as l (id uuid, level int)
    ), asked as (
      select e.id, e.title, e.deleted_at is null as there, case when e.visibility = 'private' and e.created_by is distinct from ${reach.userId}::uuid
        and not ${takesPartIn(reach.userId)} then 4 else 2 end as need
      from events e where e.id in (select jsonb_array_elements_text(${JSON.stringify([...new Set(ids)])}::jsonb)::uuid)
    )
    select a.id, a.title, a.there, bool_or(p.redaction = 'full') as full
    from asked a join placements p on p.event_id = a.id and p.redaction <> 'busy'
    join levels l on l.id = p.calendar_id and l.level >= a.need
    group by a.id, a.title, a.there`)) as unknown as {
    id: string
    title: string
    there: boolean
    full: boolean
  }[]
  return new Map(
    rows.map(({ id, title, there, full }) => [id, { title, there, shown: full ? 'full' : 'title' }]),
  )
}
