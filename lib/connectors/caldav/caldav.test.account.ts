import { afterEach, beforeEach, expect } from 'vitest'
import type { CalendarObject } from '@/lib/calendar/event'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { type CaldavStub, startCaldav } from '@/test/servers/caldav/server'
import type { ChangePage, Connector, RemoteObject, WriteOptions } from '../connector'
import type { CaldavAccess } from './requests'

export const signal = new AbortController().signal

/** An account of a stub with one calendar, for each test. */
export interface TestAccount {
  stub: CaldavStub
  connector: Connector
  calendar: RemoteCalendar
  access: CaldavAccess
  /** Reads an object that another program has stored. */
  readStored(ics: string): Promise<RemoteObject>
  /** Reads an object, changes it, and writes it. Returns its text at the server. */
  edit(change: Partial<CalendarObject>, options?: Partial<WriteOptions>): Promise<string>
  pull(cursor?: string | null): Promise<{ ids: string[]; pages: ChangePage[]; cursor: string }>
}

export const NAME = 'event.ics'

/** Starts a stub before each test. Expects after each that all requests were valid. */
export function openTestAccount(connect: (access: CaldavAccess) => Connector): TestAccount {
  const account = {} as TestAccount
  beforeEach(async () => {
    account.stub = await startCaldav()
    account.access = { address: account.stub.url, username: 'anna', password: 'secret', timeoutMs: 10_000 }
    account.connector = connect(account.access)
    account.calendar = (await account.connector.listCalendars(signal))[0]!
    account.stub.requests.length = 0
  })
  afterEach(async () => {
    await account.stub.close()
    expect(account.stub.violations).toEqual([])
  })
  account.readStored = async (ics) => {
    const { stub, connector, calendar } = account
    stub.store.put(NAME, ics)
    return connector.toObject(calendar, (await connector.read(calendar, NAME, signal))!)
  }
  account.edit = async (change, options = {}) => {
    const { connector, calendar, stub } = account
    const state = (await connector.read(calendar, NAME, signal))!
    const { uid, content } = connector.toObject(calendar, state)
    stub.requests.length = 0
    const edited = { ...content!, ...change, uid }
    await connector.write(calendar, NAME, state, edited, { notifies: true, signal, ...options })
    return stub.store.objects.get(NAME)!.ics
  }
  account.pull = async (cursor = null) => {
    const pages: ChangePage[] = []
    for await (const page of account.connector.pull(account.calendar, cursor, signal)) pages.push(page)
    const ids = pages.flatMap(({ changes }) => changes.map(({ id }) => id))
    return { ids, pages, cursor: pages.at(-1)!.cursor! }
  }
  return account
}

/** Returns an object with VEVENTs, each given by its lines. */
export function objectText(...events: string[][]): string {
  const components = events.flatMap((lines) => ['BEGIN:VEVENT', 'UID:dinner', ...lines, 'END:VEVENT'])
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Other//EN', ...components, 'END:VCALENDAR', ''].join(
    '\r\n',
  )
}

/** The times of an hour on Monday, 2 March 2026. */
export const MONDAY = [
  'DTSTART;TZID=Europe/Berlin:20260302T090000',
  'DTEND;TZID=Europe/Berlin:20260302T100000',
]

/** Returns the lines of one text that another lacks. */
export function added(from: string, to: string): string[] {
  const known = from.split('\r\n')
  return to.split('\r\n').filter((line) => !known.includes(line))
}

/** Returns a response with rows, given as XML. */
export function multistatus(rows: string) {
  return { status: 207, body: `<multistatus xmlns="DAV:">${rows}</multistatus>` }
}
