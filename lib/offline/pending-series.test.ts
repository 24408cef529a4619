import { expect, it } from 'vitest'
import { dayNumber } from '@/lib/calendar/day'
import { DEFAULT_GUEST_OPTIONS, NO_TEXTS } from '@/lib/calendar/event-fields'
import { FLAG, type Range, type Tuple } from '@/lib/calendar/tuple'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { OutboxEntry } from './outbox-entry'
import { withPendingChanges } from './pending-detail'
import { withPending } from './with-pending'

const RULES = ['FREQ=DAILY']
const at = (day: number, hour = 9) =>
  `2024-10-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00`
const spanOf = (day: number, hour = 9) => {
  return {
    type: 'timed' as const,
    start: at(day, hour),
    startZone: 'UTC',
    end: at(day, hour + 1),
    endZone: 'UTC',
  }
}

/** A daily series from October 1st, whose third occurrence has a title of its own. */
const detailOn = (day: number): EventDetail => ({
  ...{ ...NO_TEXTS, ...DEFAULT_GUEST_OPTIONS, id: 'run', version: 3, kind: 'event', title: 'Run' },
  ...{
    visibility: 'default',
    busy: true,
    done: false,
    color: null,
    calendarId: 'own',
    links: [],
    guestsOmitted: false,
  },
  ...{ attendees: [], groups: [], hiddenFrom: [], attachments: [], placements: [], hiddenPlacements: 0 },
  ...{
    organizer: null,
    takenPlaces: 0,
    answer: null,
    createdBy: null,
    editable: true,
    readOnly: null,
    placeable: true,
    movable: true,
  },
  ...{ span: spanOf(day), rules: RULES, occurrence: at(day) },
  series: { span: spanOf(1), recurrence: { rules: RULES, dates: [], exclusions: [] }, overrides: {} },
})
const DAYS = [1, 2, 3, 4, 5]
const tupleOn = (day: number): Tuple => {
  const start = Date.parse(`${at(day)}Z`) / 1000
  return ['run', 0, FLAG.tentative, start, start + 3600, day === 3 ? 'Sprint' : 'Run', 0, at(day)]
}
const RANGE: Range = {
  from: dayNumber('2024-10-01'),
  to: dayNumber('2024-10-06'),
  calendars: [['own', 'Anna', 'teal', 4, 0, 1]],
  tuples: DAYS.map(tupleOn),
}

let seq = 0
const change = (
  command: OutboxEntry['command'],
  day: number,
  scope: string,
  patch: Record<string, unknown> = {},
): OutboxEntry => ({
  ...{ command, seq: ++seq, key: `key-${seq}`, title: '', at: 0, isAttempted: false },
  input: { id: 'run', version: 3, patch, occurrence: { id: at(day), scope } },
  ...(scope !== 'this' && { series: detailOn(day) }),
})
const shown = (...entries: OutboxEntry[]) =>
  withPending(RANGE, entries, 'UTC')
    .tuples.filter(([, , , start]) => start < Date.parse('2024-10-06T00:00:00Z') / 1000)
    .map(([, , , start, , title]) => `${new Date(start * 1000).toISOString().slice(8, 13)} ${title}`)
    .sort()

it('moves all following occurrences, and keeps what the stored series does not contain', () => {
  expect(shown(change('updateEvent', 2, 'following', { span: spanOf(2, 11) }))).toEqual([
    ...['01T09 Run', '02T11 Run', '03T11 Sprint', '04T11 Run', '05T11 Run'],
  ])
  const [, tuple] = withPending(RANGE, [change('updateEvent', 2, 'all', { color: 'rose' })], 'UTC').tuples
  expect(tuple?.slice(2, 7)).toEqual([FLAG.tentative, tupleOn(2)[3], tupleOn(2)[4], 'Run', 'rose'])
})

it('draws a series with another rule', () => {
  expect(shown(change('updateEvent', 2, 'all', { rules: ['FREQ=DAILY;INTERVAL=2'], title: 'Jog' }))).toEqual([
    ...['01T09 Jog', '03T09 Jog', '05T09 Jog'],
  ])
})

it('deletes the following occurrences, also of a series that is not stored', () => {
  const deletion = change('deleteEvent', 3, 'following')
  const { series: _, ...unknown } = deletion
  expect(shown(deletion)).toEqual(['01T09 Run', '02T09 Run'])
  expect(shown(unknown)).toEqual(['01T09 Run', '02T09 Run'])
})

it('draws several changes of a series, each over the one before', () => {
  const following = change('updateEvent', 3, 'following', { span: spanOf(3, 11) })
  const moved = { ...change('updateEvent', 4, 'this', { title: 'Walk' }) }
  moved.input.occurrence = { id: at(4, 11), scope: 'this' }
  const deleted = change('deleteEvent', 5, 'this')
  deleted.input.occurrence = { id: at(5, 11), scope: 'this' }
  expect(shown(following, moved, deleted)).toEqual(['01T09 Run', '02T09 Run', '03T11 Sprint', '04T11 Walk'])
})

it('moves a selected occurrence', () => {
  const move = change('moveEvents', 2, 'this')
  move.input = { events: [{ id: 'run', occurrence: at(2) }], by: 3_600_000 }
  expect(shown(move)[1]).toBe('02T10 Run')
  expect(withPendingChanges(detailOn(2), [move]).span).toEqual(spanOf(2, 10))
  expect(withPendingChanges(detailOn(1), [move]).span).toEqual(spanOf(1))
})

it('gives the details of later occurrences the new time and recurrence id', () => {
  const following = change('updateEvent', 3, 'following', { span: spanOf(3, 11), location: 'Park' })
  const detail = withPendingChanges(detailOn(4), [following])
  expect(detail).toMatchObject({ span: spanOf(4, 11), occurrence: at(4, 11), location: 'Park' })
  expect(withPendingChanges(detailOn(2), [following])).toMatchObject({ span: spanOf(2), location: '' })
})
