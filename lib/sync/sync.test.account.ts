import { and, eq, isNull } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { onTestFinished } from 'vitest'
import { db } from '@/db/client'
import { bindings, connections, links, syncEntries, syncRuns } from '@/db/schema/connections'
import { events } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import { encryptCredentials } from '@/lib/access/credentials'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import type { Connector } from '@/lib/connectors/connector'
import { CALENDAR_ID, signal, startAccount } from '@/lib/connectors/google/google.test.account'
import { makeUser, type TestUser } from '@/test/database/fixtures'
import type { GoogleStub } from '@/test/servers/google-calendar/server'
import type { CalendarStore } from '@/test/servers/google-calendar/store'
import { syncBinding } from './run'

/** A user with a calendar that is synced with a calendar of a stub of Google. */
export interface SyncedAccount {
  user: TestUser
  calendar: string
  binding: string
  stub: GoogleStub
  store: CalendarStore
  connector: Connector
  remote: RemoteCalendar
  /** Syncs once. */
  sync(signal?: AbortSignal): ReturnType<typeof syncBinding>
}

/** Connects a calendar of a user with a new calendar at a stub of Google, which is closed at the end of the test. */
export async function makeSyncedAccount(
  options: Partial<typeof bindings.$inferInsert> & { user?: TestUser; account?: string } = {},
): Promise<SyncedAccount> {
  const { user = await makeUser(), account = user.email, ...fields } = options
  const { stub, store, connector } = await startAccount({ timeoutMs: 30_000 })
  onTestFinished(() => stub.close())
  const [remote] = await connector.listCalendars(signal)
  const [connection] = await db
    .insert(connections)
    .values({
      id: uuidv7(),
      userId: user.id,
      kind: 'google',
      account,
      ...encryptCredentials({}, 'test'),
    })
    .returning()
  const calendar = fields.calendarId ?? user.calendar
  const [binding] = await db
    .insert(bindings)
    .values({
      id: uuidv7(),
      ...{ connectionId: connection!.id, calendarId: calendar, remoteId: CALENDAR_ID, remote: remote! },
      direction: 'both',
      ...fields,
    })
    .returning()
  return {
    ...{ user, calendar, binding: binding!.id, stub, store, connector, remote: remote! },
    sync: (abortSignal = signal) => syncBinding(binding!.id, connector, abortSignal),
  }
}

/** Returns an event resource of Google Calendar's API: from 9:00 to 10:00 on a day of March 2026. */
export const makeRemoteEvent = (id: string, fields: object = {}, day = 2) => ({
  id,
  summary: id,
  start: { dateTime: `2026-03-${String(day).padStart(2, '0')}T09:00:00`, timeZone: 'Europe/Berlin' },
  end: { dateTime: `2026-03-${String(day).padStart(2, '0')}T10:00:00`, timeZone: 'Europe/Berlin' },
  ...fields,
})

/** Reads the events of a calendar that are not in the trash, sorted by title. */
export async function eventsIn(calendarId: string) {
  const rows = await db
    .select({ event: events })
    .from(events)
    .innerJoin(placements, eq(placements.eventId, events.id))
    .where(and(eq(placements.calendarId, calendarId), isNull(placements.deletedAt)))
    .orderBy(events.title)
  return rows.map(({ event }) => event)
}

export const linksOfBinding = (bindingId: string) =>
  db.select().from(links).where(eq(links.bindingId, bindingId)).orderBy(links.remoteId)

export const runsOf = (bindingId: string) =>
  db.select().from(syncRuns).where(eq(syncRuns.bindingId, bindingId)).orderBy(syncRuns.id)

export const entriesOf = (runId: string) =>
  db.select().from(syncEntries).where(eq(syncEntries.runId, runId)).orderBy(syncEntries.id)
