import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Reach } from '@/lib/access/reach'
import { attendsEvent, visibleEvents } from '@/lib/access/visible-events'
import { LEVELS } from '@/lib/calendar/roles'
import type { AttendedPart } from '@/lib/calendar/series/attended-part'

/**
 * The parts of events that the viewer may read now, by event id: all of it, or its title alone. Events that are missing
 * here may not be read. `exists`: the event is not in the trash. `attends`: the viewer is one of its attendees.
 * `hidesGuests`: only users who may edit the event see the other attendees. `part`: the part of a series that the
 * viewer sees; null for all of it.
 */
export type ReadableEvents = ReadonlyMap<string, ReadableEvent>

export interface ReadableEvent {
  shown: 'full' | 'title'
  title: string
  exists: boolean
  attends: boolean
  hidesGuests: boolean
  part: Pick<AttendedPart, 'isSingle' | 'recurrence' | 'overrides'> | null
}

/** Returns what each viewer may read of the given events, including those in the trash, by user id. */
export async function readableEvents(
  db: Db,
  reaches: readonly Reach[],
  ids: readonly string[],
): Promise<Map<string, ReadableEvents>> {
  const readable = new Map(reaches.map(({ userId }) => [userId, new Map() as Map<string, ReadableEvent>]))
  if (!ids.length || !reaches.length) return readable
  const levels = reaches.flatMap(({ userId, calendars }) =>
    calendars.map(({ id, level }) => ({ user_id: userId, id, level: LEVELS.indexOf(level) + 1 })),
  )
  // For a single viewer, Postgres reads the hidden events once.
  const userId = reaches.length === 1 ? reaches[0]!.userId : sql`l.user_id`
  type Row = Omit<ReadableEvent, 'shown'> & { id: string; userId: string; isFull: boolean }
  const rows = await db.execute<Row>(sql`
    with levels as (
      select * from jsonb_to_recordset(${JSON.stringify(levels)}::jsonb) as l (user_id uuid, id uuid, level int)
    )
    select l.user_id as "userId", e.id, (array_agg(e.title order by e.partial))[1] as title, e.deleted_at is null as exists, bool_or(e.detail = 'full') as "isFull",
      bool_or(${attendsEvent(userId)}) as attends, e.guest_list_hidden as "hidesGuests",
      (array_agg(case when e.partial then jsonb_build_object('isSingle', e.single, 'recurrence', e.recurrence,
        'overrides', e.overrides) end order by e.partial))[1] as part
    from placements p join levels l on l.id = p.calendar_id
      -- Looked up by primary key: the rows are few of many, which the planner cannot know.
      cross join lateral (select * from ${visibleEvents({ userId }, sql`l.level`)} v limit 1) e
    where p.event_id in (select jsonb_array_elements_text(${JSON.stringify([...new Set(ids)])}::jsonb)::uuid)
      and e.detail <> 'busy'
    group by l.user_id, e.id, e.deleted_at, e.guest_list_hidden`)
  for (const { id, userId, isFull, ...event } of rows) {
    readable.get(userId)!.set(id, { ...event, shown: isFull ? 'full' : 'title' })
  }
  return readable
}
