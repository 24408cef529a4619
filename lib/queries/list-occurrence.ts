import { type SQL, sql } from 'drizzle-orm'
import type { Overrides, Recurrence, RecurrenceId } from '@/lib/calendar/series/recurrence'
import { type Occurrence, occurrenceAt } from '@/lib/calendar/series/series'
import { type SpanRow, spanFromRow } from '@/lib/calendar/span'
import type { Due } from '@/lib/calendar/tasks/due'
import type { Zone } from '@/lib/calendar/zones/zone'

/** Time and recurrence of the event of a list of tasks, with the override of the list's occurrence. */
export type EventOfList = SpanRow & { recurrence: Recurrence | null; overrides: Overrides }

/** The event `e` of a list `l` as {@link EventOfList}; null for a list of a group or gathering. */
export const eventOfList: SQL = sql`case when e.id is not null then json_build_object('recurrence', e.recurrence,
  -- Only the one exception: a series can have megabytes of them.
  'overrides', case when e.overrides ? l.recurrence_id
    then jsonb_build_object(l.recurrence_id, e.overrides -> l.recurrence_id) else '{}' end,
  'startDate', e.start_date, 'endDate', e.end_date, 'startWall', to_json(e.start_wall) #>> '{}',
  'endWall', to_json(e.end_wall) #>> '{}', 'startZone', e.start_zone, 'endZone', e.end_zone) end`

/** Returns the occurrence of a list of tasks; undefined if the series no longer has it. */
export function occurrenceOfList(event: EventOfList, id: RecurrenceId): Occurrence | undefined {
  const { recurrence, overrides, ...row } = event
  return occurrenceAt({ span: spanFromRow(row), recurrence, overrides }, id)
}

/** Whether a list of tasks belongs to an occurrence that the series no longer has. */
export function isOfDeletedOccurrence({
  event,
  recurrenceId,
}: {
  event: EventOfList | null
  recurrenceId: RecurrenceId | null
}): boolean {
  return event !== null && recurrenceId !== null && !occurrenceOfList(event, recurrenceId)
}

/**
 * Returns when a duty is due: at its own time, else when its event or occurrence starts; null without either.
 * @param zone the zone of floating times
 */
export function dueOfDuty(
  {
    due,
    event,
    recurrenceId,
  }: { due: Due | null; event: EventOfList | null; recurrenceId: RecurrenceId | null },
  zone: Zone,
): Due | null {
  if (due) return due
  if (!event || (event.recurrence && !recurrenceId)) return null
  const span =
    event.recurrence && recurrenceId ? occurrenceOfList(event, recurrenceId)?.span : spanFromRow(event)
  if (!span) return null
  const day = span.start.slice(0, 10)
  if (span.type === 'all-day') return { day, time: null, zone: null }
  return { day, time: span.start.slice(11, 16), zone: span.type === 'timed' ? span.startZone : zone }
}
