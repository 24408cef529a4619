import { expect, it } from 'vitest'
import type { CalendarObject } from '@/lib/calendar/event'
import { MONDAY, MONDAYS, openTestAccount } from './google.test.account'

const account = openTestAccount()

const popup = (minutes: number) => ({ method: 'popup', minutes })
const email = (minutes: number) => ({ method: 'email', minutes })

it.each([
  ['defaults', { useDefault: true }, null],
  ['none', { useDefault: false }, []],
  ['own ones, each time once', { useDefault: false, overrides: [email(60), popup(10), popup(60)] }, [10, 60]],
])('reads reminders: %s', async (_, reminders, alarms) => {
  expect((await account.readStored({ ...MONDAY, id: 'event0', reminders })).alarms).toEqual(alarms)
})

it.each([
  ['own ones in place of defaults', { useDefault: true }, [10, 1440], [popup(10), popup(1440)]],
  ['none', { useDefault: true }, [], []],
  [
    'own ones, with the methods of those that exist',
    { useDefault: false, overrides: [email(60), popup(60), popup(10)] },
    [60, 5],
    [popup(5), email(60), popup(60)],
  ],
  [
    'as many as Google allows, of those that it allows',
    { useDefault: false, overrides: [email(1), popup(1)] },
    [-10, 1, 2, 3, 4, 5, 6, 50_000],
    [email(1), popup(2), popup(3), popup(4), popup(5)],
  ],
])('writes reminders: %s', async (_, reminders, alarms, overrides) => {
  await account.readStored({ ...MONDAY, id: 'event0', reminders })
  await account.edit('event0', {}, { alarms })
  expect(account.sent()).toEqual([['PATCH', 'event0', { reminders: { useDefault: false, overrides } }]])
})

it('resets the reminders of an event to the defaults', async () => {
  await account.readStored({
    ...MONDAY,
    id: 'event0',
    reminders: { useDefault: false, overrides: [popup(1)] },
  })
  await account.edit('event0', {}, { alarms: null })
  expect(account.store.get('event0').reminders).toEqual({ useDefault: true, overrides: [] })
})

it.each([[undefined], [[10]]])(
  'sends no reminders if an edit has %j, which keeps the stored ones',
  async (alarms) => {
    await account.readStored({
      ...MONDAY,
      id: 'event0',
      reminders: { useDefault: false, overrides: [email(10)] },
    })
    await account.edit('event0', { title: 'Dinner' }, alarms && { alarms })
    expect(account.sent()).toEqual([['PATCH', 'event0', { summary: 'Dinner' }]])
  },
)

it('changes the reminders of a series, and of its exceptions with the same reminders', async () => {
  const reminders = { useDefault: false, overrides: [email(10)] }
  await account.readStored({ ...MONDAYS, reminders }, [
    { id: 'series_20260309T080000Z', location: 'Church' },
    { id: 'series_20260316T080000Z', reminders: { useDefault: false, overrides: [popup(99)] } },
  ])
  await account.edit('series', {}, { alarms: [30] })
  expect(account.sent().map(([, id]) => id)).toEqual(['series', 'series_20260309T080000Z'])
  expect(account.store.get('series_20260309T080000Z').reminders?.overrides).toEqual([popup(30)])
  expect(account.store.get('series_20260316T080000Z').reminders?.overrides).toEqual([popup(99)])
})

it('creates an event with its reminders', async () => {
  const { content } = await account.readStored({ ...MONDAY, id: 'event0' })
  const { connector, calendar, store } = account
  const id = connector.idFor('key')
  const signal = new AbortController().signal
  const created = { ...content!, uid: 'x' }
  await connector.write(calendar, id, null, created, { notifies: false, alarms: [15], signal })
  expect(store.get(id).reminders).toEqual({ useDefault: false, overrides: [popup(15)] })
})

const second = 'series_20260309T080000Z'
const third = 'series_20260316T080000Z'

it('reads reminders of instances that differ from those of their series', async () => {
  const reminders = { useDefault: false, overrides: [email(10)] }
  const { alarms, occurrenceAlarms } = await account.readStored({ ...MONDAYS, reminders }, [
    { id: second, reminders: { useDefault: false, overrides: [popup(99), email(5)] } },
    { id: third, location: 'Church' },
    { id: 'series_20260323T080000Z', reminders: { useDefault: true, overrides: [] } },
  ])
  expect({ alarms, occurrenceAlarms }).toEqual({
    alarms: [10],
    occurrenceAlarms: { '2026-03-09T09:00:00': [5, 99] },
  })
})

it('changes the reminders of single occurrences, and of no others', async () => {
  await account.readStored(MONDAYS, [
    { id: second, reminders: { useDefault: false, overrides: [email(99)] } },
    { id: third, location: 'Church' },
  ])
  const occurrenceAlarms = { '2026-03-02T09:00:00': [], '2026-03-09T09:00:00': [99, 5] }
  await account.edit('series', {}, { occurrenceAlarms })
  const own = (...overrides: object[]) => ({ reminders: { useDefault: false, overrides } })
  expect(account.sent().toSorted()).toEqual([
    ['PATCH', 'series_20260302T080000Z', own()],
    ['PATCH', second, own(popup(5), email(99))],
  ])
})

it('resets the reminders of an occurrence to the new ones of its series', async () => {
  await account.readStored(MONDAYS, [
    { id: second, reminders: { useDefault: false, overrides: [email(99)] } },
  ])
  await account.edit('series', {}, { alarms: [30], occurrenceAlarms: {} })
  expect(account.store.get('series').reminders?.overrides).toEqual([popup(30)])
  expect(account.store.get(second).reminders?.overrides).toEqual([popup(30)])
})

it('creates a series with reminders of single occurrences', async () => {
  const { content } = await account.readStored(MONDAYS)
  const { connector, calendar, store } = account
  const id = connector.idFor('key')
  const occurrenceAlarms = { '2026-03-09T09:00:00': [5], '2026-03-10T09:00:00': [5] }
  const options = { notifies: false, alarms: [15], occurrenceAlarms, signal: new AbortController().signal }
  await connector.write(calendar, id, null, { ...content!, uid: 'x' }, options)
  expect(store.exceptionsOf(id).map((event) => [event.id, event.reminders?.overrides])).toEqual([
    [`${id}_20260309T080000Z`, [popup(5)]],
  ])
})

it('gives exceptions the new reminders of a series whose times change as well', async () => {
  const { content } = await account.readStored(MONDAYS, [{ id: second, location: 'Church' }])
  const span = { ...content!.span, end: '2026-03-02T11:00:00' } as CalendarObject['span']
  await account.edit('series', { span }, { alarms: [30] })
  expect(account.store.get(second)).toMatchObject({
    location: 'Church',
    reminders: { overrides: [popup(30)] },
  })
})
