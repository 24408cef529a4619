import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { events, received } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import { readLines } from '@/lib/calendar/server/ical/testing'
import { checkEvents } from '@/lib/schemas/checked-events'
import { as, type Family, insertCalendar, makeFamily } from '@/test/database/fixtures'
import { runMigration } from '@/test/database/migrations'
import { deleteEvent, updateEvent } from './events'
import { importEvents } from './import'
import { undo } from './undo'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const uid = () => `${crypto.randomUUID()}@elsewhere`
const makeCalendar = () => insertCalendar({ ownerGroupId: family.group })

const vevent = (id: string, lines: string) => `BEGIN:VEVENT\nUID:${id}\n${lines}\nEND:VEVENT`

const series = (id: string, title: string, version: string) =>
  vevent(
    id,
    `${version}\nDTSTART;TZID=Europe/Berlin:20261107T090000\nDTEND;TZID=Europe/Berlin:20261107T100000\nRRULE:FREQ=WEEKLY\nSUMMARY:${title}`,
  )

const firstVersion = 'SEQUENCE:0\nLAST-MODIFIED:20261101T100000Z'
const newerVersion = 'SEQUENCE:0\nLAST-MODIFIED:20261102T100000Z'

async function importLines(calendarId: string, lines: string) {
  const { events } = await checkEvents((await readLines(lines, 'Europe/Berlin')).events)
  return as(family.editor).run(importEvents, { parts: [{ calendarId, events }] })
}

const undoChangeset = async (changeset: string | null) =>
  (await as(family.editor).run(undo, { changeset: changeset! })).changeset

async function stored(calendarId: string) {
  const rows = await db
    .select({ event: events })
    .from(events)
    .innerJoin(placements, eq(placements.eventId, events.id))
    .where(sql`calendar_id = ${calendarId} and placements.deleted_at is null`)
  return rows.map(({ event }) => event)
}

const edit = async (calendarId: string, patch: object) => {
  const [event] = await stored(calendarId)
  await as(family.editor).run(updateEvent, { id: event!.id, version: event!.version, patch })
}

describe('a file that was imported before events had a link', () => {
  const single = (id: string, lines: string) =>
    vevent(id, `${lines}\nDTSTART:20261107T090000Z\nDTEND:20261107T100000Z`)

  /** Stores the received content as it was before the migration, and runs the migration. */
  async function migrateReceived(eventId: string) {
    await db.execute(sql`
      update received set content = content - 'url' || jsonb_build_object('unknown', content -> 'unknown' ||
        case content ->> 'url' when '' then '[]'
          else jsonb_build_array(jsonb_build_array('url', '{}'::jsonb, 'uri', content -> 'url')) end)
      where event_id = ${eventId}`)
    await runMigration('0023_upgrade_received_and_jobs')
  }

  it.each([
    ['', 'https://example.org/ours'],
    ['\nURL:https://example.org/theirs', 'https://example.org/ours'],
    ['\nURL:https://example.org/theirs', ''],
  ])(
    'keeps an edited link when a newer file has the same link as the previous file (%j, edited to %j)',
    async (link, url) => {
      const [calendar, id] = [await makeCalendar(), uid()]
      await importLines(calendar, single(id, `${firstVersion}${link}\nX-OTHER:1\nSUMMARY:Training`))
      const [event] = await stored(calendar)
      await migrateReceived(event!.id)
      await edit(calendar, { url })
      const { result } = await importLines(
        calendar,
        single(id, `${newerVersion}${link}\nX-OTHER:1\nSUMMARY:Football`),
      )
      expect(result).toMatchObject({ changed: 1 })
      expect(await stored(calendar)).toMatchObject([{ title: 'Football', url, unknown: event!.unknown }])
    },
  )
})

