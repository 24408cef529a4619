import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EventFields } from '@/lib/schemas/events'
import { as, codeOf, errorOf, type Family, hour, makeFamily, type TestUser } from '@/test/database/fixtures'
import { deleteEvent, updateEvent } from './events'
import { undo } from './undo'

const MONDAYS = 'FREQ=WEEKLY;BYDAY=MO'

let family: Family
let id: string
beforeAll(async () => {
  family = await makeFamily()
})
beforeEach(async () => {
  id = (
    await as(family.owner).createEvent({
      calendarId: family.calendar,
      title: 'Swim',
      span: hour('2026-11-02'),
      rules: [MONDAYS],
    })
  ).id
})

type Scope = 'this' | 'following' | 'all'
const at = (day: string, time = '09:00:00') => `${day}T${time}`

const edit = (
  user: TestUser,
  event: string,
  version: number,
  day: string,
  scope: Scope,
  patch: Partial<EventFields>,
) =>
  as(user).run(updateEvent, {
    id: event,
    version,
    patch,
    occurrence: { id: day.length === 10 ? at(day) : day, scope },
  })

const remove = (user: TestUser, event: string, day: string, scope: Scope) =>
  as(user).run(deleteEvent, { id: event, occurrence: { id: at(day), scope } })

const undoes = (user: TestUser, changeset: string | null) => as(user).run(undo, { changeset: changeset! })

/** Lists the occurrences of the given events that a user sees in November, as `day hour title`. */
const sees = async (user: TestUser, ...ids: string[]) => {
  const { tuples } = await as(user).loadRange('2026-11-01', '2026-12-01')
  return tuples
    .filter((tuple) => ids.includes(String(tuple[0])))
    .map(([, , , start, , title]) => `${new Date(start * 1000).toISOString().slice(8, 13)} ${title}`)
    .sort()
}

describe('concurrent edits of a series', () => {
  it('keeps a renamed occurrence when another user moves the series', async () => {
    await edit(family.owner, id, 1, '2026-11-02', 'all', { span: hour('2026-11-03', 18) })
    const { result } = await edit(family.editor, id, 1, '2026-11-16', 'this', { title: 'Dive' })
    expect(result.occurrence).toBe(at('2026-11-17', '18:00:00'))
    expect(await sees(family.viewer, id)).toEqual(['03T18 Swim', '10T18 Swim', '17T18 Dive', '24T18 Swim'])
  })

  it('moves the series after another user renamed an occurrence', async () => {
    await edit(family.editor, id, 1, '2026-11-16', 'this', { title: 'Dive' })
    await edit(family.owner, id, 1, '2026-11-09', 'all', { span: hour('2026-11-10', 18) })
    expect(await sees(family.viewer, id)).toEqual(['03T18 Swim', '10T18 Swim', '17T18 Dive', '24T18 Swim'])
  })

  it('merges concurrent edits of different occurrences', async () => {
    await Promise.all([
      edit(family.owner, id, 1, '2026-11-09', 'this', { title: 'A' }),
      edit(family.editor, id, 1, '2026-11-16', 'this', { title: 'B' }),
      as(family.admin).run(deleteEvent, {
        id,
        version: 1,
        occurrence: { id: at('2026-11-23'), scope: 'this' },
      }),
    ])
    expect(await sees(family.viewer, id)).toEqual(['02T09 Swim', '09T09 A', '16T09 B', '30T09 Swim'])
  })

  it('finds the occurrence that another user has split off', async () => {
    const split = await edit(family.owner, id, 1, '2026-11-16', 'following', {
      location: 'Lake',
      span: hour('2026-11-16', 18),
    })
    const { result } = await edit(family.editor, id, 1, '2026-11-23', 'this', { title: 'Dive' })
    expect(result).toEqual({ id: split.result.id, version: 2, occurrence: at('2026-11-23', '18:00:00') })
    expect(await sees(family.viewer, id, result.id)).toEqual([
      '02T09 Swim',
      '09T09 Swim',
      '16T18 Swim',
      '23T18 Dive',
      '30T18 Swim',
    ])
  })

  it('answers NOT_FOUND for an occurrence that is gone, and changes no other', async () => {
    await remove(family.owner, id, '2026-11-09', 'this')
    await edit(family.owner, id, 2, '2026-11-16', 'following', { location: 'Lake' })
    expect(await codeOf(edit(family.editor, id, 1, '2026-11-09', 'this', { title: 'Dive' }))).toBe(
      'NOT_FOUND',
    )
  })

  it('answers CONFLICT with current ids when both users move the series', async () => {
    await edit(family.owner, id, 1, '2026-11-02', 'all', { span: hour('2026-11-03', 18) })
    const error = await errorOf(edit(family.editor, id, 1, '2026-11-09', 'all', { span: hour('2026-11-12') }))
    expect(error).toMatchObject({
      code: 'CONFLICT',
      detail: {
        data: {
          id,
          version: 2,
          occurrence: at('2026-11-10', '18:00:00'),
          fields: { span: { yours: hour('2026-11-12'), theirs: hour('2026-11-10', 18) } },
        },
      },
    })
  })

  it.each([
    [
      'edited an occurrence of',
      (split: string) => edit(family.editor, split, 1, '2026-11-23', 'this', { title: 'Gala' }),
    ],
    ['split', (split: string) => edit(family.editor, split, 1, '2026-11-23', 'following', { title: 'Gala' })],
    ['deleted', (split: string) => as(family.editor).run(deleteEvent, { id: split })],
  ])('refuses to undo a split after another user has %s the new series', async (_, then) => {
    const { result, changeset } = await edit(family.owner, id, 1, '2026-11-16', 'following', {
      location: 'Lake',
    })
    await then(result.id)
    const before = await sees(family.viewer, id, result.id)
    expect(await codeOf(undoes(family.owner, changeset))).toBe('CONFLICT')
    expect(await sees(family.viewer, id, result.id)).toEqual(before)
  })

  it('refuses to undo a split after another user changed the rest', async () => {
    const once = await as(family.owner).createEvent({
      calendarId: family.calendar,
      title: 'Run',
      span: hour('2026-11-04'),
    })
    const { changeset } = await as(family.owner).run(updateEvent, {
      ...{ id: once.id, version: 1 },
      patch: { rules: ['FREQ=DAILY;COUNT=3'], title: 'Race' },
    })
    await edit(family.editor, once.id, 2, '2026-11-05', 'this', { title: 'Rest' })
    expect((await undoes(family.owner, changeset)).result).toEqual({ kept: ['rules'] })
    expect(await sees(family.viewer, once.id)).toEqual(['04T09 Run', '05T09 Rest', '06T09 Run'])
  })

  it('undoes a deleted occurrence after the series was moved', async () => {
    const { changeset } = await remove(family.editor, id, '2026-11-09', 'this')
    await edit(family.owner, id, 2, '2026-11-02', 'all', { span: hour('2026-11-03', 18) })
    expect((await undoes(family.editor, changeset)).result).toEqual({ kept: [] })
    expect(await sees(family.viewer, id)).toEqual(['03T18 Swim', '10T18 Swim', '17T18 Swim', '24T18 Swim'])
  })
})
