import { afterEach, beforeEach, expect } from 'vitest'
import type { CalendarObject } from '@/lib/calendar/event'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { type MicrosoftStub, startMicrosoftGraph } from '@/test/servers/microsoft-graph/server'
import { EventStore } from '@/test/servers/microsoft-graph/store'
import type { Connector, RemoteObject, WriteOptions } from '../connector'
import { editObject, writesOf } from '../edit-object.test.account'
import { microsoftConnector } from '.'
import type { GraphEvent } from './event'
import type { MicrosoftAccess } from './requests'

export const signal = new AbortController().signal

export const CALENDAR_ID = 'AQMkCalendar='
export const OWNER = 'anna@example.org'

/** An account of a stub of Graph with one calendar, for each test. */
export interface TestAccount {
  stub: MicrosoftStub
  store: EventStore
  connector: Connector
  connect(changed?: Partial<MicrosoftAccess>): Connector
  calendar: RemoteCalendar
  /** Stores an event, and reads it with the connector. */
  readStored(event: GraphEvent): Promise<RemoteObject & { id: string }>
  /** Reads an event, changes it, and writes it. */
  edit(id: string, change: Partial<CalendarObject>, options?: Partial<WriteOptions>): Promise<void>
  /** Bodies of the requests that changed something, with their methods and the last parts of their paths. */
  sent(): [method: string, name: string, body: unknown][]
}

/** Starts a stub with one calendar, and a connector of it. */
export async function startAccount(options: Partial<MicrosoftAccess> = {}) {
  const stub = await startMicrosoftGraph()
  const store = new EventStore(OWNER)
  stub.calendars.set(CALENDAR_ID, {
    store,
    name: 'Calendar',
    color: 'lightGreen',
    canEdit: true,
    isDefault: true,
  })
  stub.tokens.add('first')
  const connect = (changed: Partial<MicrosoftAccess> = {}) =>
    microsoftConnector({
      ...{ clientId: stub.client.id, clientSecret: stub.client.secret, endpoints: stub.endpoints },
      tokens: {
        access_token: 'first',
        refresh_token: stub.client.secret,
        expiry_date: Date.now() + 3_600_000,
      },
      onTokens: async () => {},
      timeoutMs: 5000,
      ...options,
      ...changed,
    })
  return { stub, store, connector: connect(), connect }
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
  account.readStored = async (event) => {
    const { store, connector, calendar } = account
    const { id } = store.insert(event)
    const object = connector.toObject(calendar, (await connector.read(calendar, id!, signal))!)
    return { ...object, id: id! }
  }
  account.edit = (id, change, options) => editObject(account, id, change, options)
  account.sent = () => writesOf(account)
  return account
}

const zoned = (dateTime: string) => ({ dateTime, timeZone: 'W. Europe Standard Time' })

/** Times of an event on Monday, 2 March 2026. */
export const MONDAY: GraphEvent = {
  subject: 'Choir',
  start: zoned('2026-03-02T09:00:00'),
  end: zoned('2026-03-02T10:00:00'),
}

/** A series on Mondays. */
export const MONDAYS: GraphEvent = {
  ...MONDAY,
  recurrence: {
    pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday'], firstDayOfWeek: 'sunday' },
    range: {
      ...{ type: 'numbered', startDate: '2026-03-02', numberOfOccurrences: 4 },
      recurrenceTimeZone: 'W. Europe Standard Time',
    },
  },
}
