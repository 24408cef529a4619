import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { as, codeOf, errorOf, type Family, hour, makeFamily } from '@/test/database/fixtures'
import { deleteEvent, updateEvent } from './events'
import {
  deleteOccurrences,
  editSeries,
  listNovember,
  makeSwimSeries,
  recurrenceIdAt,
  undoChanges,
} from './series.test.swim'

let family: Family
let id: string
beforeAll(async () => {
  family = await makeFamily()
})
beforeEach(async () => {
  id = (await makeSwimSeries(family)).id
})

describe('concurrent edits of a series', () => {
  it('renames an occurrence after another user has moved the series', async () => {
    await editSeries(family.owner, id, 1, '2026-11-02', 'all', { span: hour('2026-11-03', 18) })
    const { result } = await editSeries(family.editor, id, 1, '2026-11-16', 'this', { title: 'Dive' })
    expect(result.occurrence).toBe(recurrenceIdAt('2026-11-17', '18:00:00'))
    expect(await listNovember(family.viewer, id)).toEqual([
      '03T18 Swim',
      '10T18 Swim',
      '17T18 Dive',
      '24T18 Swim',
    ])
  })

  it('moves the series after another user renamed an occurrence', async () => {
    await editSeries(family.editor, id, 1, '2026-11-16', 'this', { title: 'Dive' })
    await editSeries(family.owner, id, 1, '2026-11-09', 'all', { span: hour('2026-11-10', 18) })
    expect(await listNovember(family.viewer, id)).toEqual([
      '03T18 Swim',
      '10T18 Swim',
      '17T18 Dive',
      '24T18 Swim',
    ])
  })

  it('merges concurrent edits of different occurrences', async () => {
    await Promise.all([
      editSeries(family.owner, id, 1, '2026-11-09', 'this', { title: 'A' }),
      editSeries(family.editor, id, 1, '2026-11-16', 'this', { title: 'B' }),
      as(family.admin).run(deleteEvent, {
        id,
        version: 1,
        occurrence: { id: recurrenceIdAt('2026-11-23'), scope: 'this' },
      }),
    ])
    expect(await listNovember(family.viewer, id)).toEqual(['02T09 Swim', '09T09 A', '16T09 B', '30T09 Swim'])
  })

  it('edits an occurrence in the event that another user has split off', async () => {
    const split = await editSeries(family.owner, id, 1, '2026-11-16', 'following', {
      location: 'Lake',
      span: hour('2026-11-16', 18),
    })
    const { result } = await editSeries(family.editor, id, 1, '2026-11-23', 'this', { title: 'Dive' })
    expect(result).toEqual({
      id: split.result.id,
      version: 2,
      occurrence: recurrenceIdAt('2026-11-23', '18:00:00'),
    })
    expect(await listNovember(family.viewer, id, result.id)).toEqual([
      '02T09 Swim',
      '09T09 Swim',
      '16T18 Swim',
      '23T18 Dive',
      '30T18 Swim',
    ])
  })

  it('answers NOT_FOUND for an occurrence that another user has deleted before a split', async () => {
    await deleteOccurrences(family.owner, id, '2026-11-09', 'this')
    await editSeries(family.owner, id, 2, '2026-11-16', 'following', { location: 'Lake' })
    expect(await codeOf(editSeries(family.editor, id, 1, '2026-11-09', 'this', { title: 'Dive' }))).toBe(
      'NOT_FOUND',
    )
  })

  it('answers CONFLICT with current ids when both users move the series', async () => {
    await editSeries(family.owner, id, 1, '2026-11-02', 'all', { span: hour('2026-11-03', 18) })
    const error = await errorOf(
      editSeries(family.editor, id, 1, '2026-11-09', 'all', { span: hour('2026-11-12') }),
    )
    expect(error).toMatchObject({
      code: 'CONFLICT',
      detail: {
        data: {
          id,
          version: 2,
          occurrence: recurrenceIdAt('2026-11-10', '18:00:00'),
          fields: { span: { yours: hour('2026-11-12'), theirs: hour('2026-11-10', 18) } },
        },
      },
    })
  })

  it.each([
    [
      'edited an occurrence of',
      (split: string) => editSeries(family.editor, split, 1, '2026-11-23', 'this', { title: 'Gala' }),
    ],
    [
      'split',
      (split: string) => editSeries(family.editor, split, 1, '2026-11-23', 'following', { title: 'Gala' }),
    ],
    ['deleted', (split: string) => as(family.editor).run(deleteEvent, { id: split })],
  ])('refuses to undo a split after another user has %s the new series', async (_, change) => {
    const { result, changeset } = await editSeries(family.owner, id, 1, '2026-11-16', 'following', {
      location: 'Lake',
    })
    await change(result.id)
    const before = await listNovember(family.viewer, id, result.id)
    expect(await codeOf(undoChanges(family.owner, changeset))).toBe('CONFLICT')
    expect(await listNovember(family.viewer, id, result.id)).toEqual(before)
  })

  it('keeps a new recurrence rule when its edit is undone after another user has edited an occurrence', async () => {
    const run = await as(family.owner).createEvent({
      calendarId: family.calendar,
      title: 'Run',
      span: hour('2026-11-04'),
    })
    const { changeset } = await as(family.owner).run(updateEvent, {
      ...{ id: run.id, version: 1 },
      patch: { rules: ['FREQ=DAILY;COUNT=3'], title: 'Race' },
    })
    await editSeries(family.editor, run.id, 2, '2026-11-05', 'this', { title: 'Rest' })
    expect((await undoChanges(family.owner, changeset)).result).toEqual({ kept: ['rules'] })
    expect(await listNovember(family.viewer, run.id)).toEqual(['04T09 Run', '05T09 Rest', '06T09 Run'])
  })

  it('undoes a deleted occurrence after the series was moved', async () => {
    const { changeset } = await deleteOccurrences(family.editor, id, '2026-11-09', 'this')
    await editSeries(family.owner, id, 2, '2026-11-02', 'all', { span: hour('2026-11-03', 18) })
    expect((await undoChanges(family.editor, changeset)).result).toEqual({ kept: [] })
    expect(await listNovember(family.viewer, id)).toEqual([
      '03T18 Swim',
      '10T18 Swim',
      '17T18 Swim',
      '24T18 Swim',
    ])
  })
})
