import { type SQL, sql } from 'drizzle-orm'
import type { Instant } from '@/lib/calendar/zones/zone'

/** The first instant of the year 1: no event is earlier, and Postgres writes earlier years differently. */
const MIN_INSTANT = Date.parse('0001-01-01T00:00:00Z')

/** Returns an instant as an SQL timestamp. */
export function timestamp(instant: Instant): SQL {
  return sql`${new Date(Math.max(instant, MIN_INSTANT)).toISOString()}::timestamptz`
}
