import { describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { updateEvent } from '@/lib/commands/events'
import { eventLayers } from '@/lib/queries/event-layers'
import { hiddenEvents } from '@/lib/queries/hidden-events'
import { eventLayersOutput } from '@/lib/schemas/layers'
import {
  as,
  codeOf,
  hour,
  loadEventDetail,
  makeFamily,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { setEventAlarms, setLayer } from './layers'

const layersOf = (user: TestUser, event: string, occurrence: RecurrenceId | null = null) =>
  db.transaction(async (tx) =>
    eventLayersOutput.parse(await eventLayers(tx, await grant(tx, user, 'read', 'event', event), occurrence)),
  )

const NO_LAYER = { color: null, busy: null, note: '', muted: false, hidden: false, alarms: null }
const TEN_MINUTES = [{ minutesBefore: 10, method: 'email' as const }]

describe('layers', () => {
  it('stores a layer for one user who can only read the event, without changing the event', async () => {
    const { owner, viewer, calendar } = await makeFamily()
    const { id } = await as(owner).createEvent({ calendarId: calendar })
    const before = await loadEventDetail(owner, id)
    const patch = { color: 'pink', busy: false, note: 'Bring cake', muted: true } as const
    const { seqs } = await as(viewer).run(setLayer, { id, patch })
    await as(viewer).run(setEventAlarms, { id, alarms: TEN_MINUTES })
    expect(Object.keys(seqs)).toEqual([`user-${viewer.id}`])
    expect((await layersOf(viewer, id)).event).toEqual({ ...patch, hidden: false, alarms: TEN_MINUTES })
    expect((await layersOf(owner, id)).event).toEqual(NO_LAYER)
    expect(await loadEventDetail(owner, id)).toEqual(before)
    expect((await as(viewer).run(setLayer, { id, patch })).changeset).toBeNull()
  })

  it('deletes a layer when all its values are removed', async () => {
    const ann = await makeUser('ann')
    const { id } = await as(ann).createEvent({ calendarId: ann.calendar })
    await as(ann).run(setEventAlarms, { id, alarms: [] })
    await as(ann).run(setLayer, { id, patch: { note: 'Bring cake' } })
    expect((await layersOf(ann, id)).event).toEqual({ ...NO_LAYER, note: 'Bring cake', alarms: [] })
    await as(ann).run(setLayer, { id, patch: { note: '' } })
    await as(ann).run(setEventAlarms, { id, alarms: null })
    expect((await layersOf(ann, id)).event).toEqual(NO_LAYER)
  })

  it('refuses layers of users who see only busy times, and of occurrences that do not exist', async () => {
    const { owner, sharee, stranger, calendar } = await makeFamily()
    const { id } = await as(owner).createEvent({ calendarId: calendar, rules: ['FREQ=WEEKLY'] })
    for (const user of [sharee, stranger]) {
      expect(await codeOf(as(user).run(setLayer, { id, patch: { muted: true } }))).toBe('NOT_FOUND')
      expect(await codeOf(as(user).run(setEventAlarms, { id, alarms: [] }))).toBe('NOT_FOUND')
    }
    const occurrence = '2026-11-22T09:00:00'
    expect(await codeOf(as(owner).run(setEventAlarms, { id, occurrence, alarms: [] }))).toBe('NOT_FOUND')
    expect(
      await codeOf(as(owner).run(setEventAlarms, { id, occurrence: '2026-11-28T09:00:00', alarms: [] })),
    ).toBe('ok')
  })

  it('copies the layer of a series to the part that is split off, and moves the layers of its occurrences', async () => {
    const ann = await makeUser('ann')
    const { id } = await as(ann).createEvent({ calendarId: ann.calendar, rules: ['FREQ=WEEKLY'] })
    const later = '2026-12-05T09:00:00'
    await as(ann).run(setLayer, { id, patch: { color: 'pink' } })
    await as(ann).run(setEventAlarms, { id, alarms: TEN_MINUTES })
    await as(ann).run(setEventAlarms, { id, occurrence: later, alarms: [] })
    const split = { id: '2026-11-28T09:00:00', scope: 'following' } as const
    const { result } = await as(ann).run(updateEvent, {
      ...{ id, version: 1, occurrence: split, patch: { span: hour('2026-11-28', 12) } },
    })
    const { event, occurrence } = await layersOf(ann, result.id, '2026-12-05T12:00:00')
    expect(event).toEqual({ ...NO_LAYER, color: 'pink', alarms: TEN_MINUTES })
    expect(occurrence).toEqual({ ...NO_LAYER, alarms: [] })
    expect((await layersOf(ann, id)).event).toEqual(event)
  })

  it.each(['all', 'following'] as const)(
    'finds the occurrence that a stale page shows after an edit with scope %s has moved it',
    async (scope) => {
      const { owner, viewer, calendar } = await makeFamily()
      const { id, version } = await as(owner).createEvent({ calendarId: calendar, rules: ['FREQ=WEEKLY'] })
      const occurrence = '2026-12-05T09:00:00'
      const { result } = await as(owner).run(updateEvent, {
        ...{ id, version, patch: { span: hour('2026-11-29', 12) } },
        occurrence: { id: '2026-11-28T09:00:00', scope },
      })
      const stale = { id, version, occurrence }
      expect((await as(viewer).run(setLayer, { ...stale, patch: { color: 'pink' } })).result).toEqual({
        id: result.id,
      })
      await as(viewer).run(setEventAlarms, { ...stale, alarms: TEN_MINUTES })
      const { occurrence: viewerLayer } = await layersOf(viewer, result.id, '2026-12-06T12:00:00')
      expect(viewerLayer).toEqual({ ...NO_LAYER, color: 'pink', alarms: TEN_MINUTES })
      expect(await codeOf(as(viewer).run(setLayer, { id, occurrence, patch: { color: 'teal' } }))).toBe(
        'NOT_FOUND',
      )
    },
  )

  it('lists the events that a user has hidden, while the user can read them', async () => {
    const { owner, editor, viewer, calendar } = await makeFamily()
    const { id } = await as(owner).createEvent({ calendarId: calendar, rules: ['FREQ=WEEKLY'] })
    await as(editor).run(setLayer, { id, patch: { hidden: true } })
    await as(editor).run(setLayer, { id, occurrence: '2026-11-28T09:00:00', patch: { hidden: true } })
    const listed = async (user: TestUser) => hiddenEvents(db, await as(user).loadReach())
    expect(await listed(editor)).toEqual([
      { id, occurrence: '2026-11-28T09:00:00', title: 'Dinner', repeats: true, start: '2026-11-28T09:00:00' },
      { id, occurrence: null, title: 'Dinner', repeats: true, start: '2026-11-21T09:00:00' },
    ])
    expect(await listed(viewer)).toEqual([])
    await as(owner).run(updateEvent, { id, version: 1, patch: { visibility: 'private' } })
    expect(await listed(editor)).toEqual([])
  })
})

it('shows the alarms that apply by default', async () => {
  const ann = await makeUser('ann')
  const event = await as(ann).createEvent({ calendarId: ann.calendar })
  const reminder = await as(ann).createEvent({ calendarId: ann.calendar, kind: 'reminder' })
  expect((await layersOf(ann, event.id)).defaults).toEqual([{ minutesBefore: 15, method: 'in-app' }])
  expect((await layersOf(ann, reminder.id)).defaults).toEqual([{ minutesBefore: 0, method: 'in-app' }])
})
