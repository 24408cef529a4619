import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { answers } from '@/db/schema/answers'
import { attendees } from '@/db/schema/attendees'
import { events } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import { readLines } from '@/lib/calendar/server/ical/testing'
import { checkEvents } from '@/lib/schemas/checked-events'
import { as, type Family, insertCalendar, makeFamily, type TestUser } from '@/test/database/fixtures'
import { deleteEvent, updateEvent } from './events'
import { importEvents } from './import'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const uid = () => `${crypto.randomUUID()}@elsewhere`

/** Imports a file with these lines, which do not include VCALENDAR. */
async function importLines(calendarId: string, lines: string, user: TestUser = family.editor) {
  const file = await readLines(lines, 'Europe/Berlin')
  const { events, refused } = await checkEvents(file.events)
  expect(refused).toEqual([])
  const { result } = await as(user).run(importEvents, { parts: [{ calendarId, events }] })
  return { result, notes: file.notes.map(({ code }) => code) }
}

const stored = async (calendarId: string) => {
  const rows = await db
    .select({ event: events })
    .from(events)
    .innerJoin(placements, eq(placements.eventId, events.id))
    .where(sql`calendar_id = ${calendarId} and placements.deleted_at is null`)
    .orderBy(events.startWall)
  return rows.map(({ event }) => event)
}

const makeCalendar = () => insertCalendar({ ownerGroupId: family.group })

const vevent = (id: string, lines: string) => `BEGIN:VEVENT\nUID:${id}\n${lines}\nEND:VEVENT`

/** Returns a weekly series as exported by Google Calendar. */
const series = (id: string, properties = 'SEQUENCE:0\nLAST-MODIFIED:20261101T100000Z') =>
  vevent(
    id,
    `DTSTAMP:20261101T100000Z\n${properties}\nDTSTART;TZID=Europe/Berlin:20261107T090000\nDTEND;TZID=Europe/Berlin:20261107T100000\nRRULE:FREQ=WEEKLY;BYDAY=SA\nSUMMARY:Training`,
  )

const instance = (id: string, lines: string, day = '20261121') =>
  vevent(id, `DTSTAMP:20261110T100000Z\nRECURRENCE-ID;TZID=Europe/Berlin:${day}T090000\n${lines}`)

const moved =
  'SEQUENCE:1\nDTSTART;TZID=Europe/Berlin:20261122T110000\nDTEND;TZID=Europe/Berlin:20261122T120000\nSUMMARY:Training'

