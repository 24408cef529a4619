import { asc, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { changes } from '@/db/schema/changes'
import { events } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import { grant } from '@/lib/access/grant'
import { boundsOf, type Span } from '@/lib/calendar/span'
import type { EventFields } from '@/lib/schemas/events'
import {
  as,
  codeOf,
  days,
  errorOf,
  type Family,
  hour,
  insertPlacement,
  makeFamily,
  type TestUser,
} from '@/test/database/fixtures'
import { deleteEvent, updateEvent } from './events'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const edit = (user: TestUser, id: string, version: number, patch: Partial<EventFields>) =>
  as(user).run(updateEvent, { id, version, patch })

/** Reads the event, by default as the owner of its home calendar. */
const read = async (id: string, user: TestUser = family.owner) =>
  (await db.transaction((tx) => grant(tx, user, 'read', 'event', id))).row

const historyOf = (id: string) =>
  db.select().from(changes).where(eq(changes.entityId, id)).orderBy(asc(changes.createdAt), asc(changes.op))

/** Expects that the columns which placements copy equal those of the event. */
async function expectCopies(id: string, span: Span) {
  const { from, to } = boundsOf(span)
  const [event] = await db.select().from(events).where(eq(events.id, id))
  const rows = await db.select().from(placements).where(eq(placements.eventId, id))
  expect(rows.length).toBeGreaterThan(0)
  expect(event).toMatchObject({ spanFrom: new Date(from), spanTo: new Date(to) })
  for (const row of rows) {
    expect(row).toMatchObject({
      uid: event!.uid,
      spanFrom: new Date(from),
      spanTo: new Date(to),
      long: to - from > 31 * 86_400_000,
      deletedAt: event!.deletedAt,
    })
  }
}

const flight: Span = {
  type: 'timed',
  start: '2026-11-21T22:00:00',
  startZone: 'Asia/Tokyo',
  end: '2026-11-21T15:00:00',
  endZone: 'America/Los_Angeles',
}

describe('updateEvent', () => {
  let id: string
  const make = async (more: Partial<Parameters<ReturnType<typeof as>['createEvent']>[0]> = {}) => {
    const made = await as(family.editor).createEvent({
      calendarId: family.calendar,
      title: 'Dinner',
      ...more,
    })
    id = made.id
    return made
  }

  it('increments the version and records the fields before and after', async () => {
    await make()
    expect((await edit(family.editor, id, 1, { title: 'Lunch' })).result).toEqual({
      id,
      version: 2,
      occurrence: null,
    })
    expect((await edit(family.owner, id, 2, { busy: false, color: 'teal' })).result).toEqual({
      id,
      occurrence: null,
      version: 3,
    })
    expect(await read(id)).toMatchObject({ title: 'Lunch', busy: false, color: 'teal', version: 3 })
    const rows = await historyOf(id)
    expect(rows.map(({ op, before, after }) => [op, before?.version, after?.version])).toEqual([
      ['added', undefined, 1],
      ['changed', 1, 2],
      ['changed', 2, 3],
    ])
  })

  it('leaves no changeset for an update without changes', async () => {
    await make()
    for (const patch of [
      {},
      { title: 'Dinner' },
      { title: ' Dinner ', span: hour('2026-11-21') },
      { attendees: [] },
    ]) {
      expect(await edit(family.editor, id, 1, patch)).toEqual({
        result: { id, version: 1, occurrence: null },
        changeset: null,
        seqs: {},
        hiddenStreams: [],
        isAwaited: false,
      })
    }
    expect(await historyOf(id)).toHaveLength(1)
  })

  it('ignores fields that are undefined', async () => {
    await make()
    expect((await edit(family.editor, id, 1, { title: undefined, kind: undefined })).changeset).toBeNull()
    await edit(family.editor, id, 1, { title: undefined, location: 'here' })
    expect(await read(id)).toMatchObject({ title: 'Dinner', location: 'here' })
    expect((await historyOf(id)).at(-1)!.after).toMatchObject({ title: 'Dinner', location: 'here' })
  })

  it('merges edits of different fields from the same version', async () => {
    await make()
    await edit(family.owner, id, 1, { title: 'Lunch' })
    const { result } = await edit(family.editor, id, 1, { location: 'Kitchen' })
    expect(result.version).toBe(3)
    expect(await read(id)).toMatchObject({ title: 'Lunch', location: 'Kitchen', version: 3 })
  })

  it('merges with an old version field by field', async () => {
    await make()
    for (let version = 1; version <= 5; version++)
      await edit(family.owner, id, version, { title: `Title ${version}` })
    await edit(family.editor, id, 1, { span: hour('2026-11-22') })
    expect(await read(id)).toMatchObject({ title: 'Title 5', startWall: '2026-11-22T09:00:00', version: 7 })
  })

  it('answers CONFLICT with both values when two users changed the same field', async () => {
    await make()
    await edit(family.owner, id, 1, { title: 'Lunch', busy: false })
    const error = await errorOf(edit(family.editor, id, 1, { title: 'Brunch', location: 'Kitchen' }))
    expect(error.code).toBe('CONFLICT')
    expect(error.detail.data).toEqual({
      ...{ id, occurrence: null, version: 2 },
      fields: { title: { yours: 'Brunch', theirs: 'Lunch' } },
    })
    expect(await read(id)).toMatchObject({ title: 'Lunch', location: '', version: 2 })
    expect(await historyOf(id)).toHaveLength(2)
  })

  it('reports no conflict when both users set the same value', async () => {
    await make()
    await edit(family.owner, id, 1, { title: 'Lunch', span: days('2026-11-21', '2026-11-22') })
    const alike = await edit(family.editor, id, 1, { title: 'Lunch', span: days('2026-11-21', '2026-11-22') })
    expect(alike).toMatchObject({ changeset: null, result: { version: 2 } })
  })

  it('reports no conflict when only one user changed the field', async () => {
    await make()
    await edit(family.owner, id, 1, { title: 'Lunch' })
    await edit(family.editor, id, 1, { title: 'Dinner', location: 'Kitchen' })
    expect(await read(id)).toMatchObject({ title: 'Lunch', location: 'Kitchen' })
  })

  it('treats an unknown version as one without history', async () => {
    await make()
    expect((await errorOf(edit(family.editor, id, 99, { title: 'Lunch' }))).code).toBe('CONFLICT')
    expect((await errorOf(edit(family.editor, id, 0, { title: 'Lunch' }))).code).toBe('INVALID')
  })

  it('does not reveal earlier private values by conflicts', async () => {
    const { id } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      visibility: 'private',
      location: 'Secret',
    })
    await edit(family.owner, id, 1, { visibility: 'default', location: '' })
    for (const location of ['Secret', 'Elsewhere'])
      expect(await codeOf(edit(family.editor, id, 1, { location })), location).toBe('CONFLICT')
  })

  it('drops the end of an event that becomes a reminder and merges a changed time', async () => {
    await make({ span: flight })
    await edit(family.owner, id, 1, { span: hour('2026-11-25') })
    await edit(family.editor, id, 1, { kind: 'reminder' })
    expect(await read(id)).toMatchObject({
      kind: 'reminder',
      startWall: '2026-11-25T09:00:00',
      endWall: '2026-11-25T09:00:00',
    })
    await expectCopies(id, { ...hour('2026-11-25'), end: '2026-11-25T09:00:00' })
    const { result } = await edit(family.owner, id, 3, { span: hour('2026-11-26') })
    expect(await read(id)).toMatchObject({ endWall: '2026-11-26T09:00:00' })
    expect((await edit(family.owner, id, result.version, { span: hour('2026-11-26') })).changeset).toBeNull()
  })

  it('marks a reminder as done and as not done', async () => {
    await make({ kind: 'reminder' })
    await edit(family.owner, id, 1, { done: true })
    expect((await read(id)).doneAt).toBeInstanceOf(Date)
    expect((await edit(family.owner, id, 2, { done: true })).changeset).toBeNull()
    await edit(family.owner, id, 2, { done: false })
    expect((await read(id)).doneAt).toBeNull()
  })

  it('updates the columns that placements copy, in every calendar', async () => {
    await make()
    await insertPlacement(id, family.owner.calendar, 'busy')
    let version = 1
    for (const span of [days('2026-11-01', '2027-01-01'), flight, days('2026-11-21', '2026-11-23')]) {
      version = (await edit(family.editor, id, version, { span })).result.version
      await expectCopies(id, span)
    }
    await as(family.editor).run(deleteEvent, { id })
    await expectCopies(id, days('2026-11-21', '2026-11-23'))
  })

  it('refuses viewers, free/busy sharees and strangers', async () => {
    await make()
    const tried = async (user: TestUser) => codeOf(edit(user, id, 1, { title: 'Mine' }))
    expect(await tried(family.viewer)).toBe('FORBIDDEN')
    expect(await tried(family.sharee)).toBe('NOT_FOUND')
    expect(await tried(family.stranger)).toBe('NOT_FOUND')
    expect((await read(id)).title).toBe('Dinner')
  })

  it('keeps both of two concurrent edits of different fields', async () => {
    await make()
    await Promise.all([
      edit(family.owner, id, 1, { title: 'Lunch' }),
      edit(family.editor, id, 1, { location: 'Kitchen' }),
      edit(family.admin, id, 1, { attendees: [family.viewer.id] }),
    ])
    expect(await read(id)).toMatchObject({ title: 'Lunch', location: 'Kitchen', version: 4 })
    const last = (await historyOf(id)).find(({ after }) => after?.version === 4)!.after!
    expect(last).toMatchObject({
      title: 'Lunch',
      location: 'Kitchen',
      attendees: [{ userId: family.viewer.id }],
    })
  })

  it('answers CONFLICT for concurrent edits of the attendees', async () => {
    for (let n = 0; n < 5; n++) {
      await make()
      const answers = await Promise.all([
        codeOf(edit(family.owner, id, 1, { attendees: [family.viewer.id] })),
        codeOf(edit(family.editor, id, 1, { attendees: [family.admin.id] })),
      ])
      expect(answers.sort()).toEqual(['CONFLICT', 'ok'])
      expect((await read(id)).attendees).toHaveLength(1)
    }
  })
})
