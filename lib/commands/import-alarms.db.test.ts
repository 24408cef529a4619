import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { alarms } from '@/db/schema/layers'
import { checkEvents } from '@/lib/schemas/checked-events'
import { as, makeFamily } from '@/test/database/fixtures'
import { importEvents } from './import'
import { listStoredEvents, makeFileEvent, makeUid } from './import.test.file'

const VALARM = [
  'valarm',
  [
    ['action', {}, 'text', 'DISPLAY'],
    ['trigger', {}, 'duration', '-PT10M'],
  ],
  [],
]

it('gives the alarms of a file to the user who imports it, if they want them, and to nobody else', async () => {
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
