import fc from 'fast-check'
import { dayNumber, dayOf } from '../day'
import type { Span } from '../span'
import type { MonthDay, Repeat } from './repeat'

export const on = (day: string, time = '09:00:00'): Span => ({
  type: 'timed',
  start: `${day}T${time}`,
  startZone: 'Europe/Berlin',
  end: `${day}T${time}`,
  endZone: 'Europe/Berlin',
})

export const days = fc.integer({ min: dayNumber('1950-01-01'), max: dayNumber('2100-01-01') }).map(dayOf)
const end: fc.Arbitrary<Repeat['end']> = fc.oneof(
  fc.constant({ by: 'never' as const }),
  days.map((day) => ({ by: 'day' as const, day })),
  fc.integer({ min: 1, max: 500 }).map((count) => ({ by: 'count' as const, count })),
)
const monthDay: fc.Arbitrary<MonthDay> = fc.oneof(
  fc.integer({ min: 1, max: 31 }).map((date) => ({ by: 'date' as const, date })),
  fc.record({
    by: fc.constant('nth' as const),
    nth: fc.constantFrom(1, 2, 3, 4, 5, -1),
    day: fc.integer({ min: 0, max: 7 }),
  }),
  fc.constant({ by: 'last' as const }),
)
const interval = fc.integer({ min: 1, max: 99 })
export const repeats: fc.Arbitrary<Repeat> = fc.oneof(
  fc.record({ freq: fc.constant('DAILY' as const), interval, end }),
  fc
    .record({
      freq: fc.constant('WEEKLY' as const),
      interval,
      end,
      days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
      weekStart: fc.integer({ min: 1, max: 7 }),
    })
    .map((repeat) => (repeat.interval > 1 && repeat.days.length > 1 ? repeat : { ...repeat, weekStart: 1 })),
  fc.record({ freq: fc.constant('MONTHLY' as const), interval, end, on: monthDay }),
  fc.record({
    freq: fc.constant('YEARLY' as const),
    interval,
    end,
    on: monthDay,
    month: fc.integer({ min: 1, max: 12 }),
  }),
)
