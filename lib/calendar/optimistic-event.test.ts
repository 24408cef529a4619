import { describe, expect, it } from 'vitest'
import { dayNumber } from './day'
import { type OptimisticEvent, withEvent, withoutEvent } from './optimistic-event'
import { FLAG, type Range } from './tuple'

const RANGE: Range = {
  from: dayNumber('2026-10-26'),
  to: dayNumber('2026-12-07'),
  calendars: [
    ['own', 'Anna', 'teal', 4, 0, 7],
    ['family', 'Family', 'pink', 3, 'group', 12],
  ],
  tuples: [
    ['party', 1, FLAG.allDay, 20_778, 20_779, 'Party', 0, 0],
    [0, 1, FLAG.redacted, 1_795_000_000, 1_795_003_600, '', 0, 0],
    [0, 0, FLAG.redacted, 1_795_100_000, 1_795_103_600, '', 0, 0],
  ],
}

const EVENT: OptimisticEvent = {
  id: 'dinner',
  calendarId: 'family',
  title: 'Dinner',
  color: null,
  rules: [],
  span: {
    type: 'timed',
    start: '2026-11-21T19:00:00',
    startZone: 'Europe/Berlin',
    end: '2026-11-21T21:00:00',
    endZone: 'Europe/Berlin',
  },
  kind: 'event',
  visibility: 'default',
  busy: true,
  done: false,
}

const seconds = (instant: string) => Date.parse(instant) / 1000
const addedTuple = (event: Partial<OptimisticEvent>) => withEvent(RANGE, { ...EVENT, ...event }).tuples.at(-1)

describe('withEvent', () => {
  it('adds a timed event in epoch seconds, like the server', () => {
    expect(addedTuple({})).toEqual([
      'dinner',
      1,
      0,
      seconds('2026-11-21T18:00:00Z'),
      seconds('2026-11-21T20:00:00Z'),
      'Dinner',
      0,
      0,
    ])
    const flight = {
      ...EVENT.span,
      type: 'timed',
      end: '2026-11-21T13:30:00',
      endZone: 'America/St_Johns',
    } as const
    expect(addedTuple({ span: { ...flight, startZone: 'Asia/Kathmandu' } })!.slice(3, 5)).toEqual([
      seconds('2026-11-21T13:15:00Z'),
      seconds('2026-11-21T17:00:00Z'),
    ])
  })

  it('adds an all-day event as day numbers with exclusive end', () => {
    const tuple = addedTuple({
      span: { type: 'all-day', start: '2026-11-21', end: '2026-11-23' },
      calendarId: 'own',
    })
    expect(tuple).toEqual(['dinner', 0, FLAG.allDay, 20_778, 20_780, 'Dinner', 0, 0])
  })

  it('adds a floating event in wall seconds', () => {
    const span = { type: 'floating', start: '2026-11-21T09:00:00', end: '2026-11-21T10:00:00' } as const
    const start = seconds('2026-11-21T09:00:00Z')
    expect(addedTuple({ span })).toEqual(['dinner', 1, FLAG.floating, start, start + 3600, 'Dinner', 0, 0])
  })

  it.each<[Partial<OptimisticEvent>, number]>([
    [{ busy: false }, FLAG.free],
    [{ visibility: 'private' }, FLAG.private],
    [{ kind: 'meeting' }, FLAG.meeting],
    [{ kind: 'reminder' }, FLAG.reminder],
    [{ kind: 'reminder', done: true }, FLAG.reminder | FLAG.done],
    [{ kind: 'meeting', busy: false, visibility: 'private' }, FLAG.meeting | FLAG.free | FLAG.private],
    [
      { busy: false, span: { type: 'all-day', start: '2026-11-21', end: '2026-11-22' } },
      FLAG.free | FLAG.allDay,
    ],
  ])('sets the flags of an event with %j', (event, flags) => {
    expect(addedTuple(event)![2]).toBe(flags)
  })

  it("keeps the event's own color, and uses 0 for the calendar's color", () => {
    expect(addedTuple({ color: 'lime' })![6]).toBe('lime')
    expect(addedTuple({ color: null })![6]).toBe(0)
  })

  it('adds a reminder without duration, like the server', () => {
    const [, , , start, end] = addedTuple({ kind: 'reminder' })!
    expect([start, end]).toEqual([seconds('2026-11-21T18:00:00Z'), seconds('2026-11-21T18:00:00Z')])
    const days = addedTuple({
      kind: 'reminder',
      span: { type: 'all-day', start: '2026-11-21', end: '2026-11-25' },
    })!
    expect(days.slice(3, 5)).toEqual([20_778, 20_779])
  })

  it('replaces the tuple of an event that was renamed and moved to another calendar', () => {
    const once = withEvent(RANGE, EVENT)
    const twice = withEvent(once, { ...EVENT, title: 'Supper', calendarId: 'own' })
    expect(twice.tuples.filter(([id]) => id === 'dinner')).toEqual([
      ['dinner', 0, 0, expect.any(Number), expect.any(Number), 'Supper', 0, 0],
    ])
    expect(twice.tuples).toHaveLength(4)
  })

  it('removes an event that moved to a calendar outside the range', () => {
    expect(withEvent(withEvent(RANGE, EVENT), { ...EVENT, calendarId: 'elsewhere' })).toEqual(RANGE)
  })

  it('does not modify the given range', () => {
    const before = structuredClone(RANGE)
    withEvent(RANGE, EVENT)
    withoutEvent(RANGE, 'party')
    expect(RANGE).toEqual(before)
  })
})

describe('withoutEvent', () => {
  it('removes one event and keeps all others, including redacted ones', () => {
    expect(withoutEvent(RANGE, 'party')).toEqual({ ...RANGE, tuples: RANGE.tuples.slice(1) })
    expect(withoutEvent(RANGE, 'unknown')).toEqual(RANGE)
    expect(withoutEvent(RANGE, '0')).toEqual(RANGE)
  })
})
