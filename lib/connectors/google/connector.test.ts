import { afterEach, beforeEach, expect, it } from 'vitest'
import type { GoogleStub } from '@/test/servers/google-calendar/server'
import { CalendarStore } from '@/test/servers/google-calendar/store'
import type { ChangePage, Connector } from '../connector'
import { MONDAY, signal, startAccount } from './google.test.account'

const options = { notifies: false, signal }

let stub: GoogleStub
let store: CalendarStore
let connector: Connector
let issued: unknown[]
beforeEach(async () => {
  issued = []
  const onTokens = async (tokens: unknown) => void issued.push(tokens)
  ;({ stub, store, connector } = await startAccount({ onTokens }))
})
afterEach(async () => {
  await stub.close()
  expect(stub.violations).toEqual([])
})

async function onlyCalendar() {
  const [calendar] = await connector.listCalendars(signal)
  return calendar!
}

async function pullAll(cursor: string | null) {
  const pages: ChangePage[] = []
  for await (const page of connector.pull(await onlyCalendar(), cursor, signal)) pages.push(page)
  return {
    ids: pages.flatMap(({ changes }) => changes.map(({ id }) => id)),
    pages,
    cursor: pages.at(-1)!.cursor,
  }
}

it('lists calendars with the access of the account', async () => {
  stub.calendars.set('busy@example.org', {
    ...{ store: new CalendarStore('Mars/Olympus'), summary: '', accessRole: 'freeBusyReader', colorId: '1' },
  })
  expect(await connector.listCalendars(signal)).toMatchObject([
    { id: 'family@example.org', name: 'Family', zone: 'Europe/Berlin', access: 'write' },
    { id: 'busy@example.org', name: 'busy@example.org', zone: null, access: 'busy' },
  ])
})

it('reads all pages of a list, and takes the cursor from the last one', async () => {
  stub.pageSize = 2
  for (let index = 0; index < 5; index++) store.insert({ ...MONDAY, id: `event${index}` })
  const first = await pullAll(null)
  expect(first.ids).toHaveLength(5)
  expect(first.pages.map(({ cursor }) => cursor)).toEqual([null, null, String(store.revision)])
  store.delete('event3')
  expect((await pullAll(first.cursor)).ids).toEqual(['event3'])
})

it('reports an expired cursor', async () => {
  store.insert({ ...MONDAY, id: 'event0' })
  const { cursor } = await pullAll(null)
  store.oldestToken = 1000
  await expect(pullAll(cursor)).rejects.toMatchObject({ problem: 'cursor-expired' })
})

it('renews an expired access token, and passes on the new one', async () => {
  stub.tokens.clear()
  expect(await connector.listCalendars(signal)).toHaveLength(1)
  expect(issued).toMatchObject([{ access_token: expect.not.stringMatching('first') }])
})

it('asks for a new sign-in when the consent was withdrawn', async () => {
  stub.tokens.clear()
  stub.isRevoked = true
  await expect(connector.listCalendars(signal)).rejects.toMatchObject({ problem: 'sign-in-needed' })
})

it('refuses to write over a version that it has not read', async () => {
  const calendar = await onlyCalendar()
  store.insert({ ...MONDAY, id: 'event0', summary: 'Dinner' })
  const state = (await connector.read(calendar, 'event0', signal))!
  const { content } = connector.toObject(calendar, state)
  store.patch('event0', { summary: 'Supper' })
  const edited = { ...content!, uid: 'x', location: 'Home' }
  await expect(connector.write(calendar, 'event0', state, edited, options)).rejects.toMatchObject({
    problem: 'stale',
  })
  const fresh = (await connector.read(calendar, 'event0', signal))!
  await connector.write(
    calendar,
    'event0',
    fresh,
    { ...connector.toObject(calendar, fresh).content!, uid: 'x', location: 'Home' },
    options,
  )
  expect(store.get('event0')).toMatchObject({ summary: 'Supper', location: 'Home' })
})

it('keeps fields that Kinday does not know', async () => {
  const calendar = await onlyCalendar()
  const conference = {
    conferenceData: { conferenceId: 'abc' },
    attachments: [{ fileUrl: 'https://example.org' }],
  }
  store.insert({ ...MONDAY, ...conference, id: 'event0', summary: 'Dinner' })
  const state = (await connector.read(calendar, 'event0', signal))!
  const { content } = connector.toObject(calendar, state)
  await connector.write(calendar, 'event0', state, { ...content!, uid: 'x', title: 'Supper' }, options)
  expect(store.get('event0')).toMatchObject({ ...conference, summary: 'Supper' })
})

it('reports that an event exists when the answer to its creation was lost', async () => {
  const calendar = await onlyCalendar()
  store.insert({ ...MONDAY, id: 'event0', summary: 'Dinner' })
  const { content } = connector.toObject(calendar, (await connector.read(calendar, 'event0', signal))!)
  const id = connector.idFor('key')
  stub.fault = ({ method }) => (method === 'POST' ? 'lost' : undefined)
  const create = () => connector.write(calendar, id, null, { ...content!, uid: 'x' }, options)
  await expect(create()).rejects.toMatchObject({ problem: 'unreachable' })
  stub.fault = () => undefined
  await expect(create()).rejects.toMatchObject({ problem: 'exists' })
  expect(connector.toObject(calendar, (await connector.read(calendar, id, signal))!)).toMatchObject({
    uid: 'x',
    content: { title: 'Dinner' },
  })
})
