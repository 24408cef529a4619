import { expect, it } from 'vitest'
import { FLAG, type Range } from '@/lib/calendar/tuple'
import type { OutboxEntry } from './outbox-entry'
import { entriesMissingIn, withPending } from './with-pending'

const CALENDAR = '019aa000-0000-7000-8000-000000000001'
const RANGE: Range = {
  from: 20_000,
  to: 20_030,
  calendars: [[CALENDAR, 'Anna', 'teal', 4, 0, 1]],
  tuples: [
    ['tea', 0, FLAG.reminder, 1_728_000_000, 1_728_003_600, 'Tea', 0, 0],
    ['run', 0, FLAG.unanswered, 1_728_086_400, 1_728_090_000, 'Run', 0, '2024-10-05T00:00:00'],
    ['run', 0, FLAG.unanswered, 1_728_172_800, 1_728_176_400, 'Run', 0, '2024-10-06T00:00:00'],
  ],
}

const show = (command: OutboxEntry['command'], input: OutboxEntry['input']) =>
  withPending(RANGE, [{ command, input, seq: 1, key: 'k', title: '', at: 0, isAttempted: false }], 'UTC')

it('shows a new event, a completed reminder and a moved event', () => {
  const span = { type: 'all-day', start: '2024-10-10', end: '2024-10-11' }
  const created = show('createEvent', { calendarId: CALENDAR, title: 'Trip', span })
  expect(created.tuples.at(-1)).toEqual(['local-k', 0, FLAG.allDay, 20_006, 20_007, 'Trip', 0, 0])
  expect(show('updateEvent', { id: 'tea', version: 1, patch: { done: true } }).tuples[0]![2]).toBe(
    FLAG.reminder | FLAG.done,
  )
  const moved = show('updateEvent', { id: 'tea', version: 1, patch: { span } }).tuples[0]!
  expect(moved.slice(2, 5)).toEqual([FLAG.reminder | FLAG.allDay, 20_006, 20_007])
})

it('shows an event in the calendar that it was moved to, and hides it if that calendar is not in the range', () => {
  const other = '019aa000-0000-7000-8000-000000000002'
  const range: Range = { ...RANGE, calendars: [...RANGE.calendars, [other, 'Club', 'rose', 4, 0, 1]] }
  const move = (calendarId: string): OutboxEntry => ({
    ...{ command: 'updateEvent', seq: 1, key: 'k', title: '', at: 0, isAttempted: false },
    input: { id: 'tea', version: 1, patch: { calendarId } },
  })
  expect(withPending(range, [move(other)], 'UTC').tuples[0]?.slice(0, 2)).toEqual(['tea', 1])
  expect(withPending(range, [move('unknown')], 'UTC').tuples.map(([id]) => id)).toEqual(['run', 'run'])
})

it('limits an answer and a deletion to the occurrence that they name', () => {
  const answered = show('answerEvent', {
    ...{ id: 'run', version: 1, status: 'declined', occurrence: '2024-10-05T00:00:00' },
  })
  expect(answered.tuples.map((tuple) => tuple[2])).toEqual([FLAG.reminder, FLAG.declined, FLAG.unanswered])
  const deleted = show('deleteEvent', {
    ...{ id: 'run', version: 1, occurrence: { id: '2024-10-05T00:00:00', scope: 'this' } },
  })
  expect(deleted.tuples.map((tuple) => tuple[7])).toEqual([0, '2024-10-06T00:00:00'])
})

it('shows a sent change over a range that was read before it, but not over a range that contains it', () => {
  const entry = (command: OutboxEntry['command'], key: string, input: OutboxEntry['input']): OutboxEntry => ({
    ...{ command, input, key, seq: 1, title: '', at: 0, isAttempted: true },
  })
  const span = { type: 'all-day', start: '2024-10-10', end: '2024-10-11' }
  const entries = [
    entry('moveEvents', 'move', { events: [{ id: 'tea' }], by: 86_400_000 }),
    entry('createEvent', 'create', { calendarId: CALENDAR, title: 'Trip', span }),
    entry('updateEvent', 'waiting', { id: 'tea', version: 1, patch: { title: 'Coffee' } }),
  ]
  const sent = new Map([
    ['move', { [`calendar-${CALENDAR}`]: 2 }],
    ['create', { [`calendar-${CALENDAR}`]: 3 }],
  ])
  const keysMissingAt = (seq: number) => {
    const range: Range = { ...RANGE, calendars: [[CALENDAR, 'Anna', 'teal', 4, 0, seq]] }
    return entriesMissingIn(range, entries, sent).map(({ key }) => key)
  }
  expect(keysMissingAt(1)).toEqual(['move', 'create', 'waiting'])
  expect(keysMissingAt(2)).toEqual(['create', 'waiting'])
  expect(keysMissingAt(3)).toEqual(['waiting'])
})
