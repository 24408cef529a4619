import type { CalendarObject } from '@/lib/calendar/event'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import type { Connector, WriteOptions } from './connector'

/** The parts of an account of a stub that {@link editObject} and {@link writesOf} use. */
interface StubAccount {
  stub: { requests: { method: string; path: string; body: unknown }[] }
  connector: Connector
  calendar: RemoteCalendar
}

/** Reads an object, changes it, and writes it. The stub forgets the requests before the write. */
export async function editObject(
  { connector, calendar, stub }: StubAccount,
  id: string,
  change: Partial<CalendarObject>,
  options: Partial<WriteOptions> = {},
): Promise<void> {
  const { signal } = new AbortController()
  const state = (await connector.read(calendar, id, signal))!
  const { uid, content } = connector.toObject(calendar, state)
  stub.requests.length = 0
  const edited = { ...content!, ...change, uid }
  await connector.write(calendar, id, state, edited, { notifies: false, signal, ...options })
}

/** Returns the requests that have changed something: their methods, the last parts of their paths, and their bodies. */
export function writesOf({ stub }: StubAccount): [method: string, name: string, body: unknown][] {
  return stub.requests
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path, body }) => [method, path.split('/').at(-1)!, body])
}
