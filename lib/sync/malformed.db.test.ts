import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { createEvent, deleteEvent } from '@/lib/commands/events'
import type { Connector } from '@/lib/connectors/connector'
import { signal } from '@/lib/connectors/google/google.test.account'
import { as, hour, makeUser } from '@/test/database/fixtures'
import { syncBinding } from './run'
import { StorageLimit } from './stored-size'
import {
  entriesOf,
  eventsIn,
  linksOfBinding,
  makeRemoteEvent,
  makeSyncedAccount,
  runsOf,
} from './sync.test.account'

/** Fields that Google never returns, or that the database cannot store. */
const MALFORMED: object[] = [
  { summary: 'a\0b', colorId: '\0', extendedProperties: { private: { 'x\0': '\0' } } },
  { summary: 'a\ud800', htmlLink: '\ud800' },
  { summary: '😀'.repeat(5000), description: `x${'😀'.repeat(20_000)}` },
  { summary: 5, description: { a: 1 } },
  { start: { dateTime: '99999-12-31T23:59:59Z' } },
  { start: { date: '2026-02-31' }, end: {} },
  { start: { dateTime: '2026-01-01T10:00:00', timeZone: '\0/x' } },
  { attendees: [{ email: 5 }, null] },
  { attendees: { email: 'a@example.org' } },
  { attendees: Array.from({ length: 6000 }, (_, n) => ({ email: `a${n}@example.org` })) },
  { recurrence: ['RRULE:FREQ=SECONDLY;COUNT=999999999', 'EXDATE:99999999', 'X\0'] },
  { recurrence: [5] },
  { iCalUID: null },
  { reminders: { useDefault: false, overrides: [{ minutes: 1e12 }, { minutes: -5 }, { minutes: 'x' }] } },
  { reminders: { useDefault: false, overrides: [null] } },
  { conferenceData: { entryPoints: [null] } },
]

it('syncs a calendar of which some objects are malformed', async () => {
  const { store, sync, calendar } = await makeSyncedAccount()
  for (const [index, fields] of MALFORMED.entries()) {
    store.insert(makeRemoteEvent(`object${index}`))
    Object.assign(store.events.get(`object${index}`)!.event, fields)
  }
  store.insert(makeRemoteEvent('dinner'))
  expect(await sync()).toEqual({ hasChanged: true, outcome: 'done' })
  expect(await sync()).toEqual({ hasChanged: false, outcome: 'done' })
  const titles = (await eventsIn(calendar)).map(({ title }) => title)
  expect(titles).toEqual(expect.arrayContaining(['dinner', 'ab', 'a']))
})

it('skips and logs objects that are too large to store, at every read of the whole calendar', async () => {
  const { store, sync, calendar, binding } = await makeSyncedAccount()
  const insert = (id: string, fields: object = {}) => {
    store.insert(makeRemoteEvent('template'))
    const stored = store.events.get('template')!
    store.events.delete('template')
    const event = { ...stored.event, ...fields, id, iCalUID: `${id}@google.com` }
    store.events.set(id, { ...stored, event })
    return event
  }
  const random = (bytes: number) => randomBytes(bytes / 2).toString('hex')
  insert(`long${random(65_536)}`)
  insert('zero\0')
  insert('uid').iCalUID = random(65_536)
  insert('text', { description: random(2 ** 20), summary: random(100_000), location: random(100_000) })
  insert('guests', { attendees: Array.from({ length: 5000 }, (_, n) => ({ email: `a${n}@example.org` })) })
  insert('dinner')
  await sync()
  store.oldestToken = store.revision + 1
  store.revision += 2
  await sync()
  expect(await sync()).toEqual({ hasChanged: false, outcome: 'done' })
  const entries = await entriesOf((await runsOf(binding))[0]!.id)
  expect(entries.filter(({ op }) => op === 'skipped')).toMatchObject(Array(2).fill({ reason: 'invalid' }))
  const uids = (await eventsIn(calendar)).map(({ uid }) => uid).sort()
  expect(uids).toEqual(['dinner', 'guests', 'text'].map((id) => `${id}@google.com`))
})

