import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { echoes } from './echoes'
import type { Change } from './record'

/** Calendars of which events went or came, besides the one that was asked about. */
interface Moved {
  events: number
  changes: Change[]
}

/**
 * Puts all events of a calendar into the trash, wherever they are shown, each marked with the moment at which the calendar
 * itself went: so they come back with it, and what was deleted before does not.
 */
export async function trashCalendarEvents(tx: Tx, calendarId: string, now: Date): Promise<Moved> {
  const at = now.toISOString()
  const gone = (await tx.execute(sql`
    update events e set deleted_at = ${at}::timestamptz from placements p
    where p.calendar_id = ${calendarId} and p.home and p.event_id = e.id and e.deleted_at is null
    returning e.id`)) as unknown as unknown[]
  const elsewhere = (await tx.execute(sql`
    with gone as (
      update placements p set deleted_at = ${at}::timestamptz from placements h
      where h.calendar_id = ${calendarId} and h.home and h.event_id = p.event_id and p.deleted_at is null
      returning p.calendar_id
    ) select distinct calendar_id as id from gone`)) as unknown as { id: string }[]
  return { events: gone.length, changes: echoes(others(elsewhere, calendarId)) }
}

/** Brings back what went with a calendar. Where another event of the same UID has come meanwhile, that one stays. */
export async function restoreCalendarEvents(tx: Tx, calendarId: string, deletedAt: Date): Promise<Moved> {
  const at = deletedAt.toISOString()
  const back = (await tx.execute(sql`
    update events e set deleted_at = null from placements p
    where p.calendar_id = ${calendarId} and p.home and p.event_id = e.id and e.deleted_at = ${at}::timestamptz
    returning e.id`)) as unknown as unknown[]
  const elsewhere = (await tx.execute(sql`
    with back as (
      update placements p set deleted_at = null from placements h
      where h.calendar_id = ${calendarId} and h.home and h.event_id = p.event_id
        and p.deleted_at = ${at}::timestamptz
        and not exists (select 1 from placements o
          where o.calendar_id = p.calendar_id and o.uid = p.uid and o.deleted_at is null)
      returning p.calendar_id
    ) select distinct calendar_id as id from back`)) as unknown as { id: string }[]
  return { events: back.length, changes: echoes(others(elsewhere, calendarId)) }
}

function others(calendars: readonly { id: string }[], besides: string): string[] {
  return calendars.map(({ id }) => id).filter((id) => id !== besides)
}