describe('a file with single instances', () => {
  it('changes the instance that the file contains and keeps the rest of the series', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    await importLines(calendar, series(id))
    expect((await importLines(calendar, instance(id, moved))).result).toMatchObject({
      changed: 1,
      created: 0,
    })
    const [event, ...rest] = await stored(calendar)
    expect(rest).toEqual([])
    expect(event!.recurrence!.rules).toEqual(['FREQ=WEEKLY;BYDAY=SA'])
    expect(event!.overrides).toEqual({
      '2026-11-21T09:00:00': { span: expect.objectContaining({ start: '2026-11-22T11:00:00' }) },
    })
    expect((await importLines(calendar, instance(id, moved))).result).toMatchObject({
      unchanged: 1,
      changed: 0,
    })
  })

  it('cancels one instance by METHOD:CANCEL without DTSTART and STATUS', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    await importLines(calendar, series(id))
    const cancel = `METHOD:CANCEL\n${instance(id, 'SEQUENCE:1\nORGANIZER:mailto:a@example.org')}`
    expect((await importLines(calendar, cancel)).result).toMatchObject({ changed: 1 })
    const [event] = await stored(calendar)
    expect(event).toMatchObject({ status: 'confirmed', title: 'Training' })
    expect(event!.overrides).toEqual({ '2026-11-21T09:00:00': { status: 'cancelled' } })
  })

  it('cancels the whole event by METHOD:CANCEL without RECURRENCE-ID, but creates no event', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    const cancel = `METHOD:CANCEL\n${vevent(id, 'DTSTAMP:20261110T100000Z\nSEQUENCE:1\nSTATUS:CANCELLED')}`
    expect((await importLines(calendar, cancel)).result).toMatchObject({ skipped: 1, created: 0 })
    await importLines(calendar, series(id))
    await importLines(calendar, cancel)
    expect(await stored(calendar)).toMatchObject([{ status: 'cancelled', title: 'Training' }])
  })

  it('confirms a cancelled event again when a later version of the series is confirmed', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    await importLines(calendar, series(id))
    await importLines(
      calendar,
      `METHOD:CANCEL\n${vevent(id, 'DTSTAMP:20261110T100000Z\nSEQUENCE:1\nSTATUS:CANCELLED')}`,
    )
    await importLines(calendar, series(id, 'SEQUENCE:0\nLAST-MODIFIED:20261102T100000Z'))
    expect(await stored(calendar)).toMatchObject([{ status: 'cancelled' }])
    await importLines(calendar, series(id, 'SEQUENCE:2\nLAST-MODIFIED:20261112T100000Z'))
    expect(await stored(calendar)).toMatchObject([{ status: 'confirmed' }])
  })

  it('changes a part that was split off a series once if a file contains the part by its own UID and an instance of it by the UID of the series', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    const following = vevent(
      id,
      'DTSTAMP:20261101T100000Z\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261121T090000\nDTSTART;TZID=Europe/Berlin:20261121T110000\nDTEND;TZID=Europe/Berlin:20261121T120000\nSUMMARY:Later',
    )
    await importLines(calendar, `${series(id)}\n${following}`)
    const part = (await stored(calendar)).at(-1)!
    expect(part.uid).toBe(`${id}/2026-11-21T09:00:00`)
    const laterSeries = vevent(
      part.uid,
      'SEQUENCE:9\nDTSTART;TZID=Europe/Berlin:20261121T110000\nRRULE:FREQ=WEEKLY;BYDAY=SA\nSUMMARY:Whole',
    )
    const { result } = await importLines(calendar, `${instance(id, moved, '20261128')}\n${laterSeries}`)
    expect(result).toMatchObject({ changed: 1, created: 0, skipped: 1 })
  })

  it('changes an instance from a file after the series was moved in Kinday, and keeps local edits of the series', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    await importLines(calendar, series(id))
    const [event] = await stored(calendar)
    const inBerlin = { startZone: 'Europe/Berlin', endZone: 'Europe/Berlin', type: 'timed' } as const
    await as(family.editor).run(updateEvent, {
      id: event!.id,
      version: 1,
      patch: {
        title: 'Gym',
        span: { ...inBerlin, start: '2026-11-07T10:00:00', end: '2026-11-07T11:00:00' },
      },
    })
    const other =
      'SEQUENCE:1\nDTSTART;TZID=Europe/Berlin:20261121T090000\nDTEND;TZID=Europe/Berlin:20261121T100000\nSUMMARY:Training\nLOCATION:Hall'
    await importLines(calendar, instance(id, other))
    const [after] = await stored(calendar)
    expect(after).toMatchObject({ title: 'Gym', startWall: '2026-11-07T10:00:00' })
    expect(after!.overrides).toEqual({ '2026-11-21T10:00:00': { location: 'Hall' } })
  })

  it('cancels an instance from a file in the part that "this and following" split off', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    await importLines(calendar, series(id))
    const [event] = await stored(calendar)
    await as(family.editor).run(updateEvent, {
      id: event!.id,
      version: 1,
      occurrence: { id: '2026-11-14T09:00:00', scope: 'following' },
      patch: { title: 'Gym' },
    })
    await importLines(calendar, `METHOD:CANCEL\n${instance(id, 'SEQUENCE:1')}`)
    const [first, second] = await stored(calendar)
    expect(first!.overrides).toEqual({})
    expect(second!.overrides).toEqual({ '2026-11-21T09:00:00': { status: 'cancelled' } })
  })

  it('changes an instance and all that follow by RANGE=THISANDFUTURE, and changes nothing when imported again', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    await importLines(calendar, series(id))
    await importLines(calendar, instance(id, moved, '20261128'))
    const range = vevent(
      id,
      'SEQUENCE:2\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261121T090000\nDTSTART;TZID=Europe/Berlin:20261121T180000\nDTEND;TZID=Europe/Berlin:20261121T190000\nSUMMARY:Evening',
    )
    expect((await importLines(calendar, range)).result).toMatchObject({ changed: 1, created: 1 })
    const all = await stored(calendar)
    expect(all.map(({ title, startWall }) => [title, startWall])).toEqual([
      ['Training', '2026-11-07T09:00:00'],
      ['Evening', '2026-11-21T18:00:00'],
    ])
    expect(Object.keys(all[1]!.overrides)).toEqual(['2026-11-28T18:00:00'])
    expect((await importLines(calendar, range)).result).toMatchObject({
      unchanged: 1,
      changed: 0,
      created: 0,
    })
    await importLines(calendar, `METHOD:CANCEL\n${instance(id, 'SEQUENCE:3', '20261205')}`)
    expect((await stored(calendar))[1]!.overrides).toHaveProperty(['2026-12-05T18:00:00'], {
      status: 'cancelled',
    })
  })

  it('keeps instances that are imported one after the other, and completes them when the series is imported', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    const at = (day: string) =>
      `SEQUENCE:0\nDTSTART;TZID=Europe/Berlin:${day}T090000\nDTEND;TZID=Europe/Berlin:${day}T100000\nSUMMARY:${day}`
    await importLines(calendar, instance(id, at('20261121'), '20261121'))
    await importLines(calendar, instance(id, at('20261128'), '20261128'))
    const [event, ...rest] = await stored(calendar)
    expect(rest).toEqual([])
    expect(event).toMatchObject({ title: '20261121', recurrence: { dates: ['2026-11-28T09:00:00'] } })
    expect(event!.overrides['2026-11-28T09:00:00']).toMatchObject({ title: '20261128' })

    const [second, other] = [await makeCalendar(), uid()]
    await importLines(second, instance(other, at('20261121'), '20261121'))
    await importLines(second, series(other))
    const [completed] = await stored(second)
    expect(completed).toMatchObject({ title: 'Training', recurrence: { rules: ['FREQ=WEEKLY;BYDAY=SA'] } })
    expect(completed!.overrides).toEqual({ '2026-11-21T09:00:00': { title: '20261121' } })
  })

  it('skips an instance that is older than the one imported before', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    await importLines(calendar, series(id))
    await importLines(calendar, instance(id, moved.replace('SEQUENCE:1', 'SEQUENCE:3')))
    expect(
      (await importLines(calendar, `METHOD:CANCEL\n${instance(id, 'SEQUENCE:2')}`)).result,
    ).toMatchObject({
      skipped: 1,
    })
  })

  it('imports no event from an answer (METHOD:REPLY)', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    await importLines(calendar, series(id))
    const reply = `METHOD:REPLY\n${vevent(id, 'DTSTART:20261107T090000\nATTENDEE;PARTSTAT=DECLINED:mailto:a@example.org')}`
    expect(await importLines(calendar, reply)).toMatchObject({ notes: ['method_unsupported'] })
    expect(await stored(calendar)).toMatchObject([{ title: 'Training' }])
  })
})

