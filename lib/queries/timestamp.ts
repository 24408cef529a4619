import { type SQL, sql } from 'drizzle-orm'
import type { Instant } from '@/lib/calendar/zones/zone'

/** The first instant of the year 1: no event is older, and Postgres has another way to write what is. */
const MIN_INSTANT = Date.parse('0001-01-01T00:00:00Z')

/** An instant as the database has them. */
export function timestamp(instant: Instant): SQL {
  return sql`${new Date(Math.max(instant, MIN_INSTANT)).toISOString()}::timestamptz`
}
