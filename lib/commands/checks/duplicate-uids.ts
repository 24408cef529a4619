import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { type Actor, principalOf } from '@/lib/access/actor'
import { levelsOf } from '@/lib/access/levels'
import { lockCalendars } from '@/lib/access/nouns/calendar'
import { visibleEvents } from '@/lib/access/visible-events'
import { fieldError } from '@/lib/errors'

/**
 * Refuses events in a calendar that already shows another event with the same UID. Events that the actor cannot see
 * there do not count, since the error would reveal them. Call it after locking the calendars (`target-calendar`,
 * {@link lockForUndo}).
 *
 * @param eventIds events that were just written
 * @throws AppError INVALID on calendarId
 */
export async function refuseDuplicateUids(tx: Tx, actor: Actor, eventIds: readonly string[]): Promise<void> {
  const userId = principalOf(actor)
  if (!userId || !eventIds.length) return
  const rows = await tx.execute(
    sql`${eventsWithDuplicates(userId, eventIds)} and p.deleted_at is null limit 1`,
  )
  if (rows.length) throw fieldError('calendarId', 'taken')
}

/**
 * Returns those of the given deleted events that would have the UID of another event in their calendar, as far as the
 * user can see that one. Call it after locking the calendar.
 */
export async function deletedEventsWithTakenUids(
  tx: Tx,
  { userId, calendarId }: { userId: string; calendarId: string },
  eventIds: readonly string[],
): Promise<Set<string>> {
  if (!eventIds.length) return new Set()
  const rows = await tx.execute<Columns<{ id: string }>>(
    sql`${eventsWithDuplicates(userId, eventIds)} and p.calendar_id = ${calendarId}`,
  )
  return new Set(rows.map(({ id }) => id))
}

/** Selects the placements `p` of events in calendars that show another event with the same UID to the user. */
function eventsWithDuplicates(userId: string, eventIds: readonly string[]): SQL {
  return sql`
    select p.event_id as id from placements p
    join placements o on o.calendar_id = p.calendar_id and o.uid = p.uid and o.event_id <> p.event_id
      and o.deleted_at is null
    join ${levelsOf(userId)} l on l.calendar_id = p.calendar_id
    cross join lateral ${visibleEvents({ userId }, sql`l.level`, 'o')} e
    where e.detail <> 'busy'
      and p.event_id in (select jsonb_array_elements_text(${JSON.stringify(eventIds)}::jsonb)::uuid)`
}

/**
 * Locks the calendars to which an undo restores events. Call it before locking events.
 *
 * @param restored events that come out of the trash, with all their placements
 * @param calendars calendars that events move back to, or are shown in again
 */
export async function lockForUndo(
  tx: Tx,
  { restored, calendars }: { restored: readonly string[]; calendars: readonly string[] },
): Promise<void> {
  if (!restored.length && !calendars.length) return
  const ids = (list: readonly string[]) =>
    sql`select (jsonb_array_elements_text(${JSON.stringify(list)}::jsonb))::uuid`
  await lockCalendars(
    tx,
    sql`select calendar_id from placements where event_id in (${ids(restored)}) union ${ids(calendars)}`,
  )
}
