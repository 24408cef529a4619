import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Reach } from '@/lib/access/reach'
import { isOfPart } from '@/lib/calendar/series/attended-part'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { readableEvents } from './changes/readable-events'
import { readableGatherings } from './changes/readable-gatherings'
import { type EventOfList, eventOfList, isOfDeletedOccurrence } from './list-occurrence'
import { eventListPath, gatheringListPath } from './task-list-path'

/** A list of tasks of an event or gathering that a user sees. */
export interface ListElsewhere {
  id: string
  /** Title of the event, occurrence or gathering. */
  name: string
  path: string
}

/** A list with the title and time of its event. */
export interface StoredList {
  id: string
  groupId: string | null
  eventId: string | null
  recurrenceId: RecurrenceId | null
  gatheringId: string | null
  /** Title of the event or occurrence. */
  title: string
  /** Date on which the event starts. */
  start: string
  event: EventOfList | null
}

/** Columns of a list `l` and its event `e`, as {@link StoredList}. */
export const storedListColumns: SQL = sql`
  l.id, l.group_id as "groupId", l.event_id as "eventId", l.recurrence_id as "recurrenceId",
  l.gathering_id as "gatheringId", coalesce(e.overrides -> l.recurrence_id ->> 'title', e.title) as title,
  coalesce(e.start_date, e.start_wall::date)::text as start, ${eventOfList} as event`

/**
 * Returns the lists `l` of events and gatherings that meet a condition and that the user sees; by default those with
 * open tasks of the user.
 */
export async function listsElsewhere(
  db: Db,
  reach: Reach,
  condition: SQL = sql`exists (
      select 1 from tasks t where t.list_id = l.id and t.assignee_id = ${reach.userId}
        and t.deleted_at is null and t.status <> 'done')`,
): Promise<ListElsewhere[]> {
  const lists = await db.execute<Columns<StoredList>>(sql`
    select ${storedListColumns} from task_lists l left join events e on e.id = l.event_id
    where l.group_id is null and l.deleted_at is null and ${condition}`)
  return readableLists(db, reach, lists)
}

/** Returns those of the lists whose event, occurrence or gathering exists and is seen by the user. */
export async function readableLists(
  db: Db,
  reach: Reach,
  lists: readonly StoredList[],
): Promise<ListElsewhere[]> {
  const ids = (key: 'eventId' | 'gatheringId') => lists.flatMap((list) => list[key] ?? [])
  const events = (await readableEvents(db, [reach], ids('eventId'))).get(reach.userId)!
  const gatherings = (await readableGatherings(db, [reach.userId], ids('gatheringId'))).get(reach.userId)!
  return lists.flatMap((list) => {
    const { id, eventId, recurrenceId, gatheringId, title, start } = list
    const gathering = gatheringId ? gatherings.get(gatheringId) : undefined
    if (gathering) return { id, name: gathering.title, path: gatheringListPath(gathering.slug) }
    const event = eventId ? events.get(eventId) : undefined
    const isShown =
      event?.exists && event.shown === 'full' && (!event.part || isShownPart(event.part, recurrenceId))
    return isShown && !isOfDeletedOccurrence(list)
      ? { id, name: title, path: eventListPath(eventId!, recurrenceId, start) }
      : []
  })
}

/** Whether a user of a part of a series sees the tasks of an occurrence. Users of single occurrences see none. */
function isShownPart(part: Parameters<typeof isOfPart>[0], id: RecurrenceId | null): boolean {
  return !part.isSingle && (id === null || isOfPart(part, id))
}
