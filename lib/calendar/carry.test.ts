import { describe, expect, it } from 'vitest'
import { withShift, withStretch } from './carry'
import { type Drawn, withEvent } from './reduce'
import { FLAG, type Range, type Tuple } from './tuple'

const RANGE: Range = {
  from: 20_752,
  to: 20_794,
  calendars: [['family', 'Family', 'pink', 3, 'group', 12]],
  tuples: [
    ['party', 0, FLAG.allDay, 20_778, 20_779, 'Party', 0, 0],
    [0, 0, FLAG.redacted, 1_795_000_000, 1_795_003_600, '', 0, 0],
  ],
}

describe('withShift', () => {
  const at = (start: number, end: number, flags: number): Range => {
    const tuple: Tuple = ['a', 0, flags, start, end, 'A', 'lime', 0]
    return { ...RANGE, tuples: [...RANGE.tuples, tuple] }
  }

  it.each([
    ['all-day', FLAG.allDay, 20_778, 20_780, 3, 20_781, 20_783],
    ['all-day, back', FLAG.allDay | FLAG.free, 20_778, 20_780, -30, 20_748, 20_750],
    ['timed', FLAG.meeting, 1000, 4600, 2, 173_800, 177_400],
    ['floating', FLAG.floating, 1000, 4600, -1, -85_400, -81_800],
  ])('moves what is %s by days', (_, flags, start, end, days, from, to) => {
    expect(withShift(at(start, end, flags), 'a', 0, days)).toEqual(at(from, to, flags))
  })

  it('moves nothing else', () => {
    expect(withShift(RANGE, 'unknown', 0, 1)).toEqual(RANGE)
    expect(withShift(RANGE, 'party', 0, 0)).toEqual(RANGE)
  })

  it('leaves the range it was given as it is', () => {
    const before = structuredClone(RANGE)
    withShift(RANGE, 'party', 0, 3)
    expect(RANGE).toEqual(before)
  })

  it('is what the server will say, where no clock changes between', () => {
    const dinner = (day: string): Drawn => ({
      id: 'dinner',
      calendarId: 'family',
      title: 'Dinner',
      color: null,
      rules: [],
      span: { type: 'floating', start: `${day}T19:00:00`, end: `${day}T21:00:00` },
      kind: 'event',
      visibility: 'default',
      busy: true,
      done: false,
    })
    const moved = withShift(withEvent(RANGE, dinner('2026-11-21')), 'dinner', 0, 5)
    expect(moved).toEqual(withEvent(RANGE, dinner('2026-11-26')))
  })
})

describe('withStretch', () => {
  it('moves the end of one occurrence', () => {
    const range: Range = {
      from: 0,
      to: 42,
      calendars: [],
      tuples: [
        ['a', 0, FLAG.allDay, 3, 5, 'Trip', 0, '1970-01-04'],
        ['a', 0, FLAG.allDay, 10, 12, 'Trip', 0, '1970-01-11'],
        ['b', 0, 0, 0, 86_400, 'Night', 0, 0],
      ],
    }
    const ends = (id: string, occurrence: string | 0, days: number) =>
      withStretch(range, id, occurrence, days).tuples.map((tuple) => tuple[4])
    expect(ends('a', '1970-01-11', 2)).toEqual([5, 14, 86_400])
    expect(ends('a', '1970-01-04', -5)).toEqual([4, 12, 86_400])
    expect(ends('b', 0, 1)).toEqual([5, 12, 172_800])
    expect(ends('b', 0, -3)).toEqual([5, 12, 0])
  })
})
