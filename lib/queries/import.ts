import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { events, placements } from '@/db/schema/events'
import { userIdOf } from '@/lib/access/actor'
import type { Grant } from '@/lib/access/grant'
import { attendeesOf, takesPart } from '@/lib/access/nouns/event'
import type { Existing } from '@/lib/calendar/import-plan'
import { snapshotOf } from './event-snapshot'

/** So many UIDs are asked for at once. */
const CHUNK = 1000

/** What a calendar has of the events that a file names, by UID. */
export async function existingEvents(
  db: Db,
  calendar: Grant<'write', 'calendar'>,
  uids: readonly string[],
): Promise<Map<string, Existing>> {
  const found = new Map<string, Existing>()
  for (let from = 0; from < uids.length; from += CHUNK) {
    const rows = await someOf(db, calendar.row.id, uids.slice(from, from + CHUNK))
    for (const { row, home, attendees, emails } of rows) {
      const event = snapshotOf({ ...row, calendarId: calendar.row.id, attendees })
      found.set(event.uid, {
        event,
        writable: home && mayKnow(calendar, event),
        emails: new Map(emails),
      })
    }
  }
  return found
}

async function someOf(db: Db, calendarId: string, uids: readonly string[]) {
  return db
    .select({ row: events, home: placements.home, attendees: attendeesOf, emails: verifiedEmails })
    .from(placements)
    .innerJoin(events, eq(events.id, placements.eventId))
    .where(
      and(
        eq(placements.calendarId, calendarId),
        isNull(placements.deletedAt),
        sql`${placements.uid} in (select jsonb_array_elements_text(${JSON.stringify(uids)}::jsonb))`,
      ),
    )
}

/** The rule of private events (see lib/access/nouns/event.ts). */
function mayKnow({ actor, row }: Grant<'write', 'calendar'>, event: Existing['event']): boolean {
  const userId = userIdOf(actor)
  return (
    event.visibility !== 'private' ||
    row.level === 'owner' ||
    event.createdBy === userId ||
    takesPart(userId, event)
  )
}

const verifiedEmails = sql<[string, string][]>`(
  select coalesce(json_agg(json_build_array(u.id, u.email)), '[]')
  from attendees a join users u on u.id = a.user_id and u.email_verified is not null
  where a.event_id = events.id)`.mapWith((value) => (typeof value === 'string' ? JSON.parse(value) : value))
