import { afterEach, beforeEach, expect } from 'vitest'
import type { CalendarObject } from '@/lib/calendar/event'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { type GoogleStub, startGoogleCalendar } from '@/test/servers/google-calendar/server'
import { CalendarStore } from '@/test/servers/google-calendar/store'
import type { Connector, RemoteObject, WriteOptions } from '../connector'
import { editObject, writesOf } from '../edit-object.test.account'
import { googleConnector } from '.'
import type { GoogleEvent } from './event'
import type { GoogleAccess } from './requests'

export const signal = new AbortController().signal

export const CALENDAR_ID = 'family@example.org'

/** An account of a stub of Google with one calendar, for each test. */
export interface TestAccount {
  stub: GoogleStub
  store: CalendarStore
  connector: Connector
  connect(changed?: Partial<GoogleAccess>): Connector
  calendar: RemoteCalendar
  /** Stores an event at Google, and reads it with the connector. */
  readStored(event: GoogleEvent & { id: string }, instances?: GoogleEvent[]): Promise<RemoteObject>
  /** Reads an event, changes it, and writes it. */
  edit(id: string, change: Partial<CalendarObject>, options?: Partial<WriteOptions>): Promise<void>
  /** Bodies of the requests that changed events, with their methods and the ids of the events. */
  sent(): [method: string, id: string, body: unknown][]
}

/** Starts a stub with one calendar, and a connector of it. */
export async function startAccount(options: Partial<GoogleAccess> = {}) {
  const stub = await startGoogleCalendar()
  const store = new CalendarStore('Europe/Berlin')
  stub.calendars.set(CALENDAR_ID, { store, summary: 'Family', accessRole: 'owner', colorId: '7' })
  stub.tokens.add('first')
  const connect = (changed: Partial<GoogleAccess> = {}) =>
    googleConnector({
      ...{ clientId: stub.client.id, clientSecret: stub.client.secret },
      tokens: { access_token: 'first', refresh_token: 'refresh', expiry_date: Date.now() + 3_600_000 },
      onTokens: async () => {},
      endpoints: { rootUrl: stub.url, tokenUrl: `${stub.url}token` },
      timeoutMs: 2000,
      ...options,
      ...changed,
    })
  return { stub, store, connect, connector: connect() }
}

/** Starts a stub before each test. Expects after each that all requests were valid. */
export function openTestAccount(): TestAccount {
  const account = {} as TestAccount
  beforeEach(async () => {
    Object.assign(account, await startAccount())
    account.calendar = (await account.connector.listCalendars(signal))[0]!
  })
  afterEach(async () => {
    await account.stub.close()
    expect(account.stub.violations).toEqual([])
  })
  account.readStored = async (event, instances = []) => {
    const { store, connector, calendar } = account
    store.insert(event)
    for (const { id, ...body } of instances)
      body.status === 'cancelled' ? store.delete(id!) : store.patch(id!, body)
    return connector.toObject(calendar, (await connector.read(calendar, event.id, signal))!)
  }
  account.edit = (id, change, options) => editObject(account, id, change, options)
  account.sent = () => writesOf(account)
  return account
}

/** Times of an event on Monday, 2 March 2026. */
export const MONDAY = {
  start: { dateTime: '2026-03-02T09:00:00', timeZone: 'Europe/Berlin' },
  end: { dateTime: '2026-03-02T10:00:00', timeZone: 'Europe/Berlin' },
}

/** A series on Mondays. */
export const MONDAYS = {
  ...MONDAY,
  id: 'series',
  summary: 'Choir',
  recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'],
}
