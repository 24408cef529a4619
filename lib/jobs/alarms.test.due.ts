import { sql } from 'drizzle-orm'
import { db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { HOUR, MINUTE, wallOf } from '@/lib/calendar/day'

/** Returns a span of an hour in UTC that starts in some minutes. */
export function startingIn(minutes: number, now = Date.now()) {
  const start = Math.ceil((now + minutes * MINUTE) / MINUTE) * MINUTE
  return {
    type: 'timed',
    start: wallOf(start),
    startZone: 'UTC',
    end: wallOf(start + HOUR),
    endZone: 'UTC',
  } as const
}

export interface StoredDue {
  user: string
  trigger: string
  method: string
  recurrenceId: string | null
  /** Minutes from the time that an alarm is due to the start of its occurrence. */
  before: number
  fired: boolean
}

/** Reads the due alarms of an event, in the order of their times. */
export async function dueOf(event: string): Promise<StoredDue[]> {
  return await db.execute<Columns<StoredDue>>(sql`
    select user_id as user, trigger, method, recurrence_id as "recurrenceId",
      (extract(epoch from starts_at - due_at) / 60)::float8 as before, fired_at is not null as fired
    from alarm_due where event_id = ${event} order by due_at, user_id`)
}