describe('a file whose import was undone', () => {
  it('imports the changes of a file again after each undo, and reports no change after a redo', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    await importLines(calendar, series(id, 'Training', firstVersion))
    for (let times = 0; times < 2; times++) {
      const outcome = await importLines(calendar, series(id, 'Football', newerVersion))
      expect(outcome.result).toMatchObject({ changed: 1 })
      expect(await stored(calendar)).toMatchObject([{ title: 'Football' }])
      const undone = await undoChangeset(outcome.changeset)
      expect(await stored(calendar)).toMatchObject([{ title: 'Training' }])
      const redone = await undoChangeset(undone)
      expect((await importLines(calendar, series(id, 'Football', newerVersion))).result).toMatchObject({
        unchanged: 1,
      })
      await undoChangeset(redone)
      expect(await stored(calendar)).toMatchObject([{ title: 'Training' }])
    }
  })

  it('imports changes of single occurrences again after an undo', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    await importLines(calendar, series(id, 'Training', firstVersion))
    const cancel = `METHOD:CANCEL\n${vevent(id, 'SEQUENCE:1\nRECURRENCE-ID;TZID=Europe/Berlin:20261121T090000')}`
    const outcome = await importLines(calendar, cancel)
    await undoChangeset(outcome.changeset)
    expect((await stored(calendar))[0]!.overrides).toEqual({})
    expect((await importLines(calendar, cancel)).result).toMatchObject({ changed: 1 })
  })

  it('creates the new events of a file again after an undo, and after they were deleted', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    const file = series(id, 'Training', firstVersion)
    await undoChangeset((await importLines(calendar, file)).changeset)
    expect((await importLines(calendar, file)).result).toMatchObject({ created: 1 })
    const [event] = await stored(calendar)
    await as(family.editor).run(deleteEvent, { id: event!.id })
    expect((await importLines(calendar, file)).result).toMatchObject({ created: 1 })
    expect(await stored(calendar)).toHaveLength(1)
  })

  it('keeps the changes of a later file when an earlier import is undone', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    await importLines(calendar, series(id, 'Training', firstVersion))
    const outcome = await importLines(calendar, series(id, 'Football', newerVersion))
    const later = series(id, 'Football\nLOCATION:Hall', 'SEQUENCE:2')
    await importLines(calendar, later)
    await undoChangeset(outcome.changeset)
    expect(await stored(calendar)).toMatchObject([{ title: 'Training', location: 'Hall' }])
    expect((await importLines(calendar, series(id, 'Football', newerVersion))).result).toMatchObject({
      skipped: 1,
    })
  })

  it('imports an export of Kinday again after an undo, but never reverts a later edit', async () => {
    const calendar = await makeCalendar()
    const { id } = await as(family.editor).createEvent({ calendarId: calendar, title: 'Dinner' })
    const [event] = await stored(calendar)
    const file = series(event!.uid, 'Lunch', `X-KINDAY-ID:${id}\nSEQUENCE:${event!.sequence}`)
    for (let times = 0; times < 3; times++) {
      const outcome = await importLines(calendar, file)
      expect(outcome.result).toMatchObject({ changed: 1 })
      await undoChangeset(outcome.changeset)
      expect(await stored(calendar)).toMatchObject([{ title: 'Dinner', recurrence: null }])
    }
    await edit(calendar, { title: 'Brunch' })
    expect((await importLines(calendar, file)).result).toMatchObject({ skipped: 1 })
  })
})

describe('an event that was imported before versions were stored', () => {
  it('merges an event without a stored version with a newer file, by the edits in its history', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    await importLines(calendar, series(id, 'Training\nLOCATION:Gym', firstVersion))
    const [event] = await stored(calendar)
    await db.delete(received).where(eq(received.eventId, event!.id))
    await edit(calendar, { location: 'Hall 2' })
    await edit(calendar, { description: 'Bring shoes' })
    const file = series(id, 'Football\nLOCATION:Gym', newerVersion)
    const outcome = await importLines(calendar, file)
    expect(outcome.result).toMatchObject({ changed: 1, skipped: 0 })
    expect(await stored(calendar)).toMatchObject([
      { title: 'Football', location: 'Hall 2', description: 'Bring shoes' },
    ])
    await undoChangeset(outcome.changeset)
    expect((await importLines(calendar, file)).result).toMatchObject({ changed: 1 })
    expect(
      (await importLines(calendar, series(id, 'Training\nLOCATION:Gym', firstVersion))).result,
    ).toMatchObject({
      skipped: 1,
    })
  })
})

describe('a series that comes after several of its instances', () => {
  it('keeps the fields of imported instances, and local deletions, when their series is imported', async () => {
    const [calendar, id] = [await makeCalendar(), uid()]
    const instanceOn = (day: string) =>
      vevent(
        id,
        `SEQUENCE:0\nRECURRENCE-ID;TZID=Europe/Berlin:${day}T090000\nDTSTART;TZID=Europe/Berlin:${day}T093000\nDTEND;TZID=Europe/Berlin:${day}T103000\nSUMMARY:On ${day}\nLOCATION:Hall`,
      )
    for (const day of ['20261114', '20261121', '20261128']) await importLines(calendar, instanceOn(day))
    const [event] = await stored(calendar)
    await as(family.editor).run(deleteEvent, {
      id: event!.id,
      version: event!.version,
      occurrence: { id: '2026-11-21T09:00:00', scope: 'this' },
    })
    expect((await importLines(calendar, series(id, 'Training', firstVersion))).result).toMatchObject({
      changed: 1,
    })
    const [restored, ...others] = await stored(calendar)
    expect(others).toEqual([])
    expect(restored).toMatchObject({
      title: 'Training',
      location: '',
      recurrence: { rules: ['FREQ=WEEKLY'], dates: [], exclusions: ['2026-11-21T09:00:00'] },
    })
    const overrideOn = (day: string) => ({
      ...{ title: `On ${day.replaceAll('-', '')}`, location: 'Hall' },
      span: expect.objectContaining({ start: `${day}T09:30:00` }),
    })
    expect(restored!.overrides).toEqual({
      '2026-11-14T09:00:00': overrideOn('2026-11-14'),
      '2026-11-28T09:00:00': overrideOn('2026-11-28'),
    })
  })
})
