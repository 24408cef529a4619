import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { answers } from '@/db/schema/answers'
import { changes } from '@/db/schema/changes'
import { ANSWER_SOURCES } from '@/lib/calendar/answers'
import { as, codeOf, type Family, hour, makeFamily, type TestUser } from '@/test/database/fixtures'
import { answerEvent } from './answers'
import { ACCEPTED, loadAnswer } from './answers.test.detail'
import { updateEvent } from './events'
import { undo } from './undo'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const weekly = (...people: TestUser[]) =>
  as(family.owner).createEvent({
    calendarId: family.calendar,
    rules: ['FREQ=WEEKLY'],
    span: hour('2026-11-02'),
    attendees: people.map(({ id }) => id),
  })

const at = (day: string) => `${day}T09:00:00`

const NONE = { status: 'needs-action', outdatedFor: null }

describe('answers to a series', () => {
  it('applies an answer to one occurrence, or to all, replacing answers to single occurrences', async () => {
    const { viewer } = family
    const { id, version } = await weekly(viewer)
    await as(viewer).run(answerEvent, { id, version, occurrence: at('2026-11-09'), status: 'declined' })
    expect(await loadAnswer(viewer, id, at('2026-11-09'))).toMatchObject({ status: 'declined' })
    expect(await loadAnswer(viewer, id, at('2026-11-16'))).toMatchObject(NONE)
    const all = await as(viewer).run(answerEvent, { id, version, status: 'accepted' })
    expect(await loadAnswer(viewer, id, at('2026-11-09'))).toMatchObject(ACCEPTED)
    await as(viewer).run(undo, { changeset: all.changeset! })
    expect(await loadAnswer(viewer, id, at('2026-11-09'))).toMatchObject({ status: 'declined' })
    expect(await loadAnswer(viewer, id, at('2026-11-16'))).toMatchObject(NONE)
  })

  it('keeps a newer answer to an occurrence when the answer to the series is undone', async () => {
    const { viewer } = family
    const { id, version } = await weekly(viewer)
    await as(viewer).run(answerEvent, { id, version, occurrence: at('2026-11-09'), status: 'declined' })
    const all = await as(viewer).run(answerEvent, { id, version, status: 'accepted' })
    await as(viewer).run(answerEvent, { id, version, occurrence: at('2026-11-09'), status: 'tentative' })
    const { result } = await as(viewer).run(undo, { changeset: all.changeset! })
    expect(result).toEqual({ kept: ['answer'] })
    expect(await loadAnswer(viewer, id, at('2026-11-09'))).toMatchObject({ status: 'tentative' })
    expect(await loadAnswer(viewer, id, at('2026-11-16'))).toMatchObject(NONE)
  })

  it('undoes an answer after a split has moved it to the later part', async () => {
    const { viewer, editor } = family
    const { id, version } = await weekly(viewer)
    const occurrence = at('2026-11-23')
    await as(viewer).run(answerEvent, { id, version, occurrence, status: 'accepted' })
    const { changeset } = await as(viewer).run(answerEvent, { id, version, occurrence, status: 'declined' })
    const { result } = await as(editor).run(updateEvent, {
      ...{ id, version, patch: { title: 'Later' } },
      occurrence: { id: at('2026-11-16'), scope: 'following' },
    })
    const undone = await as(viewer).run(undo, { changeset: changeset! })
    expect(await loadAnswer(viewer, result.id, occurrence)).toMatchObject(ACCEPTED)
    const rows = await db.select().from(changes).where(eq(changes.changesetId, undone.changeset!))
    expect(rows.map(({ entityId }) => entityId)).toEqual([result.id])
    await as(viewer).run(undo, { changeset: undone.changeset! })
    expect(await loadAnswer(viewer, result.id, occurrence)).toMatchObject({ status: 'declined' })
  })

  it.each([
    ['an occurrence', at('2026-11-23')],
    ['all occurrences', undefined],
  ])('refuses to undo a split after an attendee has answered %s of the later part', async (_, occurrence) => {
    const { viewer, editor } = family
    const { id, version } = await weekly(viewer)
    await as(viewer).run(answerEvent, { id, version, status: 'accepted' })
    const { result, changeset } = await as(editor).run(updateEvent, {
      ...{ id, version, patch: { title: 'Later' } },
      occurrence: { id: at('2026-11-16'), scope: 'following' },
    })
    const answer = { id: result.id, version: result.version, occurrence, status: 'declined' as const }
    await as(viewer).run(answerEvent, answer)
    expect(await codeOf(as(editor).run(undo, { changeset: changeset! }))).toBe('CONFLICT')
    expect(await loadAnswer(viewer, result.id, at('2026-11-23'))).toMatchObject({ status: 'declined' })
  })

  it('moves answers with their occurrence when the series shifts, and marks them as outdated', async () => {
    const { viewer, editor } = family
    const { id, version } = await weekly(viewer)
    await as(viewer).run(answerEvent, { id, version, occurrence: at('2026-11-09'), status: 'accepted' })
    const shifted = await as(editor).run(updateEvent, {
      id,
      version,
      patch: { span: hour('2026-11-10') },
      occurrence: { id: at('2026-11-09'), scope: 'all' },
    })
    expect(await loadAnswer(viewer, id, at('2026-11-10'))).toMatchObject({
      status: 'accepted',
      outdatedFor: hour('2026-11-09'),
    })
    expect(await loadAnswer(viewer, id, at('2026-11-17'))).toMatchObject(NONE)
    await as(editor).run(undo, { changeset: shifted.changeset! })
    expect(await loadAnswer(viewer, id, at('2026-11-09'))).toMatchObject(ACCEPTED)
  })

  it('marks the answers to an occurrence as outdated when only that occurrence moves', async () => {
    const { viewer, editor } = family
    const { id, version } = await weekly(viewer)
    await as(viewer).run(answerEvent, { id, version, status: 'accepted' })
    await as(editor).run(updateEvent, {
      id,
      version,
      patch: { span: hour('2026-11-11') },
      occurrence: { id: at('2026-11-09'), scope: 'this' },
    })
    expect(await loadAnswer(viewer, id, at('2026-11-09'))).toMatchObject({ outdatedFor: hour('2026-11-09') })
    expect(await loadAnswer(viewer, id, at('2026-11-16'))).toMatchObject(ACCEPTED)
  })

  it.each(ANSWER_SOURCES)(
    'copies an answer with the source %s to the later part of a split series',
    async (source) => {
      const { viewer, editor } = family
      const { id, version } = await weekly(viewer)
      await as(viewer).run(answerEvent, { id, version, status: 'accepted' })
      await db.update(answers).set({ source }).where(eq(answers.eventId, id))
      const occurrence = { id: at('2026-11-16'), scope: 'following' } as const
      const patch = { title: 'Later' }
      const { result } = await as(editor).run(updateEvent, { id, version, patch, occurrence })
      const stored = await db.select().from(answers).where(eq(answers.eventId, result.id))
      expect(stored).toMatchObject([{ userId: viewer.id, status: 'accepted', source }])
    },
  )

  it('copies answers to both parts when the series is split, and marks answers as outdated when their time moves', async () => {
    const { viewer, editor } = family
    const { id, version } = await weekly(viewer)
    await as(viewer).run(answerEvent, { id, version, status: 'accepted' })
    await as(viewer).run(answerEvent, { id, version, occurrence: at('2026-11-23'), status: 'declined' })
    const renamed = await as(editor).run(updateEvent, {
      id,
      version,
      patch: { title: 'Later' },
      occurrence: { id: at('2026-11-16'), scope: 'following' },
    })
    const laterPart = renamed.result.id
    expect(laterPart).not.toBe(id)
    expect(await loadAnswer(viewer, id, at('2026-11-09'))).toMatchObject(ACCEPTED)
    expect(await loadAnswer(viewer, laterPart, at('2026-11-16'))).toMatchObject(ACCEPTED)
    expect(await loadAnswer(viewer, laterPart, at('2026-11-23'))).toMatchObject({
      status: 'declined',
      outdatedFor: null,
    })
    const moved = await as(editor).run(updateEvent, {
      id: laterPart,
      version: renamed.result.version,
      patch: { span: hour('2026-12-01') },
      occurrence: { id: at('2026-11-30'), scope: 'following' },
    })
    expect(await loadAnswer(viewer, moved.result.id, at('2026-12-08'))).toMatchObject({
      status: 'accepted',
      outdatedFor: hour('2026-12-07'),
    })
  })

  it('applies an answer from a stale page to the event that now contains the occurrence', async () => {
    const { viewer, editor } = family
    const { id, version } = await weekly(viewer)
    await as(editor).run(updateEvent, {
      id,
      version,
      patch: { title: 'Later' },
      occurrence: { id: at('2026-11-16'), scope: 'following' },
    })
    const { result } = await as(viewer).run(answerEvent, {
      id,
      version,
      occurrence: at('2026-11-23'),
      status: 'accepted',
    })
    expect(result.id).not.toBe(id)
    expect(await loadAnswer(viewer, result.id, at('2026-11-23'))).toMatchObject(ACCEPTED)
  })

  it.each(['all', 'following'] as const)(
    'applies an answer from a stale page after an edit with scope %s has moved the occurrence to another day',
    async (scope) => {
      const { viewer, editor } = family
      const { id, version } = await weekly(viewer)
      const moved = await as(editor).run(updateEvent, {
        ...{ id, version, patch: { span: hour('2026-11-17', 12) } },
        occurrence: { id: at('2026-11-16'), scope },
      })
      const answer = { id, version, occurrence: at('2026-11-23'), status: 'accepted' as const }
      const { result } = await as(viewer).run(answerEvent, answer)
      expect(result).toEqual({ id: moved.result.id, occurrence: '2026-11-24T12:00:00' })
    },
  )

  it('applies an answer from a stale page to the part that contains the occurrence after two splits that moved it', async () => {
    const { viewer, editor } = family
    const { id, version } = await weekly(viewer)
    const move = async (event: { id: string; version: number }, from: string, to: string) => {
      const { result } = await as(editor).run(updateEvent, {
        ...{ id: event.id, version: event.version, patch: { span: hour(to) } },
        occurrence: { id: at(from), scope: 'following' },
      })
      return result
    }
    const later = await move({ id, version }, '2026-11-16', '2026-11-17')
    const last = await move(later, '2026-12-01', '2026-12-04')
    const answer = (day: string) =>
      as(viewer).run(answerEvent, { id, version, occurrence: at(day), status: 'accepted' })
    expect((await answer('2026-11-23')).result).toEqual({ id: later.id, occurrence: at('2026-11-24') })
    expect((await answer('2026-12-07')).result).toEqual({ id: last.id, occurrence: at('2026-12-11') })
  })
})
