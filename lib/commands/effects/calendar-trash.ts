import { eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { calendars } from '@/db/schema/calendars'
import { lockCalendars } from '@/lib/access/nouns/calendar'
import type { Change } from '@/lib/commands/pipeline/changes'
import { calendarAudience } from './calendar-audience'
import { notifyTrashedPlacements } from './notify-placements'

type Row = typeof calendars.$inferSelect

interface Placed {
  event: string
  calendar: string
}

/** Moves a calendar and its events to the trash and notifies everyone who sees it. */
export async function trashCalendar(
  tx: Tx,
  row: Row,
  now: Date,
): Promise<{ events: number; changes: Change[] }> {
  const streams = await calendarAudience(tx, row)
  const { events, changes } = await trashEvents(tx, row.id, now)
  await tx.update(calendars).set({ deletedAt: now }).where(eq(calendars.id, row.id))
  const change = {
    entity: 'calendar',
    id: row.id,
    op: 'removed',
    before: { ...calendarSnapshot(row), events },
  } as const
  return { events, changes: [...streams.map((stream) => ({ stream, ...change })), ...changes] }
}

/** Restores a calendar from the trash with the events that were deleted with it, and notifies everyone who sees it. */
export async function restoreCalendar(tx: Tx, row: Row): Promise<Change[]> {
  await tx.update(calendars).set({ deletedAt: null }).where(eq(calendars.id, row.id))
  const changes = await restoreEvents(tx, row.id, row.deletedAt!)
  const streams = await calendarAudience(tx, row)
  const change = { entity: 'calendar', id: row.id, op: 'added', after: calendarSnapshot(row) } as const
  return [...streams.map((stream) => ({ stream, ...change })), ...changes]
}

/** Returns the fields of a calendar that edits merge and the history shows. */
export function calendarSnapshot({ name, color, description, version }: Row) {
  return { name, color, description, version }
}

/**
 * Moves the events of a calendar and all their placements to the trash. Each gets the calendar's own time of
 * deletion, so that restoring the calendar restores exactly these.
 * @returns the number of events, and the changes for other calendars that showed them
 */
async function trashEvents(
  tx: Tx,
  calendarId: string,
  now: Date,
): Promise<{ events: number; changes: Change[] }> {
  const at = now.toISOString()
  const trashed = await tx.execute<{ hidden: boolean }>(sql`
    update events e set deleted_at = ${at}::timestamptz from placements p
    where p.calendar_id = ${calendarId} and p.home and p.event_id = e.id and e.deleted_at is null
    returning e.id, exists (select 1 from hidden_from h where h.event_id = e.id) as hidden`)
  const otherPlacements = await tx.execute<Columns<Placed>>(sql`
    with trashed as (
      update placements p set deleted_at = ${at}::timestamptz from placements h
      where h.calendar_id = ${calendarId} and h.home and h.event_id = p.event_id and p.deleted_at is null
      returning p.event_id as event, p.calendar_id as calendar, p.home
    ) select event, calendar from trashed where not home`)
  // All who see the calendar read this number, so it must not reveal hidden events.
  const events = trashed.filter(({ hidden }) => !hidden).length
  return { events, changes: await notifyTrashedPlacements(tx, otherPlacements, 'trashed') }
}

/**
 * Restores the events that were deleted with a calendar. A placement stays in the trash if its calendar shows another
 * event with the same UID now.
 */
async function restoreEvents(tx: Tx, calendarId: string, deletedAt: Date): Promise<Change[]> {
  const at = deletedAt.toISOString()
  await lockCalendars(
    tx,
    sql`select p.calendar_id from placements p join placements h on h.event_id = p.event_id and h.home
      where h.calendar_id = ${calendarId} and p.deleted_at = ${at}::timestamptz`,
  )
  await tx.execute(sql`
    update events e set deleted_at = null from placements p
    where p.calendar_id = ${calendarId} and p.home and p.event_id = e.id and e.deleted_at = ${at}::timestamptz`)
  const otherPlacements = await tx.execute<Columns<Placed>>(sql`
    with restored as (
      update placements p set deleted_at = null from placements h
      where h.calendar_id = ${calendarId} and h.home and h.event_id = p.event_id
        and p.deleted_at = ${at}::timestamptz
        and not exists (select 1 from placements o join events e on e.id = o.event_id
          where o.calendar_id = p.calendar_id and o.uid = p.uid and o.event_id <> p.event_id
            and o.deleted_at is null and e.visibility <> 'private'
            and not exists (select 1 from hidden_from h where h.event_id = e.id))
      returning p.event_id as event, p.calendar_id as calendar, p.home
    ) select event, calendar from restored where not home`)
  return notifyTrashedPlacements(tx, otherPlacements, 'restored')
}
