import { beforeAll, describe, expect, test } from 'vitest'
import { db } from '@/db/client'
import type { Actor } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { eventHistory } from '@/lib/queries/event-history'
import type { EventHistoryOutput } from '@/lib/schemas/history'
import { eventHistoryOutput } from '@/lib/schemas/history'
import {
  as,
  codeOf,
  days,
  errorOf,
  type Family,
  hour,
  insertCalendar,
  insertPlacement,
  insertShare,
  makeFamily,
  makeUser,
} from '@/test/database/fixtures'
import { restoreEventFields } from './event-history'
import { deleteEvent, updateEvent } from './events'
import { undo } from './undo'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

async function historyOf(actor: Actor, id: string): Promise<EventHistoryOutput> {
  const reach = await as(actor).loadReach()
  return db.transaction(async (tx) => {
    const granted = await grant(tx, actor, 'read', 'event', id)
    return eventHistoryOutput.parse(await eventHistory(tx, granted, reach))
  })
}

/** Returns the fields of the latest entry with their values before and after. */
async function latestChanges(id: string) {
  const { entries } = await historyOf(family.owner, id)
  return entries[0]!.changes.map(({ field, from, to, occurrence }) => [field, from, to, occurrence])
}

const edit = (id: string, version: number, patch: object, options: object = {}) =>
  as(family.editor).run(updateEvent, { id, version, patch, ...options })

describe('history', () => {
  test('lists the changes of an event by field and author, newest first', async () => {
    const { id } = await as(family.owner).createEvent({ calendarId: family.calendar, title: 'Tea' })
    await edit(id, 1, { title: 'High tea', location: 'Hotel', attendees: [family.viewer.id] })
    const { entries, version, editable } = await historyOf(family.viewer, id)
    expect([version, editable]).toEqual([2, false])
    expect(entries.map(({ op, by }) => [op, by?.name])).toEqual([
      ['changed', 'editor'],
      ['added', 'owner'],
    ])
    expect(
      entries[0]!.changes.map(({ field, from, to, restorable }) => [field, from, to, restorable]),
    ).toEqual([
      ['title', 'Tea', 'High tea', false],
      ['location', '', 'Hotel', false],
      ['attendees', [], ['viewer'], false],
    ])
  })

  test('names the occurrence and the recurrence rule in changes of a series', async () => {
    const { id } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      rules: ['FREQ=WEEKLY'],
      span: hour('2026-11-21'),
    })
    const occurrence = { id: '2026-11-28T09:00:00', scope: 'this' as const }
    await edit(id, 1, { title: 'Late', span: hour('2026-11-28', 18) }, { occurrence })
    expect(await latestChanges(id)).toEqual([
      ['title', 'Dinner', 'Late', '2026-11-28T09:00:00'],
      ['span', hour('2026-11-28'), hour('2026-11-28', 18), '2026-11-28T09:00:00'],
    ])
    await as(family.editor).run(deleteEvent, { id, occurrence: { ...occurrence, id: '2026-12-05T09:00:00' } })
    expect(await latestChanges(id)).toEqual([['exists', true, false, '2026-12-05T09:00:00']])
    await edit(
      id,
      3,
      { title: 'From here on' },
      { occurrence: { id: '2026-12-19T09:00:00', scope: 'following' } },
    )
    const { entries } = await historyOf(family.owner, id)
    expect(entries[0]).toMatchObject({
      op: 'split',
      changes: [{ field: 'title', from: 'Dinner', to: 'From here on' }],
    })
  })

  test('lists a deletion and its undo', async () => {
    const { id } = await as(family.owner).createEvent({ calendarId: family.calendar })
    const { changeset } = await as(family.owner).run(deleteEvent, { id })
    await as(family.owner).run(undo, { changeset: changeset! })
    const { entries } = await historyOf(family.owner, id)
    expect(entries.map(({ op, isUndo }) => [op, isUndo])).toEqual([
      ['restored', true],
      ['removed', false],
      ['added', false],
    ])
  })

  test('hides history from users who see only the title or a placement of the event', async () => {
    const { id } = await as(family.owner).createEvent({ calendarId: family.calendar, title: 'Tea' })
    await edit(id, 1, { title: 'Secret before' })
    const sharee = await makeUser('sharee')
    for (const detail of ['full', 'title'] as const) {
      const placedIn = await insertCalendar({ ownerUserId: family.owner.id })
      await insertShare(placedIn, { userId: sharee.id }, 'viewer')
      await insertPlacement(id, placedIn, detail)
      expect((await historyOf(sharee, id)).entries).toEqual([])
    }
    expect(await codeOf(historyOf(family.sharee, id))).toBe('NOT_FOUND')
    expect(await codeOf(historyOf(family.stranger, id))).toBe('NOT_FOUND')
  })

  test('omits changes from the time when the event was private', async () => {
    const { id } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      title: 'Gift',
      visibility: 'private',
    })
    await as(family.owner).run(updateEvent, {
      id,
      version: 1,
      patch: { title: 'Party', visibility: 'default' },
    })
    await as(family.owner).run(updateEvent, { id, version: 2, patch: { location: 'Garden' } })
    const text = JSON.stringify(await historyOf(family.viewer, id))
    expect(text).toContain('Garden')
    expect(text).not.toContain('Gift')
    expect(JSON.stringify(await historyOf(family.owner, id))).toContain('Gift')
  })
})

