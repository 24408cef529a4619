import { eq, type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { events } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import type { Grant } from '@/lib/access/grant'
import { answersOf, attendeesOf } from '@/lib/access/nouns/event-columns'
import type { Reach, ReachedCalendar } from '@/lib/access/reach'
import { type EventViewer, isActive, visibleEvents } from '@/lib/access/visible-events'
import { withoutAccounts } from '@/lib/calendar/portable'
import { redactToTitle } from '@/lib/calendar/redact-to-title'
import { LEVELS } from '@/lib/calendar/roles'
import { calendarObjectOf } from '@/lib/calendar/server/calendar-object'
import type { EventToWrite } from '@/lib/calendar/server/ical/write'
import { AppError } from '@/lib/errors'
import type { ExportScope } from '@/lib/schemas/calendars'
import { snapshotOf } from './event-snapshot'

/** An event for a file, with what an archive stores besides iCalendar. */
export interface ExportedEvent extends EventToWrite {
  id: string
  /** The calendar that shows most of it: its home, if that is exported too. */
  calendar: string
  placements: { calendar: string; home: boolean; detail: 'full' | 'title' | 'busy' }[]
  layers: object[]
  alarms: object[]
}

/** The reader of an export: a user, or the holder of a feed's address. */
export type ExportViewer = { reach: Reach; calendars: readonly ReachedCalendar[] } | Grant<'read', 'feed'>

/** Events per query, so that memory does not grow with the calendar. */
const BATCH_SIZE = 500

/** Sorts before every id. */
const NIL = '00000000-0000-0000-0000-000000000000'

/** Returns the calendars of an export. @throws AppError NOT_FOUND */
export function exportedCalendars(reach: Reach, asked: ExportScope): readonly ReachedCalendar[] {
  if (asked.of === 'all') return reach.calendars
  const found = reach.calendars.filter(
    ({ id, groupId }) => (asked.of === 'group' ? groupId : id) === asked.id,
  )
  const known = asked.of === 'calendar' ? found.length > 0 : reach.groups.some(({ id }) => id === asked.id)
  if (!known) throw new AppError('NOT_FOUND')
  return found
}

/**
 * Yields every event that the viewer may read in the calendars, once each, as far as the viewer may read it: of an
 * event shown by its title, title and time. Events that are only busy to the viewer are left out (see busy-times.ts).
 */
export async function* exportedEvents(db: Db, viewer: ExportViewer): AsyncGenerator<ExportedEvent> {
  const { eventViewer, exported } = viewerOf(viewer)
  for (const [index, { id }] of exported.entries()) {
    for (let after = { uid: '', id: NIL }; ; ) {
      const rows = await pageOf(db, eventViewer, exported, index, after)
      for (const row of rows) yield toExportedEvent(row, id)
      if (rows.length < BATCH_SIZE) break
      after = rows.at(-1)!.row
    }
  }
}

/**
 * Returns the reader and the calendars of an export. The holder of a feed's address has the level of a viewer of the
 * calendar who neither creates nor attends events.
 */
function viewerOf(viewer: ExportViewer): {
  eventViewer: EventViewer
  exported: { id: string; index: number; level: number }[]
} {
  if (!('reach' in viewer)) {
    return {
      eventViewer: { feedOf: viewer.row.createdBy },
      exported: [{ id: viewer.row.calendarId, index: 0, level: 2 }],
    }
  }
  const exported = viewer.calendars.map(({ id, level }, index) => ({
    id,
    index,
    level: LEVELS.indexOf(level) + 1,
  }))
  return { eventViewer: { userId: viewer.reach.userId }, exported }
}

type Row = Awaited<ReturnType<typeof pageOf>>[number]

async function pageOf(
  db: Db,
  eventViewer: EventViewer,
  exported: { id: string; index: number; level: number }[],
  index: number,
  after: { uid: string; id: string },
) {
  const calendars = sql`jsonb_to_recordset(${JSON.stringify(exported)}::jsonb) as r (id uuid, index int, level int)`
  const own = (table: 'layers' | 'alarms', columns: string) =>
    sql<object[]>`(select coalesce(json_agg(json_build_object(${sql.raw(columns)}) order by o.id), '[]')
      from ${sql.raw(table)} o where o.event_id = events.id and o.user_id = ${'userId' in eventViewer ? eventViewer.userId : null}::uuid)`.mapWith(
      parseJson<object[]>,
    )
  const reads = (level: SQL, placement: string) =>
    sql`exists (select 1 from ${visibleEvents(eventViewer, level, placement)} e where e.detail <> 'busy')`
  return db
    .select({
      row: events,
      detail: placements.detail,
      attendees: attendeesOf,
      answers: answersOf,
      names: sql<Record<string, string>>`(
        select coalesce(json_object_agg(u.id, u.name), '{}') from users u where u.id in (
          select (jsonb_path_query(events.overrides, '$.*.attendees[*].userId ? (@ != null)') #>> '{}')::uuid))`.mapWith(
        parseJson<Record<string, string>>,
      ),
      placements: sql<ExportedEvent['placements']>`(
        select json_agg(json_build_object('calendar', q.calendar_id, 'home', q.home, 'detail', q.detail)
          order by q.home desc, r.index)
        from placements q join ${calendars} on r.id = q.calendar_id and r.level >= 2
        where q.event_id = events.id and q.deleted_at is null and ${isActive('q')})`.mapWith(
        parseJson<ExportedEvent['placements']>,
      ),
      layers: own(
        'layers',
        `'recurrenceId', o.recurrence_id, 'color', o.color, 'busy', o.busy, 'note', o.note, 'muted', o.muted, 'hidden', o.hidden`,
      ),
      alarms: own(
        'alarms',
        `'recurrenceId', o.recurrence_id, 'minutesBefore', o.minutes_before, 'method', o.method, 'allDay', o.all_day, 'order', o.order`,
      ),
    })
    .from(placements)
    .innerJoin(events, eq(events.id, placements.eventId))
    .where(
      sql`${placements.calendarId} = ${exported[index]!.id} and ${placements.deletedAt} is null
        and (${placements.uid}, ${placements.eventId}) > (${after.uid}, ${after.id}::uuid) and ${reads(sql`${exported[index]!.level}::int`, 'placements')}
        and not exists (
          select 1 from placements q join ${calendars} on r.id = q.calendar_id
          where q.event_id = events.id and q.deleted_at is null and ${reads(sql`r.level`, 'q')}
            and (q.detail, not q.home, r.index)
              < (${placements.detail}, not ${placements.home}, ${index}::int))`,
    )
    .orderBy(placements.uid, placements.eventId)
    .limit(BATCH_SIZE)
}

const UNKNOWN = new Date(0)

function toExportedEvent(
  { row, detail, attendees, answers, names, ...rest }: Row,
  calendar: string,
): ExportedEvent {
  const {
    id,
    uid,
    sequence,
    calendarId: _,
    ...snapshot
  } = snapshotOf({
    ...row,
    calendarId: calendar,
    attendees,
    hiddenFrom: [],
  })
  const { splitFrom: __, createdBy: ___, version: ____, hiddenFrom: _____, ...own } = snapshot
  const content = calendarObjectOf(own, answers)
  const nameOf = (userId: string) =>
    attendees.find((attendee) => attendee.userId === userId)?.name ?? names[userId]
  return {
    id,
    uid,
    // SEQUENCE and timestamps would reveal edits of fields that a viewer by title does not see.
    ...(detail === 'title'
      ? { sequence: 0, created: UNKNOWN, modified: UNKNOWN }
      : { sequence, created: row.createdAt, modified: row.updatedAt }),
    calendar,
    content: detail === 'title' ? redactToTitle(content) : withoutAccounts(content, nameOf),
    ...rest,
  }
}

function parseJson<T>(value: unknown): T {
  return typeof value === 'string' ? JSON.parse(value) : (value as T)
}