it('keeps the event of an object that becomes too large to store, and continues once it is smaller', async () => {
  const { store, sync, calendar, binding } = await makeSyncedAccount()
  const weekly = { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'] }
  store.insert(makeRemoteEvent('dinner', weekly))
  await sync()
  store.patch('dinner', { description: 'x'.repeat(5 * 1024 * 1024), summary: 'Supper' })
  store.insert(makeRemoteEvent('large', { description: 'x'.repeat(5 * 1024 * 1024) }))
  await sync()
  expect((await eventsIn(calendar)).map(({ title }) => title)).toEqual(['dinner'])
  expect(await linksOfBinding(binding)).toMatchObject([
    { remoteId: 'dinner', skipped: null, state: { isOversized: true } },
    { remoteId: 'large', skipped: 'too-large', state: { isOversized: true } },
  ])
  const entries = await entriesOf((await runsOf(binding)).at(-1)!.id)
  expect(entries).toMatchObject([
    { title: 'dinner', op: 'skipped', reason: 'too-large' },
    { title: '', op: 'skipped', reason: 'too-large' },
  ])
  expect(await sync()).toEqual({ hasChanged: false, outcome: 'done' })
  store.patch('dinner', { description: 'short' })
  store.patch('large', { description: 'short' })
  await sync()
  expect((await eventsIn(calendar)).map(({ title }) => title)).toEqual(['Supper', 'large'])
})

it('limits the storage of the remote objects of a user', async () => {
  const { user, store, sync } = await makeSyncedAccount()
  store.insert(makeRemoteEvent('dinner', { description: randomBytes(3000).toString('hex') }))
  await sync()
  const objects = [{ state: { raw: 'x' } }]
  const reserve = ({ id }: { id: string }) => new StorageLimit(id, 3000).reserve(objects)
  await expect(reserve(user)).rejects.toMatchObject({ problem: 'too-much-data' })
  await expect(new StorageLimit(user.id, 3000).reserve([{ state: null }])).resolves.toBeUndefined()
  await expect(reserve(await makeUser())).resolves.toBeUndefined()
})

it('goes on when an event was deleted whose object is no longer readable, and deletes it once it is again', async () => {
  const { user, store, calendar, binding, connector } = await makeSyncedAccount()
  let isBroken = false
  const sync = () => syncBinding(binding, broken, signal)
  const broken: Connector = {
    ...connector,
    toObject(remote, state) {
      if (isBroken && JSON.stringify(state).includes('dinner')) throw new Error('unreadable')
      return connector.toObject(remote, state)
    },
  }
  store.insert(makeRemoteEvent('dinner'))
  await sync()
  const [event] = await eventsIn(calendar)
  isBroken = true
  await as(user).run(deleteEvent, { id: event!.id, version: event!.version })
  await as(user).run(createEvent, { calendarId: calendar, title: 'Lunch', span: hour('2026-03-05') })
  for (const _ of [1, 2]) expect(await sync()).toMatchObject({ outcome: 'done' })
  const present = () =>
    [...store.events.values()].flatMap(({ event }) => (event.status === 'cancelled' ? [] : event.summary))
  expect(present()).toEqual(['dinner', 'Lunch'])
  const entries = (await Promise.all((await runsOf(binding)).map(({ id }) => entriesOf(id)))).flat()
  expect(entries.filter(({ op }) => op === 'refused')).toMatchObject([
    { direction: 'out', reason: 'invalid' },
  ])
  isBroken = false
  await sync()
  expect(present()).toEqual(['Lunch'])
})

it('keeps an event whose start is no longer readable, and logs that once', async () => {
  const { store, sync, calendar, binding } = await makeSyncedAccount()
  store.insert(makeRemoteEvent('dinner'))
  await sync()
  store.patch('dinner', { description: 'x' })
  Object.assign(store.events.get('dinner')!.event, { start: { date: '2026-02-31' } })
  for (const _ of [1, 2]) await sync()
  expect((await eventsIn(calendar)).map(({ title }) => title)).toEqual(['dinner'])
  const entries = (await Promise.all((await runsOf(binding)).map(({ id }) => entriesOf(id)))).flat()
  expect(entries.filter(({ op }) => op === 'skipped')).toMatchObject([{ title: 'dinner', reason: 'invalid' }])
})