describe('a newer file', () => {
  const editFirstEvent = async (calendar: string, patch: object) => {
    const [event] = await stored(calendar)
    await as(family.editor).run(updateEvent, { id: event!.id, version: event!.version, patch })
  }

  it('merges a newer file with local edits field by field, by LAST-MODIFIED where SEQUENCE is the same', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    await importLines(calendar, series(id))
    await editFirstEvent(calendar, { location: 'Hall 2', description: 'Bring shoes' })
    const newer = series(id, 'SEQUENCE:0\nLAST-MODIFIED:20261102T100000Z').replace(
      'SUMMARY:Training',
      'SUMMARY:Football\nDESCRIPTION:New coach',
    )
    expect((await importLines(calendar, newer)).result).toMatchObject({ changed: 1, skipped: 0 })
    expect(await stored(calendar)).toMatchObject([
      { title: 'Football', location: 'Hall 2', description: 'New coach' },
    ])
    expect((await importLines(calendar, newer)).result).toMatchObject({ unchanged: 1 })
    expect((await importLines(calendar, series(id))).result).toMatchObject({ skipped: 1 })
  })

  it('keeps local edits that a newer file does not touch, also of occurrences', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    await importLines(calendar, `${series(id)}\n${instance(id, moved)}`)
    const [event] = await stored(calendar)
    await as(family.editor).run(deleteEvent, {
      id: event!.id,
      version: 1,
      occurrence: { id: '2026-11-14T09:00:00', scope: 'this' },
    })
    const newer = series(id, 'SEQUENCE:1\nLAST-MODIFIED:20261102T100000Z').replace(
      'SUMMARY:Training',
      'SUMMARY:Football',
    )
    expect((await importLines(calendar, newer)).result).toMatchObject({ changed: 1 })
    const [after] = await stored(calendar)
    expect(after).toMatchObject({ title: 'Football', recurrence: { exclusions: ['2026-11-14T09:00:00'] } })
    expect(Object.keys(after!.overrides)).toEqual(['2026-11-21T09:00:00'])
  })
})

describe('a feed', () => {
  it('keeps the attendees on an import with METHOD:PUBLISH, which cannot contain attendees', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    const people = 'ATTENDEE;ROLE=CHAIR;PARTSTAT=ACCEPTED:mailto:a@example.org\nSUMMARY'
    await importLines(calendar, series(id).replace('SUMMARY', people))
    const newer = series(id, 'SEQUENCE:1\nLAST-MODIFIED:20261102T100000Z')
    const feed = `METHOD:PUBLISH\n${newer.replace('SUMMARY:Training', 'SUMMARY:Football')}`
    expect((await importLines(calendar, feed)).result).toMatchObject({ changed: 1 })
    const [event] = await stored(calendar)
    expect(event).toMatchObject({ title: 'Football' })
    const guests = await db.select().from(attendees).where(eq(attendees.eventId, event!.id))
    expect(guests).toMatchObject([{ email: 'a@example.org' }])
    const storedAnswers = await db.select().from(answers).where(eq(answers.eventId, event!.id))
    expect(storedAnswers).toMatchObject([{ email: 'a@example.org', status: 'accepted' }])
  })
})

describe('an event that the importer cannot see', () => {
  it('imports a file as if an event with the same UID that the importer cannot see did not exist', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    await importLines(calendar, series(id).replace('SUMMARY', 'CLASS:PRIVATE\nSUMMARY'), family.owner)
    const first = await importLines(calendar, series(id))
    expect(first.result).toEqual({ created: 1, changed: 0, unchanged: 0, skipped: 0 })
    expect((await importLines(calendar, series(id))).result).toMatchObject({ unchanged: 1, created: 0 })
    const all = await stored(calendar)
    expect(all.map(({ uid, visibility }) => [uid, visibility]).sort()).toEqual([
      [id, 'default'],
      [id, 'private'],
    ])
  })
})
