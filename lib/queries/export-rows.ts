import { eq, type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { events } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import { levelsOf } from '@/lib/access/levels'
import { answersOf, attachmentsOf, attendeesOf, managedOf } from '@/lib/access/nouns/event-columns'
import { type EventViewer, isActive, placerLevel, visibleEvents } from '@/lib/access/visible-events'
import type { Attachment } from '@/lib/calendar/attachment'
import type { EventToWrite } from '@/lib/calendar/server/ical/write'

/** An event for a file, with what an archive stores besides iCalendar. */
export interface ExportedEvent extends EventToWrite {
  id: string
  /** Its attachments; empty for feeds, whose readers are not signed in. */
  files: Attachment[]
  /** Ids of the files of its attachments, by attachment: copies of an event share files. */
  fileIds: Record<string, string>
  /** Whether it has comments that the reader may read. False for feeds. */
  hasComments: boolean
  /** The exported calendar that shows it in the most detail; among equals, its home. */
  calendar: string
  placements: { calendar: string; home: boolean; detail: 'full' | 'title' | 'busy' }[]
  layers: object[]
  alarms: object[]
}

/** Events per query, so that memory does not grow with the calendar. */
export const EXPORT_BATCH_SIZE = 500

/**
 * Returns a batch of the events of `exported[index]`. An event in several exported calendars belongs to the one that
 * shows it in the most detail, then to its home, then to the first.
 * @param exported with the viewer's level as a number (see LEVELS): 2 is viewer
 */
export async function exportPage(
  db: Db,
  eventViewer: EventViewer,
  exported: { id: string; index: number; level: number }[],
  index: number,
  after: { uid: string; id: string },
) {
  const calendars = sql`jsonb_to_recordset(${JSON.stringify(exported)}::jsonb) as r (id uuid, index int, level int)`
  const ownRows = (table: 'layers' | 'alarms', columns: string) =>
    sql<object[]>`(select coalesce(json_agg(json_build_object(${sql.raw(columns)}) order by o.id), '[]')
      from ${sql.raw(table)} o where o.event_id = events.id and o.user_id = ${'userId' in eventViewer ? eventViewer.userId : null}::uuid)`.mapWith(
      parseJson<object[]>,
    )
  const isReadable = (level: SQL, placement: string) =>
    sql`exists (select 1 from ${visibleEvents(eventViewer, level, placement)} e where e.detail <> 'busy')`
  return db
    .select({
      row: events,
      detail: placements.detail,
      home: placements.home,
      placedBy: placements.placedBy,
      placerLevel: sql<number | null>`case when not placements.home then ${placerLevel('placements')} end`,
      hidesGuests: hidesGuestsFrom(eventViewer),
      attendees: attendeesOf,
      answers: answersOf,
      managed: managedOf,
      attachments: attachmentsOf,
      fileIds: sql<Record<string, string>>`(
        select coalesce(json_object_agg(a.id, a.file_id), '{}') from attachments a
        where a.event_id = events.id and a.deleted_at is null)`.mapWith(parseJson<Record<string, string>>),
      hasComments: sql<boolean>`exists (select 1 from comments m where m.event_id = events.id)`,
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
      layers: ownRows(
        'layers',
        `'recurrenceId', o.recurrence_id, 'color', o.color, 'busy', o.busy, 'note', o.note, 'muted', o.muted, 'hidden', o.hidden,
          'ownAlarms', o.own_alarms`,
      ),
      alarms: ownRows(
        'alarms',
        `'recurrenceId', o.recurrence_id, 'minutesBefore', o.minutes_before, 'at', o.at, 'method', o.method, 'allDay', o.all_day, 'order', o.order`,
      ),
    })
    .from(placements)
    .innerJoin(events, eq(events.id, placements.eventId))
    .where(
      sql`${placements.calendarId} = ${exported[index]!.id} and ${placements.deletedAt} is null
        and (${placements.uid}, ${placements.eventId}) > (${after.uid}, ${after.id}::uuid) and ${isReadable(sql`${exported[index]!.level}::int`, 'placements')}
        and not exists (
          select 1 from placements q join ${calendars} on r.id = q.calendar_id
          where q.event_id = events.id and q.deleted_at is null and ${isReadable(sql`r.level`, 'q')}
            and (q.detail, not q.home, r.index)
              < (${placements.detail}, not ${placements.home}, ${index}::int))`,
    )
    .orderBy(placements.uid, placements.eventId)
    .limit(EXPORT_BATCH_SIZE)
}

/** Whether an event hides its other guests from the reader, who cannot edit it. */
function hidesGuestsFrom(viewer: EventViewer): SQL<boolean> {
  if ('feedOf' in viewer) return sql<boolean>`events.guest_list_hidden`
  return sql<boolean>`(events.guest_list_hidden and not exists (
    select 1 from placements h join ${levelsOf(viewer.userId)} l on l.calendar_id = h.calendar_id and l.level >= 3
    where h.event_id = events.id and h.home))`
}

function parseJson<T>(value: unknown): T {
  return typeof value === 'string' ? JSON.parse(value) : (value as T)
}
