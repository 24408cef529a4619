import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayNumber, dayOf, weekday } from './day'
import { addPages, daysOfView, isoWeekNumber, isView, startOfWeek, VIEWS } from './views'

const days = fc.integer({ min: dayNumber('1900-01-01'), max: dayNumber('2100-12-31') })
const weekStarts = fc.integer({ min: 1, max: 7 })
const views = fc.constantFrom(...VIEWS)

describe('daysOfView', () => {
  it('includes the given day', () => {
    fc.assert(
      fc.property(views, days, weekStarts, (view, day, weekStart) => {
        const { from, to } = daysOfView(view, dayOf(day), weekStart)
        expect(from).toBeLessThanOrEqual(day)
        expect(to).toBeGreaterThan(day)
      }),
    )
  })

  it('returns seven days for a week, from the first day of the week', () => {
    fc.assert(
      fc.property(days, weekStarts, (day, weekStart) => {
        const { from, to } = daysOfView('week', dayOf(day), weekStart)
        expect(to - from).toBe(7)
        expect(weekday(from)).toBe(weekStart)
        expect(startOfWeek(day, weekStart)).toBe(from)
      }),
    )
  })

  it('returns the days of a year, whole weeks for a month, one day for a day and five weeks for an agenda', () => {
    expect(daysOfView('month', '2026-11-21', 1)).toEqual({
      from: dayNumber('2026-10-26'),
      to: dayNumber('2026-12-07'),
    })
    expect(daysOfView('year', '2028-11-21', 1)).toEqual({
      from: dayNumber('2028-01-01'),
      to: dayNumber('2029-01-01'),
    })
    expect(daysOfView('day', '2026-11-21', 1)).toEqual({
      from: dayNumber('2026-11-21'),
      to: dayNumber('2026-11-22'),
    })
    expect(daysOfView('agenda', '2026-11-21', 1)).toEqual({
      from: dayNumber('2026-11-21'),
      to: dayNumber('2026-12-26'),
    })
  })
})

describe('addPages', () => {
  it.each([
    ['year', 1, '2027-11-01'],
    ['year', -1, '2025-11-01'],
    ['month', 1, '2026-12-01'],
    ['month', -1, '2026-10-01'],
    ['agenda', 2, '2027-01-01'],
    ['week', 1, '2026-12-07'],
    ['week', -1, '2026-11-23'],
    ['day', 1, '2026-12-01'],
    ['day', -1, '2026-11-29'],
  ] as const)('moves a %s view by %i pages to %s', (view, pages, date) => {
    expect(addPages(view, '2026-11-30', pages)).toBe(date)
  })

  it('leaves no gap between adjacent weeks or days', () => {
    fc.assert(
      fc.property(fc.constantFrom('week', 'day'), days, weekStarts, (view, day, weekStart) => {
        const next = addPages(view, dayOf(day), 1)
        expect(daysOfView(view, next, weekStart).from).toBe(daysOfView(view, dayOf(day), weekStart).to)
      }),
    )
  })
})

describe('isoWeekNumber', () => {
  // Boundaries of ISO 8601 week years.
  it.each([
    ['2026-11-16', 47],
    ['2026-11-22', 47],
    ['2026-12-31', 53],
    ['2027-01-03', 53],
    ['2027-01-04', 1],
    ['2024-12-30', 1],
    ['2021-01-03', 53],
    ['2008-12-29', 1],
    ['2016-01-03', 53],
  ])('isoWeekNumber of %s is %i', (date, number) => {
    expect(isoWeekNumber(dayNumber(date))).toBe(number)
  })

  it('increases the ISO week number every Monday, and restarts it after week 52 or 53', () => {
    fc.assert(
      fc.property(days, (day) => {
        const [current, next] = [isoWeekNumber(day), isoWeekNumber(day + 7)]
        if (next !== current + 1) expect([next, current >= 52]).toEqual([1, true])
        expect(isoWeekNumber(startOfWeek(day, 1))).toBe(current)
      }),
    )
  })
})

describe('isView', () => {
  it('accepts only names of views', () => {
    expect(VIEWS.every(isView)).toBe(true)
    for (const name of ['decade', 'Month', '', 'toString', undefined]) expect(isView(name)).toBe(false)
  })
})
