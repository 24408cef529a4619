import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { events } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import { END_OF_TIME } from '@/lib/calendar/series/series'
import { FLAG } from '@/lib/calendar/tuple'
import { deriveSpans } from '@/lib/jobs/upkeep'
import type { EventFields } from '@/lib/schemas/events'
import { as, codeOf, errorOf, type Family, hour, loadEventDetail, makeFamily } from '@/test/database/fixtures'
import { updateEvent } from './events'
import {
  deleteOccurrences,
  editSeries,
  listNovember,
  MONDAYS,
  makeSwimSeries,
  readEventRow,
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

describe('a series', () => {
  it('lists each occurrence in its month by recurrence id', async () => {
    const { tuples } = await as(family.viewer).loadRange('2030-01-01', '2030-02-01')
    expect(tuples.filter((tuple) => tuple[0] === id).map((tuple) => tuple[7])).toEqual(
      ['07', '14', '21', '28'].map((day) => recurrenceIdAt(`2030-01-${day}`)),
    )
  })

  it('indexes a series and its placements up to its end', async () => {
    expect(await readEventRow(id)).toMatchObject({ spanTo: new Date(END_OF_TIME) })
    await editSeries(family.owner, id, 1, '2026-11-02', 'all', { rules: ['FREQ=WEEKLY;COUNT=3'] })
    expect(await readEventRow(id)).toMatchObject({ spanTo: new Date('2026-11-16T10:00:00Z') })
    await editSeries(family.owner, id, 2, '2026-11-16', 'this', { span: hour('2026-12-24') })
    const spanTo = new Date('2026-12-24T10:00:00Z')
    expect(await readEventRow(id)).toMatchObject({ spanTo })
    expect(await db.select().from(placements).where(eq(placements.eventId, id))).toMatchObject([
      { spanTo, long: true },
    ])
  })

  it('converts a series to a single event and back', async () => {
    await editSeries(family.owner, id, 1, '2026-11-09', 'all', { rules: [] })
    expect(await listNovember(family.viewer, id)).toEqual(['09T09 Swim'])
    expect(await db.select().from(placements).where(eq(placements.eventId, id))).toMatchObject([
      { long: false },
    ])
    await as(family.owner).run(updateEvent, { id, version: 2, patch: { rules: ['FREQ=DAILY;COUNT=2'] } })
    expect(await listNovember(family.viewer, id)).toEqual(['09T09 Swim', '10T09 Swim'])
  })

  it.each([
    [['FREQ=OFTEN'], 'bad_rule'],
    [['FREQ=WEEKLY;BYDAY=XX'], 'bad_rule'],
    [['FREQ=DAILY;INTERVAL=0'], 'bad_rule'],
    [[''], 'bad_rule'],
  ])('rejects the rules %o', async (rules, code) => {
    const error = await errorOf(as(family.owner).run(updateEvent, { id, version: 1, patch: { rules } }))
    expect(error.detail.fields).toEqual({ 'patch.rules.0': { code } })
  })

  it('shows a series in the time zone of the viewer across DST changes', async () => {
    const berlin = { ...hour('2026-10-19'), startZone: 'Europe/Berlin', endZone: 'Europe/Berlin' }
    const created = await as(family.owner).createEvent({
      calendarId: family.calendar,
      span: berlin,
      rules: ['FREQ=WEEKLY;COUNT=2'],
    })
    const { tuples } = await as(family.owner).loadRange('2026-10-01', '2026-11-01')
    const starts = tuples
      .filter((tuple) => tuple[0] === created.id)
      .map((tuple) => new Date(tuple[3] * 1000).toISOString())
    expect(starts).toEqual(['2026-10-19T07:00:00.000Z', '2026-10-26T08:00:00.000Z'])
  })
})

describe('editing', () => {
  it('edits one occurrence and leaves the others', async () => {
    const { result } = await editSeries(family.editor, id, 1, '2026-11-09', 'this', {
      title: 'Dive',
      span: hour('2026-11-10', 11),
    })
    expect(result).toEqual({ id, version: 2, occurrence: recurrenceIdAt('2026-11-09') })
    expect(await listNovember(family.viewer, id)).toEqual([
      '02T09 Swim',
      '10T11 Dive',
      '16T09 Swim',
      '23T09 Swim',
      '30T09 Swim',
    ])
    expect(await loadEventDetail(family.viewer, id, recurrenceIdAt('2026-11-09'))).toMatchObject({
      title: 'Dive',
      span: hour('2026-11-10', 11),
      rules: [MONDAYS],
      occurrence: recurrenceIdAt('2026-11-09'),
    })
  })

  it('returns the single event that a series becomes by an edit', async () => {
    const { result } = await editSeries(family.editor, id, 1, '2026-11-16', 'following', { rules: [] })
    expect(result).toMatchObject({ occurrence: null })
    expect(await listNovember(family.viewer, result.id)).toEqual(['16T09 Swim'])
    expect(await listNovember(family.viewer, id)).toEqual(['02T09 Swim', '09T09 Swim'])
  })

  it('returns the names of attendees of a single occurrence', async () => {
    await editSeries(family.owner, id, 1, '2026-11-09', 'this', { attendees: [family.editor.id] })
    const { attendees } = await loadEventDetail(family.viewer, id, recurrenceIdAt('2026-11-09'))
    expect(attendees).toEqual([expect.objectContaining({ userId: family.editor.id, name: 'editor' })])
  })

  it('splits a series by "this and following" and joins it by one undo', async () => {
    await editSeries(family.editor, id, 1, '2026-11-23', 'this', { title: 'Gala' })
    const before = await readEventRow(id)
    const { result, changeset } = await editSeries(family.editor, id, 2, '2026-11-16', 'following', {
      span: hour('2026-11-17', 18),
    })
    expect(result.id).not.toBe(id)
    expect(result.occurrence).toBe(recurrenceIdAt('2026-11-17', '18:00:00'))
    expect(await listNovember(family.viewer, id)).toEqual(['02T09 Swim', '09T09 Swim'])
    expect(await listNovember(family.viewer, result.id)).toEqual(['17T18 Swim', '24T18 Gala'])
    expect(await readEventRow(result.id)).toMatchObject({ splitFrom: id, createdBy: family.owner.id })
    await undoChanges(family.editor, changeset)
    const { version: _, sequence: __, updatedAt: ___, ...same } = before
    expect(await readEventRow(id)).toMatchObject(same)
    expect((await readEventRow(result.id)).deletedAt).not.toBeNull()
  })

  it('moves all occurrences with their exceptions', async () => {
    await editSeries(family.editor, id, 1, '2026-11-23', 'this', { title: 'Gala' })
    await deleteOccurrences(family.editor, id, '2026-11-09', 'this')
    const { changeset } = await editSeries(family.editor, id, 3, '2026-11-16', 'all', {
      span: hour('2026-11-17', 18),
    })
    expect(await listNovember(family.viewer, id)).toEqual(['03T18 Swim', '17T18 Swim', '24T18 Gala'])
    await undoChanges(family.owner, changeset)
    expect(await listNovember(family.viewer, id)).toEqual([
      '02T09 Swim',
      '16T09 Swim',
      '23T09 Gala',
      '30T09 Swim',
    ])
  })

  it.each([
    ['kind', { kind: 'reminder' }],
    ['rules', { rules: ['FREQ=DAILY'] }],
    ['visibility', { visibility: 'private' }],
  ] as const)('refuses to change %s of a single occurrence', async (field, patch) => {
    const error = await errorOf(
      editSeries(family.editor, id, 1, '2026-11-09', 'this', patch as Partial<EventFields>),
    )
    expect(error).toMatchObject({
      code: 'INVALID',
      detail: { fields: { [field]: { code: 'whole_series' } } },
    })
  })

  it('answers NOT_FOUND for an occurrence that does not exist', async () => {
    for (const day of ['2026-11-10', '2026-10-26']) {
      expect(await codeOf(editSeries(family.editor, id, 1, day, 'this', { title: 'x' }))).toBe('NOT_FOUND')
      expect(await codeOf(deleteOccurrences(family.editor, id, day, 'all'))).toBe('NOT_FOUND')
      expect(await codeOf(loadEventDetail(family.editor, id, recurrenceIdAt(day)))).toBe('NOT_FOUND')
    }
  })

  it.each(['viewer', 'sharee', 'stranger'] as const)('refuses edits and deletions by a %s', async (role) => {
    const code = role === 'viewer' ? 'FORBIDDEN' : 'NOT_FOUND'
    for (const scope of ['this', 'following', 'all'] as const) {
      expect(await codeOf(editSeries(family[role], id, 1, '2026-11-09', scope, { title: 'x' }))).toBe(code)
      expect(await codeOf(deleteOccurrences(family[role], id, '2026-11-09', scope))).toBe(code)
    }
  })

  it('marks one occurrence of a reminder as done', async () => {
    const created = await as(family.owner).createEvent({
      calendarId: family.calendar,
      kind: 'reminder',
      span: hour('2026-11-03'),
      rules: ['FREQ=DAILY;COUNT=3'],
    })
    await editSeries(family.editor, created.id, 1, '2026-11-04', 'this', { done: true })
    const { tuples } = await as(family.viewer).loadRange('2026-11-01', '2026-12-01')
    const doneFlags = tuples.filter((tuple) => tuple[0] === created.id).map((tuple) => tuple[2] & FLAG.done)
    expect(doneFlags).toEqual([0, FLAG.done, 0])
  })
})

describe('deleting', () => {
  it.each([
    ['this', ['02T09 Swim', '16T09 Swim', '23T09 Swim', '30T09 Swim']],
    ['following', ['02T09 Swim']],
    ['all', []],
  ] as const)('deletes occurrences with the scope %s, and undoes it', async (scope, remaining) => {
    await editSeries(family.editor, id, 1, '2026-11-09', 'this', { title: 'Dive' })
    const all = await listNovember(family.viewer, id)
    const { changeset } = await deleteOccurrences(family.editor, id, '2026-11-09', scope)
    expect(await listNovember(family.viewer, id)).toEqual(remaining)
    await undoChanges(family.editor, changeset)
    expect(await listNovember(family.viewer, id)).toEqual(all)
  })
})

describe('extreme rules', () => {
  it('limits the occurrences of extreme rules in a month view', async () => {
    const user = family.stranger
    for (const rule of [
      'FREQ=SECONDLY',
      'FREQ=MINUTELY;COUNT=1000000000',
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    ]) {
      await as(user).createEvent({ calendarId: user.calendar, span: hour('2026-01-01'), rules: [rule] })
    }
    const { tuples } = await as(user).loadRange('2026-11-01', '2026-12-01')
    expect(tuples.length).toBeLessThanOrEqual(2000)
  })
})

describe('deriveSpans', () => {
  it('recalculates the instants of series with exceptions', async () => {
    await editSeries(family.owner, id, 1, '2026-11-09', 'this', { span: hour('2026-10-20') })
    await db
      .update(events)
      .set({ tzdata: 'old', spanFrom: new Date(0), spanTo: new Date(1) })
      .where(eq(events.id, id))
    await deriveSpans()
    expect(await readEventRow(id)).toMatchObject({
      spanFrom: new Date('2026-10-20T09:00:00Z'),
      spanTo: new Date(END_OF_TIME),
    })
  })
})
