import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { alarms, layers } from '@/db/schema/layers'
import { dueOf, startingIn } from '@/lib/jobs/alarms.test.due'
import { dispatch } from '@/lib/jobs/dispatch'
import { exportPage } from '@/lib/queries/export-rows'
import { checkEvents } from '@/lib/schemas/checked-events'
import { as, makeFamily } from '@/test/database/fixtures'
import { importEvents } from './import'
import { listStoredEvents, makeFileEvent, makeUid } from './import.test.file'
import { setEventAlarms } from './layers'

const makeValarm = (minutes: number) => [
  'valarm',
  [
    ['action', {}, 'text', 'DISPLAY'],
    ['trigger', {}, 'duration', `-PT${minutes}M`],
  ],
  [],
]
const VALARM = makeValarm(10)

it('imports the alarms of a file for the importing user only, and only with `withAlarms`', async () => {
  const { editor, calendar } = await makeFamily()
  const uid = makeUid()
  const { events } = await checkEvents([makeFileEvent(uid, { unknown: [VALARM] })])
  const parts = [{ calendarId: calendar, events }]
  await as(editor).run(importEvents, { parts })
  const [first] = await listStoredEvents(calendar)
  const alarmsOf = (id: string) => db.select().from(alarms).where(eq(alarms.eventId, id))
  expect(await alarmsOf(first!.event.id)).toEqual([])
  const other = await checkEvents([makeFileEvent(`${uid}-2`, { unknown: [VALARM] })])
  await as(editor).run(importEvents, {
    parts: [{ calendarId: calendar, events: other.events }],
    withAlarms: true,
  })
  const second = (await listStoredEvents(calendar)).find(({ event }) => event.uid === `${uid}-2`)!
  expect(await alarmsOf(second.event.id)).toMatchObject([
    { userId: editor.id, minutesBefore: 10, method: 'in-app', recurrenceId: null },
  ])
})

it('imports the alarms of existing events, and keeps those that the user has set by hand', async () => {
  const { editor, calendar } = await makeFamily()
  const uid = makeUid()
  const fromFile = async (name: string, minutes: number, sequence: number, withAlarms: boolean) => {
    const file = makeFileEvent(`${uid}-${name}`, { unknown: [makeValarm(minutes)] }, sequence)
    const { events } = await checkEvents([file])
    await as(editor).run(importEvents, { parts: [{ calendarId: calendar, events }], withAlarms })
    const stored = (await listStoredEvents(calendar)).find(({ event }) => event.uid === file.uid)!
    return stored.event.id
  }
  const minutesOf = async (id: string) =>
    (await db.select().from(alarms).where(eq(alarms.eventId, id))).map(({ minutesBefore }) => minutesBefore)

  const later = await fromFile('later', 10, 0, false)
  expect(await minutesOf(later)).toEqual([])
  await fromFile('later', 10, 0, true)
  expect(await minutesOf(later)).toEqual([10])
  await fromFile('later', 30, 1, true)
  expect(await minutesOf(later)).toEqual([30])
  await fromFile('later', 45, 2, false)
  expect(await minutesOf(later)).toEqual([30])

  const byHand = await fromFile('by hand', 10, 0, true)
  await as(editor).run(setEventAlarms, { id: byHand, alarms: [{ minutesBefore: 5, method: 'email' }] })
  await fromFile('by hand', 30, 1, true)
  expect(await minutesOf(byHand)).toEqual([5])

  const none = await fromFile('none', 10, 0, true)
  await as(editor).run(setEventAlarms, { id: none, alarms: [] })
  await fromFile('none', 30, 1, true)
  expect(await minutesOf(none)).toEqual([])
})

it('makes imported alarms of an existing event due', async () => {
  const { editor, calendar } = await makeFamily()
  const file = makeFileEvent(makeUid(), { unknown: [VALARM], span: startingIn(60) })
  const { events } = await checkEvents([file])
  const parts = [{ calendarId: calendar, events }]
  await as(editor).run(importEvents, { parts })
  await as(editor).run(importEvents, { parts, withAlarms: true })
  await dispatch()
  const [stored] = await listStoredEvents(calendar)
  const due = await dueOf(stored!.event.id)
  expect(due.filter(({ user }) => user === editor.id)).toMatchObject([{ trigger: '-10' }])
})

it('makes absolute alarms due for a new event that starts only in months', async () => {
  const { editor, calendar } = await makeFamily()
  const at = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 3_600_000).toISOString()
  const ownData = { recurrenceId: null, minutesBefore: null, at, method: 'in-app', allDay: false, order: 0 }
  const layer = { recurrenceId: null, color: null, busy: null, note: null, muted: false, hidden: false }
  const file = makeFileEvent(makeUid(), { span: startingIn(60 * 24 * 90) })
  const { events, refused } = await checkEvents([
    { ...file, own: { layers: [{ ...layer, ownAlarms: true }], alarms: [ownData] } },
  ])
  expect(refused).toEqual([])
  await as(editor).run(importEvents, { parts: [{ calendarId: calendar, events }] })
  await dispatch()
  const [stored] = await listStoredEvents(calendar)
  expect(await dueOf(stored!.event.id)).toMatchObject([{ user: editor.id, trigger: `at ${at}` }])
})

it('keeps a user’s alarms through export and import of an archive, also absolute alarms and an empty list', async () => {
  const { editor, viewer, calendar } = await makeFamily()
  const at = '2026-11-20T18:00:00.000Z'
  const { id } = await as(editor).createEvent({ calendarId: calendar, rules: ['FREQ=WEEKLY'] })
  const occurrence = '2026-11-28T09:00:00'
  await as(editor).run(setEventAlarms, { id, alarms: [{ at, method: 'email' }] })
  await as(editor).run(setEventAlarms, { id, occurrence, alarms: [] })
  const exportOwnData = async (userId: string) => {
    const calendars = [{ id: calendar, index: 0, level: 3 }]
    const [row] = await exportPage(db, { userId }, calendars, 0, {
      uid: '',
      id: '00000000-0000-0000-0000-000000000000',
    })
    return { layers: row!.layers, alarms: row!.alarms }
  }
  expect(await exportOwnData(viewer.id)).toEqual({ layers: [], alarms: [] })
  const uid = makeUid()
  const ownData = await exportOwnData(editor.id)
  const { events, refused } = await checkEvents([{ ...makeFileEvent(uid), own: ownData }])
  expect(refused).toEqual([])
  await as(editor).run(importEvents, { parts: [{ calendarId: editor.calendar, events }] })
  const copy = (await listStoredEvents(editor.calendar)).find(({ event }) => event.uid === uid)!
  expect(await db.select().from(alarms).where(eq(alarms.eventId, copy.event.id))).toMatchObject([
    { userId: editor.id, minutesBefore: null, at: new Date(at), method: 'email' },
  ])
  const stored = await db.select().from(layers).where(eq(layers.eventId, copy.event.id))
  expect(stored.map(({ recurrenceId, ownAlarms }) => [recurrenceId, ownAlarms])).toEqual(
    expect.arrayContaining([
      [null, true],
      [occurrence, true],
    ]),
  )
})
