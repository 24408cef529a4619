import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { links } from '@/db/schema/connections'
import { createEvent, updateEvent } from '@/lib/commands/events'
import { setEventAlarms } from '@/lib/commands/layers'
import { ObjectExistsError } from '@/lib/connectors/connector'
import type { GoogleEvent } from '@/lib/connectors/google/event'
import { signal } from '@/lib/connectors/google/google.test.account'
import { as, hour } from '@/test/database/fixtures'
import { syncBinding } from './run'
import {
  eventsIn,
  linksOfBinding,
  makeRemoteEvent,
  makeSyncedAccount,
  type SyncedAccount,
} from './sync.test.account'

let account: SyncedAccount

/** Ways in which a provider may store something else than what it was sent. */
const STORED_AS: Record<string, (body: GoogleEvent) => GoogleEvent> = {
  'another title': ({ summary = '', ...body }) => ({ ...body, summary: summary.toUpperCase() }),
  'HTML with other line ends': ({ description = '', ...body }) => ({
    ...body,
    description: `<p>${description.replaceAll('\n', '<br>\r\n')} </p>`,
  }),
  'text without emoji': ({ location = '', ...body }) => ({ ...body, location: location.replace(/\W+$/, '') }),
  'another time zone': ({ start, end, ...body }) => ({
    ...body,
    ...(start && { start: { ...start, timeZone: 'Europe/Busingen' } }),
    ...(end && { end: { ...end, timeZone: 'Europe/Busingen' } }),
  }),
  'no color': (body) => ({ ...body, colorId: null }),
  'other reminders': (body) => ({
    ...body,
    reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 30 }] },
  }),
}

/** Stores writes in another form, and answers with a field that lists do not have. */
function normalize(change: (body: GoogleEvent) => GoogleEvent): void {
  const { stub, store } = account
  stub.fault = ({ method, path, headers, body }) => {
    if (method !== 'POST' && method !== 'PATCH') return undefined
    const id = decodeURIComponent(path.split('/').at(-1)!)
    const changed = change(body as GoogleEvent)
    const stored = method === 'POST' ? store.insert(changed) : store.patch(id, changed, headers['if-match'])
    return { status: 200, body: { ...stored, kind: 'calendar#event' } }
  }
}

async function writesOf(runs: number): Promise<number> {
  account.stub.requests.length = 0
  for (let run = 0; run < runs; run++) await account.sync()
  return account.stub.requests.filter(({ method }) => method !== 'GET').length
}

it.each(Object.entries(STORED_AS))('sends a change once to a provider that stores %s', async (_, change) => {
  account = await makeSyncedAccount()
  const { user, calendar, binding } = account
  normalize(change)
  await as(user).run(createEvent, {
    ...{ calendarId: calendar, title: 'dinner', span: hour('2026-03-05'), color: 'teal' },
    ...{ description: 'First line\nsecond line', location: 'Home 🏡' },
  })
  await writesOf(1)
  expect(await writesOf(3)).toBe(0)
  const { id, version } = (await eventsIn(calendar))[0]!
  await as(user).run(updateEvent, { id, version, patch: { url: 'https://example.org/menu' } })
  await as(user).run(setEventAlarms, { id, alarms: [{ minutesBefore: 5, method: 'push' }] })
  // As the consumer of changes does.
  await db.update(links).set({ isDirty: true }).where(eq(links.bindingId, binding))
  expect(await writesOf(1)).toBeGreaterThan(0)
  expect(await writesOf(3)).toBe(0)
})

it('links the object that has the UID of a new event under another id, and merges both', async () => {
  const { user, calendar, binding, store, connector } = await makeSyncedAccount()
  const create = (title: string) =>
    as(user).run(createEvent, { calendarId: calendar, title, span: hour('2026-03-05') })
  const { result } = await create('Dinner')
  const [event] = await eventsIn(calendar)
  const write: typeof connector.write = async (remote, id, state, ...others) => {
    if (state) return connector.write(remote, id, state, ...others)
    if (!store.events.has('there'))
      store.insert(makeRemoteEvent('there', { iCalUID: event!.uid, location: 'Home' }, 5))
    throw new ObjectExistsError('there')
  }
  await syncBinding(binding, { ...connector, write }, signal)
  expect(await linksOfBinding(binding)).toMatchObject([
    { remoteId: 'there', eventId: result.id, pending: null },
  ])
  expect(await eventsIn(calendar)).toMatchObject([{ id: result.id, location: 'Home' }])
  await create('Other')
  await syncBinding(binding, { ...connector, write }, signal)
  expect((await linksOfBinding(binding)).map(({ skipped }) => skipped).sort()).toEqual([null, 'refused'])
  expect(store.events.size).toBe(1)
})
