import { eq } from 'drizzle-orm'
import { db } from '@/db/client'
import { events } from '@/db/schema/events'
import type { EditScope } from '@/lib/calendar/edits/plan'
import type { EventFields } from '@/lib/schemas/events'
import { as, type Family, hour, type TestUser } from '@/test/database/fixtures'
import { deleteEvent, updateEvent } from './events'
import { undo } from './undo'

export const MONDAYS = 'FREQ=WEEKLY;BYDAY=MO'

/** Creates a series on Mondays from 2 November 2026, 9:00, in the group's calendar. */
export const makeSwimSeries = (family: Family) =>
  as(family.owner).createEvent({
    calendarId: family.calendar,
    title: 'Swim',
    span: hour('2026-11-02'),
    rules: [MONDAYS],
  })

/** Returns the recurrence id of the occurrence that starts at a time of a day. */
export const recurrenceIdAt = (day: string, time = '09:00:00') => `${day}T${time}`

/** Edits a series with a scope. @param day the edited occurrence: a recurrence id, or its day if it starts at 9:00 */
export const editSeries = (
  user: TestUser,
  event: string,
  version: number,
  day: string,
  scope: EditScope,
  patch: Partial<EventFields>,
) =>
  as(user).run(updateEvent, {
    id: event,
    version,
    patch,
    occurrence: { id: day.length === 10 ? recurrenceIdAt(day) : day, scope },
  })

/** Deletes the occurrence that starts at 9:00 on a day, or with it the following ones or the series, by the scope. */
export const deleteOccurrences = (user: TestUser, event: string, day: string, scope: EditScope) =>
  as(user).run(deleteEvent, { id: event, occurrence: { id: recurrenceIdAt(day), scope } })

/** Undoes a changeset. */
export const undoChanges = (user: TestUser, changeset: string | null) =>
  as(user).run(undo, { changeset: changeset! })

/** Lists the occurrences of the given events that a user sees in November, as `day hour title`. */
export const listNovember = async (user: TestUser, ...ids: string[]) => {
  const { tuples } = await as(user).loadRange('2026-11-01', '2026-12-01')
  return tuples
    .filter((tuple) => ids.includes(String(tuple[0])))
    .map(([, , , start, , title]) => `${new Date(start * 1000).toISOString().slice(8, 13)} ${title}`)
    .sort()
}

/** Reads the stored row of an event. */
export const readEventRow = async (event: string) =>
  (await db.select().from(events).where(eq(events.id, event)))[0]!
