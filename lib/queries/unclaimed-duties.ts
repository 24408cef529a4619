import { type SQL, sql } from 'drizzle-orm'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { FLAG, type Tuple } from '@/lib/calendar/tuple'

/** An event, or one of its occurrences, with a duty that nobody has claimed. */
export type UnclaimedDuty = [event: string, occurrence: RecurrenceId | null]

/**
 * The column of the events and occurrences with unclaimed duties. @param events ids of events that the viewer sees in
 * full, as a subquery
 */
export function unclaimedDutiesColumn(events: SQL): SQL<UnclaimedDuty[]> {
  return sql`(
    select coalesce(json_agg(json_build_array(l.event_id, l.recurrence_id)), '[]')
    from task_lists l where l.event_id in ${events} and l.deleted_at is null and exists (
      select 1 from tasks t where t.list_id = l.id and t.duty_minutes is not null and t.assignee_id is null
        and t.deleted_at is null and t.status <> 'done'))`
}

/** Returns a function that sets the flag of tuples with an unclaimed duty. */
export function dutyMarker(duties: readonly UnclaimedDuty[]): (tuple: Tuple) => Tuple {
  if (!duties.length) return (tuple) => tuple
  const marked = new Set(duties.map(([id, occurrence]) => `${id} ${occurrence ?? ''}`))
  return (tuple) => {
    const [id, calendar, flags, ...rest] = tuple
    const isMarked = id && (marked.has(`${id} `) || marked.has(`${id} ${tuple[7]}`))
    return isMarked ? [id, calendar, flags | FLAG.unclaimed, ...rest] : tuple
  }
}
