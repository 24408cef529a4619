import { type SQL, sql } from 'drizzle-orm'
import { DAY, type Day, dayNumber } from '@/lib/calendar/day'
import { instantAt } from '@/lib/calendar/zones/wall-time'
import type { Zone } from '@/lib/calendar/zones/zone'
import { timestamp } from './timestamp'

/**
 * Whether the single event `e` happens within the days of a zone, `to` exclusive, exactly: the index of placements has
 * bounds that are widened for all zones. An event that ends when the first day starts is before it; an event
 * without duration at exactly that time is not.
 */
export function isWithinDays({ from, to, zone }: { from?: Day; to?: Day; zone: Zone }): SQL {
  const startsBefore = (day: Day) => sql`case
    when e.start_date is not null then e.start_date < ${day}::date
    when e.start_zone is null then e.start_wall < ${day}::date
    else e.span_from < ${startOf(day, zone)} end`
  const endsAfter = (day: Day) => sql`case
    when e.start_date is not null then e.end_date > ${day}::date
    when e.start_zone is null then e.end_wall > ${day}::date or e.start_wall >= ${day}::date
    else e.span_to > ${startOf(day, zone)} or e.span_from >= ${startOf(day, zone)} end`
  return sql`(${to ? startsBefore(to) : sql`true`} and ${from ? endsAfter(from) : sql`true`})`
}

function startOf(day: Day, zone: Zone): SQL {
  return timestamp(instantAt(dayNumber(day) * DAY, zone))
}
