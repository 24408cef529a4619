import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { events } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import { requirePrincipal } from '@/lib/access/actor'
import type { Grant } from '@/lib/access/grant'
import {
  answersOf,
  attendeesOf,
  groupsOf,
  hiddenFromOf,
  parseJsonColumn,
} from '@/lib/access/nouns/event-columns'
import { staysHere, visibleEvents } from '@/lib/access/visible-events'
import type { OccurrenceAlarms } from '@/lib/calendar/alarms/own-alarms'
import type { StoredAnswer } from '@/lib/calendar/answers'
import type { EventSnapshot } from '@/lib/calendar/event'
import type { ReadOnlyReason } from '@/lib/calendar/read-only'
import { LEVELS } from '@/lib/calendar/roles'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import { snapshotOf } from './event-snapshot'

type CalendarGrant = Grant<'write', 'calendar'> | Grant<'write', 'target-calendar'>

/** An event as the sync of a calendar finds it. */
export interface SyncedEvent {
  event: EventSnapshot
  answers: StoredAnswer[]
  /** The user's own alarms, in minutes before the start; null: the defaults. */
  alarms: number[] | null
  /** Those of occurrences that have some of their own. */
  occurrenceAlarms: OccurrenceAlarms
  readOnly: ReadOnlyReason | null
  isTrashed: boolean
  /** Whether it is in the trash, or has moved to another calendar. */
  isGone: boolean
  /** Whether the user may not read it in full, so that the sync must leave it alone. */
  isHidden: boolean
  /** Whether the sync must not send it, except its deletion. */
  staysHere: boolean
  /** The binding of this calendar that has a link with it; null if there is none. */
  boundTo: string | null
}

/** Reads events by their ids, wherever they are now. Their ids come from the links of the calendar. */
export function syncedEventsById(
  db: Db,
  calendar: CalendarGrant,
  ids: readonly string[],
): Promise<SyncedEvent[]> {
  return readAll(db, calendar, ids, (chunk) => sql`${events.id} = any(array(select ${texts(chunk)}::uuid))`)
}

/** Reads the events of the calendar with these UIDs that the user sees. */
export async function syncedEventsByUid(
  db: Db,
  calendar: CalendarGrant,
  uids: readonly string[],
): Promise<SyncedEvent[]> {
  const found = await readAll(
    db,
    calendar,
    uids,
    (chunk) => sql`${placements.calendarId} = ${calendar.row.id} and ${placements.deletedAt} is null
      and ${placements.uid} = any(array(select ${texts(chunk)}))`,
  )
  return found.filter(({ isHidden, isGone }) => !isHidden && !isGone)
}

async function readAll(
  db: Db,
  calendar: CalendarGrant,
  keys: readonly string[],
  where: (chunk: readonly string[]) => SQL,
): Promise<SyncedEvent[]> {
  const found: SyncedEvent[] = []
  for (const chunk of chunksOf(keys)) found.push(...(await read(db, calendar, where(chunk))))
  return found
}

async function read(db: Db, { actor, row }: CalendarGrant, where: SQL): Promise<SyncedEvent[]> {
  const viewer = { userId: requirePrincipal(actor) }
  const level = sql`${LEVELS.indexOf(row.level) + 1}::int`
  const rows = await db
    .select({
      event: events,
      calendarId: placements.calendarId,
      attendees: attendeesOf,
      answers: answersOf,
      hiddenFrom: hiddenFromOf,
      groups: groupsOf,
      isVisible: sql<boolean>`exists (
        select 1 from ${visibleEvents(viewer, level, 'placements')} e where e.detail = 'full')`,
      staysHere: sql<boolean>`${staysHere(viewer.userId, 'events')}`,
      ownAlarms: ownAlarmsOf(viewer.userId),
      boundTo: sql<string | null>`(
        select links.binding_id from links join bindings b on b.id = links.binding_id and b.calendar_id = ${row.id}
        where links.event_id = events.id limit 1)`,
    })
    .from(events)
    .innerJoin(placements, and(eq(placements.eventId, events.id), eq(placements.home, true)))
    .where(where)
    .orderBy(events.id)
  return rows.map(
    ({
      event,
      answers,
      ownAlarms: { '': alarms = null, ...occurrenceAlarms },
      isVisible,
      staysHere,
      boundTo,
      ...rest
    }) => ({
      event: snapshotOf({ ...event, ...rest }),
      answers,
      alarms,
      occurrenceAlarms,
      readOnly: event.readOnly,
      isTrashed: event.deletedAt !== null,
      isGone: event.deletedAt !== null || rest.calendarId !== row.id,
      isHidden: !isVisible && rest.calendarId === row.id,
      staysHere,
      boundTo,
    }),
  )
}

/** Selects the user's own alarms by recurrence id; those of the whole event have none. */
function ownAlarmsOf(userId: string) {
  return sql<Record<string, number[]>>`(
    select coalesce(json_object_agg(coalesce(l.recurrence_id, ''), (
      select coalesce(json_agg(m.minutes order by m.minutes), '[]') from (
        select distinct a.minutes_before as minutes from alarms a where a.event_id = l.event_id and a.user_id = l.user_id
          and a.recurrence_id is not distinct from l.recurrence_id and a.minutes_before >= 0) m)), '{}')
    from layers l where l.event_id = events.id and l.user_id = ${userId} and l.own_alarms
  )`.mapWith(parseJsonColumn<Record<string, number[]>>)
}

function texts(values: readonly string[]): SQL {
  return sql`jsonb_array_elements_text(${JSON.stringify(values)}::jsonb)`
}
