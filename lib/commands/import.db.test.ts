import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { attendees } from '@/db/schema/attendees'
import { changes } from '@/db/schema/changes'
import { streamName } from '@/lib/realtime/channels'
import { checkEvents } from '@/lib/schemas/checked-events'
import {
  as,
  codeOf,
  type Family,
  insertCalendar,
  insertPlacement,
  makeFamily,
  type TestUser,
} from '@/test/database/fixtures'
import { updateEvent } from './events'
import { importEvents } from './import'
import {
  GUEST,
  importFileEvents,
  listAnswers,
  listStoredEvents,
  makeFileEvent,
  makeUid,
} from './import.test.file'
import { undo } from './undo'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

describe('importEvents', () => {
  it('stores a series as endless if evaluating its COUNT takes too long', async () => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const series = (name: string, rule: string) =>
      makeFileEvent(name, { recurrence: { rules: [rule], dates: [], exclusions: [] } })
    await importFileEvents(family.editor, calendar, [
      series('a', 'FREQ=SECONDLY;INTERVAL=2;COUNT=60000'),
      series('b', 'FREQ=MONTHLY;COUNT=12'),
    ])
    const rows = await listStoredEvents(calendar)
    expect(rows.map(({ event }) => event.spanTo.getUTCFullYear())).toEqual([9999, 2027])
  })

  it('creates the events of a file, and none when it is imported again', async () => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const file = [
      makeFileEvent(makeUid(), {
        recurrence: { rules: ['FREQ=WEEKLY'], dates: [], exclusions: ['2026-12-05T09:00:00'] },
        overrides: { '2026-11-28T09:00:00': { title: 'Other', attendees: [GUEST] } },
        unknown: [
          ['x-b', {}, 'text', { z: 1, aa: 2 }],
          ['x-a', { z: '1', aa: '2' }, 'text', 'v'],
        ],
        attendees: [GUEST, { ...GUEST, email: null, name: 'By name' }],
      }),
      makeFileEvent(makeUid(), { kind: 'reminder', done: true, color: 'teal', visibility: 'private' }),
      makeFileEvent(makeUid(), { span: { type: 'all-day', start: '2026-11-21', end: '2027-11-21' } }),
      makeFileEvent(makeUid(), {
        span: { type: 'floating', start: '2026-11-21T09:00:00', end: '2026-11-21T09:30:00' },
      }),
    ]
    const first = await importFileEvents(family.editor, calendar, file)
    expect(first.result).toEqual({ created: 4, changed: 0, unchanged: 0, skipped: 0 })
    // The change of the private event is in the stream of the owners.
    expect(first.seqs[streamName('calendar', calendar)]).toBe(3)
    expect(first.seqs[streamName('owners', calendar)]).toBe(1)
    const rows = await listStoredEvents(calendar)
    const series = rows.find(({ event }) => event.recurrence)!
    expect(series.long).toBe(true)
    expect(series.event.createdBy).toBe(family.editor.id)
    const people = await db.select().from(attendees).where(eq(attendees.eventId, series.event.id))
    expect(people.map(({ email, name }) => ({ email, name }))).toEqual(
      expect.arrayContaining([
        { email: GUEST.email, name: GUEST.name },
        { email: null, name: 'By name' },
      ]),
    )
    expect(await listAnswers(series.event.id)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ email: GUEST.email, name: null, status: 'accepted', source: 'import' }),
        expect.objectContaining({ email: null, name: 'By name', status: 'accepted' }),
      ]),
    )
    expect(rows.find(({ event }) => event.kind === 'reminder')!.event.doneAt).not.toBeNull()

    const second = await importFileEvents(family.editor, calendar, file)
    expect(second).toMatchObject({
      result: { created: 0, changed: 0, unchanged: 4, skipped: 0 },
      changeset: null,
    })
    expect(await listStoredEvents(calendar)).toEqual(rows)
  })

  it('does not place a copy of an event where the calendar shows the original already', async () => {
    const ownedByGroup = { ownerGroupId: family.group }
    const [a, copy, b] = [
      await insertCalendar(ownedByGroup),
      await insertCalendar(ownedByGroup),
      await insertCalendar(ownedByGroup),
    ]
    const placements = [{ calendar: 'B', home: false, detail: 'full' }]
    const [placed, other] = [
      await checkEvents([{ ...makeFileEvent(makeUid()), placements }]),
      await checkEvents([makeFileEvent(makeUid())]),
    ]
    for (const target of [a, copy]) {
      await as(family.editor).run(importEvents, {
        parts: [
          { calendarId: target, archivedId: 'A', events: placed.events },
          { calendarId: b, archivedId: 'B', events: other.events },
        ],
      })
      expect(await listStoredEvents(target)).toHaveLength(1)
      expect(await listStoredEvents(b)).toHaveLength(2)
    }
  })

  it.each([
    ['has a NUL', 'a\0b'],
    ['is too long', 'a'.repeat(200)],
  ])('imports an event whose X-KINDAY-ID %s, and ignores the id', async (_, kindayId) => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const { events, refused } = await checkEvents([{ ...makeFileEvent(makeUid()), kindayId }])
    expect(refused).toEqual([])
    const { result } = await as(family.editor).run(importEvents, {
      parts: [{ calendarId: calendar, events }],
    })
    expect(result).toMatchObject({ created: 1 })
  })

  it('stores a link from a file, indexes it for search, and completes a link that is typed without a scheme', async () => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const name = crypto.randomUUID()
    const url = `https://example.org/${name}`
    await importFileEvents(family.editor, calendar, [makeFileEvent(makeUid(), { url })])
    const [row] = await listStoredEvents(calendar)
    expect(row!.event).toMatchObject({ url })
    const found = await db.execute<{ id: string }>(
      sql`select id from events where search_notes like sought(${name})`,
    )
    expect(found.map(({ id }) => id)).toEqual([row!.event.id])
    await as(family.editor).run(updateEvent, {
      id: row!.event.id,
      version: 1,
      patch: { url: 'example.org/x' },
    })
    expect((await listStoredEvents(calendar))[0]!.event.url).toBe('https://example.org/x')
  })

  it('adds accounts from a file as attendees if the importer may invite them, and as guests otherwise', async () => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const account = (user: TestUser) => [
      'attendee',
      { cn: 'Someone', partstat: 'ACCEPTED' },
      'cal-address',
      `urn:uuid:${user.id}`,
    ]
    const someone = { userId: null, email: null, name: 'Someone', status: 'accepted' } as const
    const [friend, stranger] = [makeUid(), makeUid()]
    const file = [
      makeFileEvent(friend, { attendees: [someone], unknown: [account(family.viewer)] }),
      makeFileEvent(stranger, { attendees: [someone], unknown: [account(family.stranger)] }),
    ]
    await importFileEvents(family.editor, calendar, file)
    for (const { event } of await listStoredEvents(calendar)) {
      const [person] = await db.select().from(attendees).where(eq(attendees.eventId, event.id))
      expect(person!.userId).toBe(event.uid === friend ? family.viewer.id : null)
    }
    expect((await importFileEvents(family.editor, calendar, file)).result).toMatchObject({ unchanged: 2 })
  })

  it('skips an event whose home is another calendar, and treats an invisible event as absent', async () => {
    const [own, calendar] = [
      await insertCalendar({ ownerUserId: family.owner.id }),
      await insertCalendar({ ownerGroupId: family.group }),
    ]
    const [hiddenUid, placedUid] = [makeUid(), makeUid()]
    await importFileEvents(family.owner, calendar, [
      makeFileEvent(hiddenUid, { visibility: 'private', title: 'secret' }),
    ])
    await importFileEvents(family.owner, own, [makeFileEvent(placedUid, { title: 'at home there' })])
    await insertPlacement((await listStoredEvents(own))[0]!.event.id, calendar)
    const outcome = await importFileEvents(family.editor, calendar, [
      makeFileEvent(hiddenUid, { title: 'x' }, 9),
      makeFileEvent(placedUid, { title: 'x' }, 9),
    ])
    expect(outcome.result).toMatchObject({ skipped: 1, changed: 0, created: 1 })
    expect((await listStoredEvents(calendar)).map(({ event }) => event.title).sort()).toEqual([
      'at home there',
      'secret',
      'x',
    ])
  })

  it('requires write permission in every target calendar', async () => {
    const { events } = await checkEvents([makeFileEvent(makeUid())])
    const outcomes = await Promise.all(
      (['viewer', 'sharee', 'stranger'] as const).map((role) =>
        codeOf(as(family[role]).run(importEvents, { parts: [{ calendarId: family.calendar, events }] })),
      ),
    )
    expect(outcomes).toEqual(['FORBIDDEN', 'FORBIDDEN', 'NOT_FOUND'])
    const parts = [family.viewer.calendar, family.calendar].map((calendarId) => ({ calendarId, events }))
    expect(await codeOf(as(family.viewer).run(importEvents, { parts }))).toBe('FORBIDDEN')
    expect(await listStoredEvents(family.viewer.calendar)).toEqual([])
  })

  it('gives concurrent imports the result of sequential ones', async () => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const file = Array.from({ length: 50 }, () => makeFileEvent(makeUid()))
    const outcome = await Promise.all([1, 2, 3].map(() => importFileEvents(family.editor, calendar, file)))
    expect(outcome.map(({ result }) => result.created).sort()).toEqual([0, 0, 50])
    expect(outcome.reduce((sum, { result }) => sum + result.unchanged, 0)).toBe(100)
  })

  it('imports and undoes 2,000 events as one changeset', async () => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const file = Array.from({ length: 2000 }, (_, n) =>
      makeFileEvent(makeUid(), { description: `number ${n}` }),
    )
    const outcome = await importFileEvents(family.editor, calendar, file)
    expect(outcome.result.created).toBe(2000)
    expect(outcome.seqs).toEqual({ [streamName('calendar', calendar)]: 2000 })
    const [history] = await db
      .select({
        count: sql<number>`count(*)::int`,
        most: sql<number>`max(seq)::int`,
        least: sql<number>`min(seq)::int`,
      })
      .from(changes)
      .where(eq(changes.changesetId, outcome.changeset!))
    expect(history).toEqual({ count: 2000, most: 2000, least: 1 })
    const undone = await as(family.editor).run(undo, { changeset: outcome.changeset! })
    expect(undone.seqs).toEqual({ [streamName('calendar', calendar)]: 4000 })
    expect(await listStoredEvents(calendar)).toEqual([])
    const redone = await as(family.editor).run(undo, { changeset: undone.changeset! })
    expect(redone.result.kept).toEqual([])
    expect(await listStoredEvents(calendar)).toHaveLength(2000)
  })

  it('yields to the event loop while it expands expensive rules, and refuses them beyond a total', async () => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const file = Array.from({ length: 250 }, (_, n) => {
      const start = `2026-11-21T09:0${n % 10}:${String(10 + (n % 49))}`
      const span = { type: 'floating', start, end: start } as const
      const rules = [`FREQ=SECONDLY;INTERVAL=${1 + n};COUNT=99999`]
      return makeFileEvent(makeUid(), { span, recurrence: { rules, dates: [], exclusions: [] } })
    })
    const { events, refused } = await checkEvents(file)
    expect([events.list.length, refused.length]).toEqual([200, 50])
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    await as(family.editor).run(importEvents, { parts: [{ calendarId: calendar, events }] })
    clearInterval(timer)
    // It yields at least once per chunk.
    expect(turns).toBeGreaterThan(3)
  })
})
