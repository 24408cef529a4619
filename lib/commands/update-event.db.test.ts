import { beforeAll, describe, expect, it } from 'vitest'
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
import { deleteEvent } from './events'
import { editEvent, expectCopies, listChangesOf, loadEventAs, TOKYO_FLIGHT } from './events.test.edits'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

describe('updateEvent', () => {
  let id: string
  const createDinner = async (fields: Partial<Parameters<ReturnType<typeof as>['createEvent']>[0]> = {}) => {
    const created = await as(family.editor).createEvent({
      calendarId: family.calendar,
      title: 'Dinner',
      ...fields,
    })
    id = created.id
    return created
  }

  it('increments the version and records the fields before and after', async () => {
    await createDinner()
    expect((await editEvent(family.editor, id, 1, { title: 'Lunch' })).result).toEqual({
      id,
      version: 2,
      occurrence: null,
    })
    expect((await editEvent(family.owner, id, 2, { busy: false, color: 'teal' })).result).toEqual({
      id,
      occurrence: null,
      version: 3,
    })
    expect(await loadEventAs(family.owner, id)).toMatchObject({
      title: 'Lunch',
      busy: false,
      color: 'teal',
      version: 3,
    })
    const rows = await listChangesOf(id)
    expect(rows.map(({ op, before, after }) => [op, before?.version, after?.version])).toEqual([
      ['added', undefined, 1],
      ['changed', 1, 2],
      ['changed', 2, 3],
    ])
  })

  it('leaves no changeset for an update without changes', async () => {
    await createDinner()
    for (const patch of [
      {},
      { title: 'Dinner' },
      { title: ' Dinner ', span: hour('2026-11-21') },
      { attendees: [] },
    ]) {
      expect(await editEvent(family.editor, id, 1, patch)).toEqual({
        result: { id, version: 1, occurrence: null },
        changeset: null,
        seqs: {},
        hiddenStreams: [],
        isAwaited: false,
      })
    }
    expect(await listChangesOf(id)).toHaveLength(1)
  })

  it('ignores fields that are undefined', async () => {
    await createDinner()
    expect(
      (await editEvent(family.editor, id, 1, { title: undefined, kind: undefined })).changeset,
    ).toBeNull()
    await editEvent(family.editor, id, 1, { title: undefined, location: 'here' })
    expect(await loadEventAs(family.owner, id)).toMatchObject({ title: 'Dinner', location: 'here' })
    expect((await listChangesOf(id)).at(-1)!.after).toMatchObject({ title: 'Dinner', location: 'here' })
  })

  it('merges edits of different fields from the same version', async () => {
    await createDinner()
    await editEvent(family.owner, id, 1, { title: 'Lunch' })
    const { result } = await editEvent(family.editor, id, 1, { location: 'Kitchen' })
    expect(result.version).toBe(3)
    expect(await loadEventAs(family.owner, id)).toMatchObject({
      title: 'Lunch',
      location: 'Kitchen',
      version: 3,
    })
  })

  it('merges with an old version field by field', async () => {
    await createDinner()
    for (let version = 1; version <= 5; version++)
      await editEvent(family.owner, id, version, { title: `Title ${version}` })
    await editEvent(family.editor, id, 1, { span: hour('2026-11-22') })
    expect(await loadEventAs(family.owner, id)).toMatchObject({
      title: 'Title 5',
      startWall: '2026-11-22T09:00:00',
      version: 7,
    })
  })

  it('answers CONFLICT with both values when two users changed the same field', async () => {
    await createDinner()
    await editEvent(family.owner, id, 1, { title: 'Lunch', busy: false })
    const error = await errorOf(editEvent(family.editor, id, 1, { title: 'Brunch', location: 'Kitchen' }))
    expect(error.code).toBe('CONFLICT')
    expect(error.detail.data).toEqual({
      ...{ id, occurrence: null, version: 2 },
      fields: { title: { yours: 'Brunch', theirs: 'Lunch' } },
    })
    expect(await loadEventAs(family.owner, id)).toMatchObject({ title: 'Lunch', location: '', version: 2 })
    expect(await listChangesOf(id)).toHaveLength(2)
  })

  it('reports no conflict when both users set the same value', async () => {
    await createDinner()
    await editEvent(family.owner, id, 1, { title: 'Lunch', span: days('2026-11-21', '2026-11-22') })
    const sameEdit = await editEvent(family.editor, id, 1, {
      title: 'Lunch',
      span: days('2026-11-21', '2026-11-22'),
    })
    expect(sameEdit).toMatchObject({ changeset: null, result: { version: 2 } })
  })

  it('reports no conflict when only one user changed the field', async () => {
    await createDinner()
    await editEvent(family.owner, id, 1, { title: 'Lunch' })
    await editEvent(family.editor, id, 1, { title: 'Dinner', location: 'Kitchen' })
    expect(await loadEventAs(family.owner, id)).toMatchObject({ title: 'Lunch', location: 'Kitchen' })
  })

  it('answers CONFLICT for a version that is not in the history', async () => {
    await createDinner()
    expect((await errorOf(editEvent(family.editor, id, 99, { title: 'Lunch' }))).code).toBe('CONFLICT')
    expect((await errorOf(editEvent(family.editor, id, 0, { title: 'Lunch' }))).code).toBe('INVALID')
  })

  it('does not reveal earlier private values by conflicts', async () => {
    const { id } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      visibility: 'private',
      location: 'Secret',
    })
    await editEvent(family.owner, id, 1, { visibility: 'default', location: '' })
    for (const location of ['Secret', 'Elsewhere'])
      expect(await codeOf(editEvent(family.editor, id, 1, { location })), location).toBe('CONFLICT')
  })

  it('drops the end of an event that becomes a reminder and merges a changed time', async () => {
    await createDinner({ span: TOKYO_FLIGHT })
    await editEvent(family.owner, id, 1, { span: hour('2026-11-25') })
    await editEvent(family.editor, id, 1, { kind: 'reminder' })
    expect(await loadEventAs(family.owner, id)).toMatchObject({
      kind: 'reminder',
      startWall: '2026-11-25T09:00:00',
      endWall: '2026-11-25T09:00:00',
    })
    await expectCopies(id, { ...hour('2026-11-25'), end: '2026-11-25T09:00:00' })
    const { result } = await editEvent(family.owner, id, 3, { span: hour('2026-11-26') })
    expect(await loadEventAs(family.owner, id)).toMatchObject({ endWall: '2026-11-26T09:00:00' })
    expect(
      (await editEvent(family.owner, id, result.version, { span: hour('2026-11-26') })).changeset,
    ).toBeNull()
  })

  it('marks a reminder as done and as not done', async () => {
    await createDinner({ kind: 'reminder' })
    await editEvent(family.owner, id, 1, { done: true })
    expect((await loadEventAs(family.owner, id)).doneAt).toBeInstanceOf(Date)
    expect((await editEvent(family.owner, id, 2, { done: true })).changeset).toBeNull()
    await editEvent(family.owner, id, 2, { done: false })
    expect((await loadEventAs(family.owner, id)).doneAt).toBeNull()
  })

  it('updates the columns that placements copy, in every calendar', async () => {
    await createDinner()
    await insertPlacement(id, family.owner.calendar, 'busy')
    let version = 1
    for (const span of [days('2026-11-01', '2027-01-01'), TOKYO_FLIGHT, days('2026-11-21', '2026-11-23')]) {
      version = (await editEvent(family.editor, id, version, { span })).result.version
      await expectCopies(id, span)
    }
    await as(family.editor).run(deleteEvent, { id })
    await expectCopies(id, days('2026-11-21', '2026-11-23'))
  })

  it('refuses viewers, free/busy sharees and strangers', async () => {
    await createDinner()
    const codeFor = async (user: TestUser) => codeOf(editEvent(user, id, 1, { title: 'Mine' }))
    expect(await codeFor(family.viewer)).toBe('FORBIDDEN')
    expect(await codeFor(family.sharee)).toBe('NOT_FOUND')
    expect(await codeFor(family.stranger)).toBe('NOT_FOUND')
    expect((await loadEventAs(family.owner, id)).title).toBe('Dinner')
  })

  it('keeps both of two concurrent edits of different fields', async () => {
    await createDinner()
    await Promise.all([
      editEvent(family.owner, id, 1, { title: 'Lunch' }),
      editEvent(family.editor, id, 1, { location: 'Kitchen' }),
      editEvent(family.admin, id, 1, { attendees: [family.viewer.id] }),
    ])
    expect(await loadEventAs(family.owner, id)).toMatchObject({
      title: 'Lunch',
      location: 'Kitchen',
      version: 4,
    })
    const last = (await listChangesOf(id)).find(({ after }) => after?.version === 4)!.after!
    expect(last).toMatchObject({
      title: 'Lunch',
      location: 'Kitchen',
      attendees: [{ userId: family.viewer.id }],
    })
  })

  it('answers CONFLICT for concurrent edits of the attendees', async () => {
    for (let n = 0; n < 5; n++) {
      await createDinner()
      const answers = await Promise.all([
        codeOf(editEvent(family.owner, id, 1, { attendees: [family.viewer.id] })),
        codeOf(editEvent(family.editor, id, 1, { attendees: [family.admin.id] })),
      ])
      expect(answers.sort()).toEqual(['CONFLICT', 'ok'])
      expect((await loadEventAs(family.owner, id)).attendees).toHaveLength(1)
    }
  })
})
