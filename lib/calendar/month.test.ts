import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, dayNumber, dayOf, HOUR, MINUTE, wallMs, weekday } from './day'
import { addMonths, daysOf, isBar, isMonthBar, minEndShiftDays, monthGrid } from './month'
import { at, item, WEEK } from './month.test.items'
import { FLAG } from './tuple'

describe('monthGrid', () => {
  it('covers every month from 1900 to 2100 with whole weeks, from any day of the week', () => {
    for (let weekStart = 1; weekStart <= 7; weekStart++) {
      for (let day = '1900-01-01'; day <= '2100-12-01'; day = addMonths(day, 1)) {
        const { from, to, weeks, month } = monthGrid(day, weekStart)
        const next = dayNumber(addMonths(day, 1))
        const wrong =
          month.from !== dayNumber(day) ||
          month.to !== next ||
          weekday(from) !== weekStart ||
          weeks[0] !== from ||
          weeks.some((week, index) => week !== from + index * 7) ||
          to !== from + weeks.length * 7 ||
          from > month.from ||
          from + 7 <= month.from ||
          to < month.to ||
          to - 7 >= month.to ||
          weeks.length < 4 ||
          weeks.length > 6
        if (wrong) expect.fail(`${day} from ${weekStart}: ${JSON.stringify({ from, to, weeks, month })}`)
      }
    }
  })

  it('returns the same grid for every day of the month', () => {
    const days = fc.integer({ min: dayNumber('1900-01-01'), max: dayNumber('2100-12-31') })
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 7 }), (number, weekStart) => {
        const day = dayOf(number)
        expect(monthGrid(day, weekStart)).toEqual(monthGrid(`${day.slice(0, 7)}-01`, weekStart))
        expect(monthGrid(day, weekStart).month.from).toBeLessThanOrEqual(number)
        expect(monthGrid(day, weekStart).month.to).toBeGreaterThan(number)
      }),
    )
  })

  it.each([
    ['2027-02-14', 1, 4, '2027-02-01', '2027-03-01'], // 28 days from a Monday
    ['2026-11-21', 1, 6, '2026-10-26', '2026-12-07'],
    ['2026-11-21', 7, 5, '2026-11-01', '2026-12-06'],
    ['2026-11-21', 6, 5, '2026-10-31', '2026-12-05'],
    ['2028-02-29', 1, 5, '2028-01-31', '2028-03-06'],
  ])(
    'covers the month of %s, with weeks starting on %i, in %i weeks from %s to %s',
    (day, weekStart, count, from, to) => {
      const grid = monthGrid(day, weekStart)
      expect([grid.weeks.length, dayOf(grid.from), dayOf(grid.to)]).toEqual([count, from, to])
    },
  )
})

describe('addMonths', () => {
  it.each([
    ['2026-11-21', 1, '2026-12-01'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-01-31', 1, '2026-02-01'],
    ['2026-01-31', -1, '2025-12-01'],
    ['2026-11-21', 0, '2026-11-01'],
    ['2026-11-21', 14, '2028-01-01'],
    ['2026-11-21', -23, '2024-12-01'],
    ['0099-12-01', 1, '0100-01-01'],
  ])('addMonths(%s, %i) is %s', (day, months, expected) => {
    expect(addMonths(day, months)).toBe(expected)
  })
})

describe('daysOf', () => {
  it.each([
    ['an hour', at('09:00'), at('10:00'), 0, 0],
    ['an evening until midnight, without the next day', at('20:00'), at('24:00'), 0, 0],
    ['an evening until a minute past midnight', at('20:00'), at('24:00') + MINUTE, 0, 1],
    ['a point in time', at('09:00'), at('09:00'), 0, 0],
    ['a point in time at midnight', at('00:00'), at('00:00'), 0, 0],
    ['a whole day', at('00:00'), at('24:00'), 0, 0],
    ['three days', at('00:00'), at('00:00') + 3 * DAY, 0, 2],
    ['an item during which the clock is set back', at('02:50'), at('02:10'), 0, 0],
    [
      'an item during which the clock is set back over midnight',
      at('00:05'),
      at('00:05') - 10 * MINUTE,
      0,
      0,
    ],
  ])('daysOf returns the days of %s', (_, start, end, first, last) => {
    expect(daysOf(item({ start, end }))).toEqual({ first: WEEK + first, last: WEEK + last })
  })

  it('returns the days before 1970 too', () => {
    const start = wallMs('1969-12-30T22:00:00')
    expect(daysOf(item({ start, end: start + 2 * HOUR }))).toEqual({ first: -2, last: -2 })
    expect(daysOf(item({ start, end: start + 3 * HOUR }))).toEqual({ first: -2, last: -1 })
    expect(daysOf(item({ start: -1, end: 0 }))).toEqual({ first: -1, last: -1 })
  })
})

describe('isBar', () => {
  it.each([
    ['an all-day event', true, item({ start: at('00:00'), end: at('24:00'), flags: FLAG.allDay })],
    ['a night of eight hours', false, item({ start: at('22:00'), end: at('30:00') })],
    ['24 hours over a midnight', true, item({ start: at('22:00'), end: at('46:00') })],
    ['24 hours of one day', false, item({ start: at('00:00'), end: at('24:00') })],
    ['an hour', false, item({ start: at('22:00'), end: at('23:00') })],
  ])('isBar of %s is %s', (_, expected, tested) => {
    expect(isBar(tested)).toBe(expected)
  })
})

describe('isMonthBar', () => {
  it.each([
    ['an all-day event', true, item({ start: at('00:00'), end: at('24:00'), flags: FLAG.allDay })],
    ['a night shift', true, item({ start: at('22:00'), end: at('31:00') })],
    ['a party until a minute past midnight', true, item({ start: at('20:00'), end: at('24:00') + MINUTE })],
    ['an evening until midnight', false, item({ start: at('20:00'), end: at('24:00') })],
    ['24 hours of one day', false, item({ start: at('00:00'), end: at('24:00') })],
    ['an hour', false, item({ start: at('09:00'), end: at('10:00') })],
  ])('isMonthBar of %s is %s', (_, expected, tested) => {
    expect(isMonthBar(tested)).toBe(expected)
  })
})

describe('minEndShiftDays', () => {
  it.each([
    ['three all-day days', -2, item({ start: at('00:00'), end: at('72:00'), flags: FLAG.allDay })],
    ['one all-day day', 0, item({ start: at('00:00'), end: at('24:00'), flags: FLAG.allDay })],
    [
      'a night shift, whose end may not come before its start',
      0,
      item({ start: at('22:00'), end: at('31:00') }),
    ],
    ['two nights and a day', -1, item({ start: at('22:00'), end: at('55:00') })],
    ['an item during which the clock is set back', 0, item({ start: at('02:50'), end: at('02:10') })],
  ])('minEndShiftDays of %s is %i', (_, days, tested) => {
    expect(minEndShiftDays(tested) + 0).toBe(days)
  })
})
