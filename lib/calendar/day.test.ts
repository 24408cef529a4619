import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { addDays, DAY, dayNumber, dayOf, HOUR, isDay, isWall, MINUTE, wallMs, wallOf, weekday } from './day'

/** Day numbers of the supported years: 0002-01-01 to 9998-12-31. */
const days = fc.integer({ min: -718_797, max: 2_932_531 })
const plain = (day: string) => Temporal.PlainDate.from(day)

describe('day numbers', () => {
  it('numbers days from 1970-01-01', () => {
    expect(dayNumber('1970-01-01')).toBe(0)
    expect(dayNumber('1969-12-31')).toBe(-1)
    expect(dayNumber('2000-03-01')).toBe(11_017)
    expect(dayOf(0)).toBe('1970-01-01')
  })

  it('supports the first and the last year', () => {
    expect(dayOf(-718_797)).toBe('0002-01-01')
    expect(dayOf(2_932_531)).toBe('9998-12-31')
  })

  it('does not map the years 1 to 99 to the twentieth century', () => {
    expect(dayNumber('0099-12-31') + 1).toBe(dayNumber('0100-01-01'))
    expect(dayOf(dayNumber('0042-02-03'))).toBe('0042-02-03')
  })

  it('converts day numbers to dates and back as in the proleptic Gregorian calendar', () => {
    fc.assert(
      fc.property(days, (number) => {
        const day = dayOf(number)
        expect(dayNumber(day)).toBe(number)
        expect(plain('1970-01-01').add({ days: number }).toString()).toBe(day)
      }),
    )
  })

  it('sorts dates as text in chronological order', () => {
    fc.assert(fc.property(days, days, (a, b) => dayOf(a) < dayOf(b) === a < b))
  })

  it.each([
    ['2026-02-28', 1, '2026-03-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2100-02-28', 1, '2100-03-01'],
    ['2000-02-28', 1, '2000-02-29'],
    ['2026-01-01', -1, '2025-12-31'],
    ['1970-01-01', -1, '1969-12-31'],
    ['2026-11-21', 0, '2026-11-21'],
    ['2026-01-01', 365, '2027-01-01'],
  ])('addDays(%s, %i) is %s', (day, count, expected) => {
    expect(addDays(day, count)).toBe(expected)
  })

  it('returns the ISO 8601 weekday of day numbers, also before 1970', () => {
    expect(weekday(0)).toBe(4)
    expect(weekday(dayNumber('1969-12-28'))).toBe(7)
    fc.assert(fc.property(days, (number) => weekday(number) === plain(dayOf(number)).dayOfWeek))
  })
})

describe('wall times', () => {
  it('converts wall times to milliseconds and back', () => {
    const seconds = fc.integer({ min: -718_797 * 86_400, max: 2_932_531 * 86_400 })
    fc.assert(
      fc.property(seconds, (second) => {
        const wall = wallOf(second * 1000)
        expect(wallMs(wall)).toBe(second * 1000)
        expect(isWall(wall)).toBe(true)
      }),
    )
  })

  it('counts milliseconds of wall times from 1970-01-01T00:00:00', () => {
    expect(wallMs('1970-01-02T03:04:05')).toBe(DAY + 3 * HOUR + 4 * MINUTE + 5000)
    expect(wallMs('1969-12-31T23:59:59')).toBe(-1000)
  })

  it('converts wall times independently of the time zone of the process', () => {
    // 02:30 does not exist on this day in America/St_Johns, one of the zones that the tests run in.
    expect(wallOf(wallMs('2026-03-08T02:30:00'))).toBe('2026-03-08T02:30:00')
  })
})

describe('isDay', () => {
  it.each(['2026-11-21', '0002-01-01', '9998-12-31', '2028-02-29', '2000-02-29', '1600-02-29'])(
    'accepts %s',
    (text) => {
      expect(isDay(text)).toBe(true)
    },
  )

  it.each([
    ['', 'an empty text'],
    ['2026-02-29', 'a leap day of a common year'],
    ['1900-02-29', 'a leap day of a century year that is no leap year'],
    ['2026-02-30', 'a date that does not exist'],
    ['2026-04-31', 'a thirty-first of a month of thirty days'],
    ['2026-13-01', 'a thirteenth month'],
    ['2026-00-10', 'a month zero'],
    ['2026-01-00', 'a day zero'],
    ['0000-01-01', 'year 0'],
    ['9999-01-01', 'year 9999'],
    ['10000-01-01', 'a year of five digits'],
    ['-001-01-01', 'a negative year'],
    ['+02026-01-01', 'an expanded year'],
    ['2026-1-1', 'digits left out'],
    ['2026-01-01 ', 'a trailing space'],
    ['2026-01-01\n', 'a trailing line feed'],
    ['2026-01-01T00:00:00', 'a wall time'],
    ['２０２６-01-01', 'digits of another script'],
    ['20260101', 'the basic format'],
  ])('rejects %j: %s', (text) => {
    expect(isDay(text)).toBe(false)
  })

  it('accepts exactly the dates that Temporal accepts', () => {
    const two = (min: number, max: number) => fc.integer({ min, max }).map((n) => String(n).padStart(2, '0'))
    const year = fc.integer({ min: 2, max: 9998 }).map((n) => String(n).padStart(4, '0'))
    fc.assert(
      fc.property(year, two(0, 14), two(0, 33), (y, m, d) => {
        expect(isDay(`${y}-${m}-${d}`)).toBe(exists(`${y}-${m}-${d}`))
      }),
    )
  })
})

describe('isWall', () => {
  it.each(['2026-11-21T00:00:00', '2026-11-21T23:59:59', '0002-01-01T00:00:00', '9998-12-31T23:59:59'])(
    'accepts %s',
    (text) => {
      expect(isWall(text)).toBe(true)
    },
  )

  it.each([
    ['2026-11-21T24:00:00', 'an hour 24'],
    ['2026-11-21T23:60:00', 'a minute 60'],
    ['2016-12-31T23:59:60', 'a leap second'],
    ['2026-02-30T10:00:00', 'a date that does not exist'],
    ['2026-11-21T10:00:00Z', 'an instant'],
    ['2026-11-21T10:00:00+01:00', 'an instant with an offset'],
    ['2026-11-21T10:00', 'seconds left out'],
    ['2026-11-21T10:00:00.000', 'a fraction'],
    ['2026-11-21 10:00:00', 'a space instead of the T'],
    ['2026-11-21t10:00:00', 'a small t'],
    ['2026-11-21', 'a date'],
    ['0000-01-01T00:00:00', 'year 0'],
    ['9999-01-01T00:00:00', 'year 9999'],
    ['', 'an empty text'],
  ])('rejects %s: %s', (text) => {
    expect(isWall(text)).toBe(false)
  })

  it('accepts exactly the wall times among any texts, without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => !isWall(text) || wallOf(wallMs(text)) === text),
    )
  })
})

function exists(day: string): boolean {
  try {
    Temporal.PlainDate.from(day, { overflow: 'reject' })
    return true
  } catch {
    return false
  }
}
