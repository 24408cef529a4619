import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, DAY, type Day, dayNumber, dayOf, MINUTE, wallOf } from './day'
import {
  endsBeforeStart,
  newSpanDraft,
  type SpanDraft,
  spanOfDraft,
  toSpanDraft,
  withEndOvernight,
  withStart,
  withStartZone,
} from './draft'
import { hasValidOrder, type Span } from './span'

const zones = fc.constantFrom('Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia', 'UTC')
// Includes dates before 1970, such as birthdays, with negative milliseconds.
const days = fc.integer({ min: dayNumber('1900-01-01'), max: dayNumber('2100-01-01') })
const minutes = fc.tuple(days, fc.nat(1439)).map(([day, minute]) => day * DAY + minute * MINUTE)
const length = fc.integer({ min: -3000, max: 10_000 })

const spans: fc.Arbitrary<Span> = fc.oneof(
  fc.tuple(days, fc.integer({ min: 1, max: 40 })).map(([start, count]): Span => {
    return { type: 'all-day', start: dayOf(start), end: dayOf(start + count) }
  }),
  fc.tuple(minutes, length).map(([start, count]): Span => {
    return { type: 'floating', start: wallOf(start), end: wallOf(start + count * MINUTE) }
  }),
  fc.tuple(minutes, length, zones, zones).map(([start, count, startZone, endZone]): Span => {
    return { type: 'timed', start: wallOf(start), startZone, end: wallOf(start + count * MINUTE), endZone }
  }),
)

const MEETING: SpanDraft = {
  allDay: false,
  floating: false,
  startDay: '2026-11-21',
  startTime: 22 * 60,
  startZone: 'Europe/Berlin',
  endDay: '2026-11-22',
  endTime: 60,
  endZone: 'Europe/Berlin',
}

describe('toSpanDraft', () => {
  it('round-trips spans with minute precision through spanOfDraft', () => {
    fc.assert(
      fc.property(spans, zones, (span, zone) => {
        expect(spanOfDraft(toSpanDraft(span, zone))).toEqual(span)
      }),
      { numRuns: 500 },
    )
  })

  it('returns times of day in minutes since midnight, also before 1970', () => {
    const span: Span = { type: 'floating', start: '1969-12-31T10:05:00', end: '1969-12-31T23:59:00' }
    expect(toSpanDraft(span, 'UTC')).toMatchObject({ startTime: 605, endTime: 1439, startDay: '1969-12-31' })
    fc.assert(
      fc.property(spans, zones, (span, zone) => {
        const { startTime, endTime } = toSpanDraft(span, zone)
        for (const time of [startTime, endTime]) {
          expect(time).toBeGreaterThanOrEqual(0)
          expect(time).toBeLessThan(1440)
        }
      }),
    )
  })

  it('returns the inclusive last day of an all-day span, and 9:00 as default time', () => {
    expect(toSpanDraft({ type: 'all-day', start: '2026-12-31', end: '2027-01-02' }, 'Asia/Tokyo')).toEqual({
      allDay: true,
      floating: false,
      startDay: '2026-12-31',
      startTime: 540,
      startZone: 'Asia/Tokyo',
      endDay: '2027-01-01',
      endTime: 600,
      endZone: 'Asia/Tokyo',
    })
  })

  it("uses the viewer's zone for a floating span, and the span's zones for a timed one", () => {
    const [start, end] = ['2026-11-21T09:00:00', '2026-11-21T10:00:00']
    expect(toSpanDraft({ type: 'floating', start, end }, 'Asia/Tokyo')).toMatchObject({
      floating: true,
      startZone: 'Asia/Tokyo',
      endZone: 'Asia/Tokyo',
    })
    const timed: Span = { type: 'timed', start, startZone: 'Europe/Berlin', end, endZone: 'UTC' }
    expect(toSpanDraft(timed, 'Asia/Tokyo')).toMatchObject({ startZone: 'Europe/Berlin', endZone: 'UTC' })
  })
})

describe('withStart', () => {
  it('keeps the wall-clock duration', () => {
    fc.assert(
      fc.property(spans, days, fc.nat(1439), (span, day, time) => {
        const draft = toSpanDraft(span, 'UTC')
        const moved = withStart(draft, { day: dayOf(day), time })
        expect([moved.startDay, moved.startTime]).toEqual([dayOf(day), time])
        expect(duration(moved)).toBe(duration(draft))
        expect(moved.endTime).toBeGreaterThanOrEqual(0)
        expect(moved.endTime).toBeLessThan(1440)
      }),
      { numRuns: 500 },
    )
  })

  it('keeps the number of days of an all-day draft', () => {
    fc.assert(
      fc.property(days, fc.nat(40), days, (start, count, day) => {
        const draft: SpanDraft = {
          ...MEETING,
          allDay: true,
          startDay: dayOf(start),
          endDay: dayOf(start + count),
        }
        expect(withStart(draft, { day: dayOf(day) }).endDay).toBe(dayOf(day + count))
      }),
    )
  })

  it.each<[string, { day?: Day; time?: number }, Day, number]>([
    ['an earlier hour, which ends before midnight', { time: 20 * 60 }, '2026-11-21', 23 * 60],
    ['an hour that ends at midnight', { time: 21 * 60 }, '2026-11-22', 0],
    ['another day', { day: '2026-12-31' }, '2027-01-01', 60],
    ['a day before 1970', { day: '1965-06-01' }, '1965-06-02', 60],
    ['nothing new', {}, '2026-11-22', 60],
  ])('moves the end with the start: %s', (_, start, endDay, endTime) => {
    expect(withStart(MEETING, start)).toMatchObject({ endDay, endTime })
  })
})

