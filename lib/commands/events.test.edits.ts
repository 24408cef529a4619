import { asc, eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { db } from '@/db/client'
import { changes } from '@/db/schema/changes'
import { events } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import { grant } from '@/lib/access/grant'
import { boundsOf, type Span } from '@/lib/calendar/span'
import type { EventFields } from '@/lib/schemas/events'
import { as, type TestUser } from '@/test/database/fixtures'
import { updateEvent } from './events'

/** A flight from Tokyo that lands in Los Angeles before it departs, by the local times. */
export const TOKYO_FLIGHT: Span = {
  type: 'timed',
  start: '2026-11-21T22:00:00',
  startZone: 'Asia/Tokyo',
  end: '2026-11-21T15:00:00',
  endZone: 'America/Los_Angeles',
}

/** Updates an event without choosing an occurrence. */
export const editEvent = (user: TestUser, id: string, version: number, patch: Partial<EventFields>) =>
  as(user).run(updateEvent, { id, version, patch })

/** Reads the row of an event as a user. */
export const loadEventAs = async (user: TestUser, id: string) =>
  (await db.transaction((tx) => grant(tx, user, 'read', 'event', id))).row

/** Reads the changes of an event, the oldest first. */
export const listChangesOf = (id: string) =>
  db.select().from(changes).where(eq(changes.entityId, id)).orderBy(asc(changes.createdAt), asc(changes.op))

/** Expects that the columns which placements copy equal those of the event. */
export async function expectCopies(id: string, span: Span) {
  const { from, to } = boundsOf(span)
  const [event] = await db.select().from(events).where(eq(events.id, id))
  const rows = await db.select().from(placements).where(eq(placements.eventId, id))
  expect(rows.length).toBeGreaterThan(0)
  expect(event).toMatchObject({ spanFrom: new Date(from), spanTo: new Date(to) })
  for (const row of rows) {
    expect(row).toMatchObject({
      uid: event!.uid,
      spanFrom: new Date(from),
      spanTo: new Date(to),
      long: to - from > 31 * 86_400_000,
      deletedAt: event!.deletedAt,
    })
  }
}
