import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { answers } from '@/db/schema/answers'
import { events } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import type { CalendarObject } from '@/lib/calendar/event'
import { NO_TEXTS } from '@/lib/calendar/event-fields'
import { readLines } from '@/lib/calendar/server/ical/testing'
import { checkEvents } from '@/lib/schemas/checked-events'
import { as, type Family, hour, insertCalendar, makeFamily, type TestUser } from '@/test/database/fixtures'
import { answerEvent } from './answers'
import { updateEvent } from './events'
import { importEvents } from './import'
import { undo } from './undo'

type Content = CalendarObject

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const content = (title: string, more: Partial<Content> = {}): Content => ({
  kind: 'event',
  status: 'confirmed',
  ...NO_TEXTS,
  title,
  color: null,
  visibility: 'default',
  busy: true,
  done: false,
  span: hour('2026-11-21'),
  recurrence: null,
  overrides: {},
  attendees: [],
  unknown: [],
  ...more,
})

const event = (uid: string, more: Partial<Content> = {}, sequence = 0) => ({
  uid,
  sequence,
  content: content(uid, more),
})

const guest = { userId: null, email: 'guest@example.org', name: 'A guest', status: 'accepted' } as const

async function imports(user: TestUser, calendarId: string, list: ReturnType<typeof event>[]) {
  const { events, refused } = await checkEvents(list)
  expect(refused).toEqual([])
  return as(user).run(importEvents, { parts: [{ calendarId, events }] })
}

/** Reads the events of a calendar that are not in the trash. */
const stored = (calendarId: string) =>
  db
    .select({ event: events, long: placements.long })
    .from(events)
    .innerJoin(placements, eq(placements.eventId, events.id))
    .where(sql`calendar_id = ${calendarId} and placements.deleted_at is null`)
    .orderBy(events.uid)

const answersTo = (eventId: string) => db.select().from(answers).where(eq(answers.eventId, eventId))

const uid = () => `${crypto.randomUUID()}@elsewhere`

describe('importing a newer file', () => {
  it('matches a series that the file changes permanently', async () => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const id = uid()
    const change = (day: string) =>
      `BEGIN:VEVENT\nUID:${id}\nRECURRENCE-ID;RANGE=THISANDFUTURE:${day}T090000\nDTSTART:${day}T110000\nSUMMARY:${day}\nEND:VEVENT`
    const master = `BEGIN:VEVENT\nUID:${id}\nDTSTART:20261107T090000\nRRULE:FREQ=WEEKLY\nEXDATE:20261205T090000\nEND:VEVENT`
    const read = async () =>
      (await readLines([master, change('20261121'), change('20261219')].join('\n'))).events
    expect((await imports(family.editor, calendar, await read())).result).toMatchObject({ created: 3 })
    expect((await imports(family.editor, calendar, await read())).result).toMatchObject({ unchanged: 3 })
  })

  it('applies a newer file and ignores an older one', async () => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const id = uid()
    await imports(family.editor, calendar, [event(id, { title: 'second', attendees: [guest] }, 2)])
    const older = await imports(family.editor, calendar, [event(id, { title: 'first' }, 1)])
    expect(older.result).toMatchObject({ skipped: 1, changed: 0 })
    const declined = { ...guest, status: 'declined' } as const
    const newer = await imports(family.editor, calendar, [
      event(id, { title: 'third', attendees: [declined], span: hour('2026-12-01') }, 5),
    ])
    expect(newer.result).toMatchObject({ changed: 1 })
    const [row] = await stored(calendar)
    expect(row!.event).toMatchObject({
      title: 'third',
      sequence: 5,
      version: 2,
      startWall: '2026-12-01T09:00:00',
    })
    expect(await answersTo(row!.event.id)).toMatchObject([
      { status: 'declined', givenFor: hour('2026-12-01') },
    ])
    await as(family.editor).run(undo, { changeset: newer.changeset! })
    const [back] = await stored(calendar)
    expect(back!.event).toMatchObject({ title: 'second', startWall: '2026-11-21T09:00:00' })
    expect(await answersTo(row!.event.id)).toMatchObject([
      { status: 'accepted', givenFor: hour('2026-11-21') },
    ])
  })

  it('takes the answers of a newer file, except of attendees who have answered here', async () => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const eventUid = uid()
    const viewer = {
      ...event(eventUid, {
        attendees: [guest, { ...guest, email: null, name: 'Viewer', status: 'needs-action' }],
      }),
    }
    viewer.content.unknown = [
      ['attendee', { cn: 'Viewer', partstat: 'NEEDS-ACTION' }, 'cal-address', `urn:uuid:${family.viewer.id}`],
    ]
    await imports(family.editor, calendar, [viewer])
    const [row] = await stored(calendar)
    const { id } = row!.event
    await as(family.viewer).run(answerEvent, { id, version: 1, status: 'tentative' })
    const again = structuredClone(viewer)
    again.sequence = 3
    for (const person of again.content.attendees) person.status = 'declined'
    expect((await imports(family.editor, calendar, [again])).result).toMatchObject({ changed: 1 })
    const after = await answersTo(id)
    expect(after.find(({ email }) => email === guest.email)).toMatchObject({ status: 'declined' })
    expect(after.find(({ userId }) => userId)).toMatchObject({ status: 'tentative', source: 'app' })
    expect((await imports(family.editor, calendar, [again])).result).toMatchObject({ unchanged: 1 })
  })

  it('keeps local edits', async () => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const file = [event(uid(), { title: 'theirs' }, 3)]
    await imports(family.editor, calendar, file)
    const [row] = await stored(calendar)
    await as(family.owner).run(updateEvent, { id: row!.event.id, version: 1, patch: { title: 'ours' } })
    const again = await imports(family.editor, calendar, file)
    expect(again.result).toMatchObject({ unchanged: 1 })
    expect((await stored(calendar))[0]!.event.title).toBe('ours')
  })
})