describe('restoreEventFields', () => {
  test('restores one field, keeps others, and can be undone', async () => {
    const { id } = await as(family.owner).createEvent({ calendarId: family.calendar, title: 'Tea' })
    const { changeset } = await edit(id, 1, { title: 'High tea', location: 'Hotel' })
    await edit(id, 2, { description: 'Hats' })
    const restored = await as(family.editor).run(restoreEventFields, {
      id,
      version: 3,
      changeset: changeset!,
      field: 'title',
    })
    expect(await latestChanges(id)).toEqual([['title', 'High tea', 'Tea', null]])
    const { entries } = await historyOf(family.owner, id)
    expect(entries[2]!.changes.map(({ field, restorable }) => [field, restorable])).toEqual([
      ['title', false],
      ['location', true],
    ])
    await as(family.editor).run(undo, { changeset: restored.changeset! })
    expect(await latestChanges(id)).toEqual([['title', 'Tea', 'High tea', null]])
  })

  test('restores all fields of a change at once, including attendees', async () => {
    const { id } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      attendees: [family.viewer.id],
    })
    const { changeset } = await edit(id, 1, {
      span: days('2026-12-24', '2026-12-27'),
      attendees: [],
      color: 'pink',
    })
    await as(family.editor).run(restoreEventFields, { id, version: 2, changeset: changeset! })
    expect((await latestChanges(id)).map(([field]) => field)).toEqual(['span', 'attendees', 'color'])
    expect((await historyOf(family.owner, id)).entries[0]!.changes[1]).toMatchObject({
      from: [],
      to: ['viewer'],
    })
  })

  test('restores the title of one occurrence, and a deleted occurrence', async () => {
    const { id } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      rules: ['FREQ=WEEKLY'],
      span: hour('2026-11-21'),
    })
    const at = '2026-11-28T09:00:00'
    const changed = await edit(id, 1, { title: 'Late' }, { occurrence: { id: at, scope: 'this' } })
    await as(family.editor).run(restoreEventFields, {
      id,
      version: 2,
      changeset: changed.changeset!,
      field: 'title',
      occurrence: at,
    })
    expect(await latestChanges(id)).toEqual([['title', 'Late', 'Dinner', at]])
    const deletion = await as(family.editor).run(deleteEvent, { id, occurrence: { id: at, scope: 'this' } })
    await as(family.editor).run(restoreEventFields, { id, version: 4, changeset: deletion.changeset! })
    expect(await latestChanges(id)).toEqual([['exists', false, true, at]])
  })

  test('restores recurrence rules together with overrides', async () => {
    const { id } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      rules: ['FREQ=WEEKLY'],
      span: hour('2026-11-21'),
    })
    await edit(id, 1, { title: 'Own' }, { occurrence: { id: '2026-12-05T09:00:00', scope: 'this' } })
    const { changeset } = await edit(id, 2, { rules: ['FREQ=DAILY'] })
    await as(family.editor).run(restoreEventFields, { id, version: 3, changeset: changeset!, field: 'rules' })
    const { tuples } = await as(family.owner).loadRange('2026-12-05', '2026-12-06')
    expect(tuples.filter(([event]) => event === id).map(([, , , , , title]) => title)).toEqual(['Own'])
  })

  test('answers CONFLICT for a field that another user has changed since', async () => {
    const { id } = await as(family.owner).createEvent({ calendarId: family.calendar, title: 'A' })
    const { changeset } = await edit(id, 1, { title: 'B' })
    await edit(id, 2, { title: 'C' })
    const error = await errorOf(
      as(family.editor).run(restoreEventFields, { id, version: 2, changeset: changeset! }),
    )
    expect([error.code, error.detail.data]).toEqual([
      'CONFLICT',
      { id, version: 3, occurrence: null, fields: { title: { yours: 'A', theirs: 'C' } } },
    ])
    await as(family.editor).run(restoreEventFields, { id, version: 3, changeset: changeset! })
    expect(await latestChanges(id)).toEqual([['title', 'C', 'A', null]])
  })

  test('refuses viewers, and changesets that are not in the history of the event', async () => {
    const { id, changeset: creation } = await as(family.owner).createEvent({ calendarId: family.calendar })
    const other = await as(family.owner).createEvent({ calendarId: family.calendar })
    const { changeset } = await edit(id, 1, { title: 'B' })
    const codeFor = (actor: Actor, input: object) =>
      codeOf(as(actor).run(restoreEventFields, { id, version: 2, changeset: changeset!, ...input }))
    expect(await codeFor(family.viewer, {})).toBe('FORBIDDEN')
    expect(await codeFor(family.sharee, {})).toBe('NOT_FOUND')
    expect(await codeFor(family.editor, { changeset: creation })).toBe('NOT_FOUND')
    expect(await codeFor(family.editor, { changeset: other.changeset })).toBe('NOT_FOUND')
    expect(await codeFor(family.editor, { field: 'location' })).toBe('NOT_FOUND')
    expect(await codeFor(family.editor, { field: 'nonsense' })).toBe('INVALID')
  })

  test('refuses to restore a value that was hidden from the editor', async () => {
    const { id } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      title: 'Gift',
      visibility: 'private',
    })
    const { changeset } = await as(family.owner).run(updateEvent, {
      id,
      version: 1,
      patch: { title: 'Party', visibility: 'default' },
    })
    const attempt = as(family.editor).run(restoreEventFields, {
      id,
      version: 2,
      changeset: changeset!,
      field: 'title',
    })
    expect(await codeOf(attempt)).toBe('NOT_FOUND')
  })
})