describe('withStartZone', () => {
  it('changes the end zone too if both were equal', () => {
    expect(withStartZone(MEETING, 'UTC')).toEqual({ ...MEETING, startZone: 'UTC', endZone: 'UTC' })
  })

  it('keeps a different end zone', () => {
    const flight = { ...MEETING, endZone: 'Asia/Tokyo' }
    expect(withStartZone(flight, 'UTC')).toEqual({ ...flight, startZone: 'UTC' })
  })
})

describe('newSpanDraft', () => {
  const today = '2026-11-21'

  it('starts at 9:00 on other days than today, for an hour', () => {
    expect(newSpanDraft('2026-11-30', { today, minutes: 1000 }, 'Asia/Tokyo')).toEqual({
      ...MEETING,
      startDay: '2026-11-30',
      startTime: 540,
      startZone: 'Asia/Tokyo',
      endDay: '2026-11-30',
      endTime: 600,
      endZone: 'Asia/Tokyo',
    })
  })

  it.each([
    [0, 1, today, 2],
    [9 * 60, 10, today, 11],
    [9 * 60 + 1, 10, today, 11],
    [9 * 60 + 59, 10, today, 11],
    [22 * 60, 23, '2026-11-22', 0],
    [23 * 60, 23, '2026-11-22', 0],
    [23 * 60 + 59, 23, '2026-11-22', 0],
  ])(
    'suggests for today, %i minutes after midnight, hour %i until %s, hour %i',
    (minutes, start, endDay, end) => {
      expect(newSpanDraft(today, { today, minutes }, 'UTC')).toMatchObject({
        startDay: today,
        startTime: start * 60,
        endDay,
        endTime: end * 60,
      })
    },
  )

  it('creates a valid one-hour span on the day at every time', () => {
    fc.assert(
      fc.property(days, fc.boolean(), fc.nat(1439), zones, (number, isToday, minutes, zone) => {
        const day = dayOf(number)
        const draft = newSpanDraft(day, { today: isToday ? day : addDays(day, 1), minutes }, zone)
        expect([draft.startDay, duration(draft)]).toEqual([day, 60])
        expect(endsBeforeStart(draft)).toBe(false)
      }),
    )
  })
})

describe('endsBeforeStart', () => {
  it('agrees with the schema of spans', () => {
    fc.assert(
      fc.property(spans, fc.boolean(), (span, allDay) => {
        const draft = { ...toSpanDraft(span, 'UTC'), allDay }
        expect(endsBeforeStart(draft)).toBe(!hasValidOrder(spanOfDraft(draft)))
      }),
      { numRuns: 500 },
    )
  })

  it.each<[string, Partial<SpanDraft>, boolean]>([
    ['ends as it starts', { endDay: '2026-11-21', endTime: 1320 }, false],
    ['ends a minute before it starts', { endDay: '2026-11-21', endTime: 1319 }, true],
    [
      'lands "earlier", far in the west',
      { endDay: '2026-11-21', endTime: 1200, endZone: 'America/New_York' },
      false,
    ],
    ['lands "later", but before it left', { endTime: 0, endZone: 'Asia/Tokyo' }, true],
    [
      'is all-day, of one day, whatever the hidden times',
      { allDay: true, endDay: '2026-11-21', endTime: 0 },
      false,
    ],
    ['is all-day and ends the day before', { allDay: true, endDay: '2026-11-20' }, true],
    ['is floating, whatever the hidden zones', { floating: true, endTime: 0, endZone: 'Asia/Tokyo' }, false],
  ])('checks an end that %s', (_, change, before) => {
    expect(endsBeforeStart({ ...MEETING, ...change })).toBe(before)
  })
})

function duration(draft: SpanDraft): number {
  return (dayNumber(draft.endDay) - dayNumber(draft.startDay)) * 1440 + draft.endTime - draft.startTime
}

describe('withEndOvernight', () => {
  const draft = newSpanDraft('2026-12-08', { today: '2026-12-08', minutes: 0 }, 'Europe/Berlin')
  const at = (startTime: number, endTime: number, endDay = '2026-12-08') =>
    withEndOvernight({ ...draft, startTime, endTime, endDay })

  it('moves an end before the start to the next day', () => {
    expect(at(22 * 60, 7 * 60)).toMatchObject({ startDay: '2026-12-08', endDay: '2026-12-09', endTime: 420 })
  })

  it('keeps an end after the start, on another day, or before the start day', () => {
    expect(at(7 * 60, 22 * 60).endDay).toBe('2026-12-08')
    expect(at(22 * 60, 7 * 60, '2026-12-09').endDay).toBe('2026-12-09')
    expect(at(22 * 60, 7 * 60, '2026-12-07').endDay).toBe('2026-12-07')
  })
})
