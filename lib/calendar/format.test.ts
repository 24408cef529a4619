import { describe, expect, it } from 'vitest'
import { dayNumber, wallMs } from './day'
import { dayInGrid, dayRange, joinParts, longDay, mediumDay, monthTitle, weekdayNames } from './format'
import { fullTime, shortTime, zoneOffsetName } from './format-time'

const wall = (time: string) => wallMs(`2026-11-21T${time}:00`)
const h12 = { locale: 'en-US', hourCycle: 'h12' } as const
const h23 = { locale: 'en-GB', hourCycle: 'h23' } as const

describe('times of day', () => {
  it.each([
    ['09:00', '9am', '09:00', '9:00 AM'],
    ['09:30', '9:30am', '09:30', '9:30 AM'],
    ['00:00', '12am', '00:00', '12:00 AM'],
    ['12:00', '12pm', '12:00', '12:00 PM'],
    ['23:59', '11:59pm', '23:59', '11:59 PM'],
  ])('formats %s as %s or %s on a chip, and %s in full', (time, twelve, day, full) => {
    expect(shortTime(wall(time), h12)).toBe(twelve)
    expect(shortTime(wall(time), h23)).toBe(day)
    expect(fullTime(wall(time), h12)).toBe(full)
    expect(fullTime(wall(time), h23)).toBe(day)
  })

  it('formats times without a narrow no-break space', () => {
    for (const locale of ['en', 'en-US', 'en-GB', 'fr', 'es-MX', 'pt-BR']) {
      expect(shortTime(wall('21:30'), { locale, hourCycle: 'h12' })).not.toContain('\u202f')
      expect(fullTime(wall('21:30'), { locale, hourCycle: 'h12' })).not.toContain('\u202f')
    }
  })

  it('formats times of day before 1970 too', () => {
    expect(shortTime(wallMs('1969-12-31T09:00:00'), h12)).toBe('9am')
    expect(shortTime(wallMs('1969-12-31T09:30:00'), h12)).toBe('9:30am')
  })

  it('formats times independently of the time zone of the process, even in its DST gap', () => {
    expect(fullTime(wallMs('2026-03-08T02:30:00'), h23)).toBe('02:30')
  })
})

describe('dates', () => {
  const saturday = dayNumber('2026-11-21')

  it('formats dates in the order of the region', () => {
    // CLDR versions differ in the comma after the weekday.
    expect(longDay(saturday, 'en-GB')).toMatch(/^Saturday,? 21 November 2026$/)
    expect(longDay(saturday, 'en-US')).toBe('Saturday, November 21, 2026')
    expect(monthTitle('2026-11-21', 'en')).toBe('November 2026')
  })

  it('includes the year of a date if it differs from that of today', () => {
    expect(mediumDay(saturday, 'en-GB', dayNumber('2026-01-01'))).toMatch(/^Sat,? 21 Nov$/)
    expect(mediumDay(saturday, 'en-GB', dayNumber('2025-12-31'))).toMatch(/^Sat,? 21 Nov 2026$/)
    expect(mediumDay(dayNumber('2027-01-01'), 'en-GB', dayNumber('2026-12-31'))).toContain('2027')
  })

  it.each([
    ['2026-11-16', '2026-11-22', '16–22 Nov 2026'],
    ['2026-11-30', '2026-12-06', '30 Nov – 6 Dec 2026'],
    ['2026-12-28', '2027-01-03', '28 Dec 2026 – 3 Jan 2027'],
    ['2026-11-21', '2026-11-21', '21 Nov 2026'],
  ])('formats the range from %s to %s as %s', (first, last, text) => {
    expect(dayRange(dayNumber(first), dayNumber(last), 'en-GB')).toBe(text)
  })

  it('includes the month in a cell of the grid only on the first day of the month', () => {
    expect(dayInGrid(saturday, 'en-GB')).toBe('21')
    expect(dayInGrid(dayNumber('2026-12-01'), 'en-GB')).toBe('1 Dec')
    expect(dayInGrid(dayNumber('2026-12-01'), 'en-US')).toBe('Dec 1')
    expect(dayInGrid(dayNumber('2026-12-02'), 'en-GB')).toBe('2')
  })

  it('lists weekday names from the first day of the week', () => {
    const week = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
    for (let start = 1; start <= 7; start++) {
      expect(weekdayNames(start, 'en', 'short')).toEqual([
        ...week.slice(start - 1),
        ...week.slice(0, start - 1),
      ])
    }
    expect(weekdayNames(7, 'en', 'long')[0]).toBe('Sunday')
    expect(weekdayNames(6, 'en', 'narrow')[0]).toBe('S')
  })
})

describe('zones', () => {
  it.each([
    ['Europe/Berlin', '2026-11-21', 'GMT+1'],
    ['Europe/Berlin', '2026-07-01', 'GMT+2'],
    ['Asia/Kathmandu', '2026-07-01', 'GMT+5:45'],
    ['America/St_Johns', '2026-11-21', 'GMT−3:30'],
    ['Europe/London', '2026-07-01', 'GMT+1'],
  ])('formats the offset of %s on %s as %s', (zone, day, name) => {
    expect(zoneOffsetName(zone, Date.parse(`${day}T12:00Z`), 'en')).toBe(name)
  })
})

describe('joinParts', () => {
  it.each([
    ['en-GB', 'Choir, Sat 21 Nov, private'],
    ['de', 'Choir, Sat 21 Nov, private'],
    ['ar', 'Choir، Sat 21 Nov، private'],
  ])('joins truthy parts with the comma of %s', (locale, text) => {
    expect(joinParts(['Choir', false, 'Sat 21 Nov', '', 0, 'private'], locale)).toBe(text)
  })
})
