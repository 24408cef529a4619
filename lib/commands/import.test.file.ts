import { eq, sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { db } from '@/db/client'
import { answers } from '@/db/schema/answers'
import { events } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import type { CalendarObject } from '@/lib/calendar/event'
import { DEFAULT_GUEST_OPTIONS, NO_TEXTS } from '@/lib/calendar/event-fields'
import { checkEvents } from '@/lib/schemas/checked-events'
import { as, hour, type TestUser } from '@/test/database/fixtures'
import { importEvents } from './import'

/** An attendee without an account who accepted. */
export const GUEST = {
  userId: null,
  email: 'guest@example.org',
  name: 'A guest',
  status: 'accepted',
} as const

/** Returns an event as read from a file. Its title is the UID by default. */
export const makeFileEvent = (uid: string, fields: Partial<CalendarObject> = {}, sequence = 0) => ({
  uid,
  sequence,
  content: makeContent(uid, fields),
})

/** Imports valid events into a calendar. */
export async function importFileEvents(
  user: TestUser,
  calendarId: string,
  list: ReturnType<typeof makeFileEvent>[],
) {
  const { events, refused } = await checkEvents(list)
  expect(refused).toEqual([])
  return as(user).run(importEvents, { parts: [{ calendarId, events }] })
}

/** Reads the events of a calendar that are not in the trash. */
export const listStoredEvents = (calendarId: string) =>
  db
    .select({ event: events, long: placements.long })
    .from(events)
    .innerJoin(placements, eq(placements.eventId, events.id))
    .where(sql`calendar_id = ${calendarId} and placements.deleted_at is null`)
    .orderBy(events.uid)

/** Reads the stored answers to an event. */
export const listAnswers = (eventId: string) => db.select().from(answers).where(eq(answers.eventId, eventId))

/** Returns a UID that no other event has. */
export const makeUid = () => `${crypto.randomUUID()}@elsewhere`

const makeContent = (title: string, fields: Partial<CalendarObject>): CalendarObject => ({
  kind: 'event',
  status: 'confirmed',
  ...NO_TEXTS,
  ...DEFAULT_GUEST_OPTIONS,
  title,
  color: null,
  visibility: 'default',
  busy: true,
  done: false,
  span: hour('2026-11-21'),
  recurrence: null,
  overrides: {},
  attendees: [],
  unknown: [],
  ...fields,
})
