import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayNumber, dayOf } from '../day'
import type { Span } from '../span'
import { adjustRules } from './adjust-rules'
import { parseRule } from './parse-rule'
import { presetOf, presetsOf } from './presets'
import { type MonthDay, type Repeat, repeatOf, rulesOf } from './repeat'
import { firstOccurrenceSpan } from './rule-bounds'

const on = (day: string, time = '09:00:00'): Span => ({
  type: 'timed',
  start: `${day}T${time}`,
  startZone: 'Europe/Berlin',
  end: `${day}T${time}`,
  endZone: 'Europe/Berlin',
})

const days = fc.integer({ min: dayNumber('1950-01-01'), max: dayNumber('2100-01-01') }).map(dayOf)
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
const repeats: fc.Arbitrary<Repeat> = fc.oneof(
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

describe('presetsOf', () => {
  it('returns the presets of a day in its week, month and year', () => {
    expect(presetsOf('2026-11-17').map(({ preset, rules }) => `${preset} ${rules}`)).toEqual([
      'none ',
      'daily FREQ=DAILY',
      'weekdays FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
      'weekly FREQ=WEEKLY;BYDAY=TU',
      'biweekly FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
      'monthlyDate FREQ=MONTHLY;BYMONTHDAY=17',
      'monthlyNth FREQ=MONTHLY;BYDAY=3TU',
      'yearly FREQ=YEARLY;BYMONTHDAY=17;BYMONTH=11',
    ])
  })

  it('offers "last" presets for the last weekday and day of a month', () => {
    const names = (day: string) => presetsOf(day).map(({ preset }) => preset)
    expect(names('2026-11-24')).toEqual(expect.arrayContaining(['monthlyNth', 'monthlyLast']))
    expect(names('2026-11-30')).toEqual(expect.arrayContaining(['monthlyLast', 'monthlyLastDay']))
    expect(names('2026-11-30')).not.toContain('monthlyNth')
    expect(names('2026-11-23')).not.toContain('monthlyLast')
  })

  it('returns presets that presetOf recognizes', () => {
    fc.assert(
      fc.property(days, (day) => {
        for (const { preset, rules } of presetsOf(day)) expect(presetOf(rules, on(day), day)).toBe(preset)
      }),
    )
  })
})

describe('presetOf', () => {
  it.each([
    ['FREQ=WEEKLY', 'weekly'],
    ['FREQ=WEEKLY;WKST=SU', 'weekly'],
    ['FREQ=WEEKLY;INTERVAL=2;WKST=SU', 'biweekly'],
    ['FREQ=DAILY;BYDAY=FR,MO,TU,WE,TH', 'weekdays'],
    ['FREQ=MONTHLY', 'monthlyDate'],
    ['FREQ=YEARLY', 'yearly'],
    ['FREQ=YEARLY;BYMONTH=11', 'yearly'],
    ['FREQ=WEEKLY;COUNT=3', undefined],
    ['FREQ=WEEKLY;BYDAY=WE', undefined],
    ['FREQ=HOURLY', undefined],
    ['not a rule', undefined],
  ])('recognizes %s as %s', (rule, preset) => {
    expect(presetOf([rule], on('2026-11-17'), '2026-11-17')).toBe(preset)
  })
})

describe('repeatOf and rulesOf', () => {
  it('converts form fields to rules and back', () => {
    fc.assert(
      fc.property(repeats, days, (repeat, day) => {
        expect(repeatOf(rulesOf(repeat), on(day))).toEqual(repeat)
      }),
    )
  })

  it.each([
    'RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD',
    'RSCALE=GREGORIAN;FREQ=YEARLY;BYMONTHDAY=29;BYMONTH=2;SKIP=FORWARD',
  ])('keeps SKIP when other fields change: %s', (rule) => {
    const repeat = repeatOf([rule], on('2028-01-31'))!
    expect(rulesOf(repeat)).toEqual([rule])
    expect(rulesOf({ ...repeat, end: { by: 'count', count: 3 } })).toEqual([
      rule.replace(/FREQ=\w+/, '$&;COUNT=3'),
    ])
    const [other] = adjustRules([rule], on('2028-02-29'), on('2028-03-30'), false)
    expect(other).toContain(rule.slice(rule.lastIndexOf(';')))
  })

  it('writes valid rules for any form fields', () => {
    fc.assert(
      fc.property(repeats, (repeat) => {
        expect(() => rulesOf(repeat).map(parseRule)).not.toThrow()
      }),
    )
  })

  it.each([
    'FREQ=HOURLY',
    'FREQ=DAILY;BYHOUR=9,15',
    'FREQ=DAILY;INTERVAL=2;BYDAY=MO',
    'FREQ=MONTHLY;BYMONTHDAY=1,15',
    'FREQ=MONTHLY;BYMONTHDAY=-2',
    'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
    'FREQ=MONTHLY;BYDAY=MO',
    'FREQ=YEARLY;BYDAY=20MO',
    'FREQ=YEARLY;BYMONTH=1,3',
    'FREQ=YEARLY;BYWEEKNO=20',
    'FREQ=YEARLY;BYYEARDAY=100',
    'nothing that can be read',
  ])('does not support %s in the form', (rule) => {
    expect(repeatOf([rule], on('2026-11-17'))).toBeUndefined()
  })

  it('does not support several rules in the form', () => {
    expect(repeatOf(['FREQ=DAILY', 'FREQ=WEEKLY'], on('2026-11-17'))).toBeUndefined()
  })

  it.each([
    ['20270302T090000', '2027-03-02'],
    ['20270302T085959', '2027-03-01'],
    ['20270302T080000Z', '2027-03-02'],
    ['20270302T075959Z', '2027-03-01'],
    ['20270302', '2027-03-02'],
  ])('converts UNTIL=%s to the last day %s', (until, day) => {
    expect(repeatOf([`FREQ=WEEKLY;UNTIL=${until}`], on('2026-11-17'))?.end).toEqual({ by: 'day', day })
  })
})

describe('adjustRules', () => {
  const move = (rule: string, from: string, to: string, made = false) =>
    adjustRules([rule], on(from), on(to), made)[0]

  it.each([
    ['FREQ=WEEKLY;BYDAY=TU', '2026-11-17', '2026-11-18', 'FREQ=WEEKLY;BYDAY=WE'],
    ['FREQ=WEEKLY;BYDAY=MO,TU', '2026-11-17', '2026-11-18', 'FREQ=WEEKLY;BYDAY=MO,TU'],
    ['FREQ=MONTHLY;BYMONTHDAY=17', '2026-11-17', '2026-12-03', 'FREQ=MONTHLY;BYMONTHDAY=3'],
    ['FREQ=MONTHLY;BYDAY=3TU', '2026-11-17', '2026-12-03', 'FREQ=MONTHLY;BYDAY=1TH'],
    ['FREQ=MONTHLY;BYDAY=-1TU', '2026-11-24', '2026-11-30', 'FREQ=MONTHLY;BYDAY=-1MO'],
    ['FREQ=MONTHLY;BYDAY=-1TU', '2026-11-24', '2026-11-10', 'FREQ=MONTHLY;BYDAY=2TU'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', '2026-11-30', '2026-12-31', 'FREQ=MONTHLY;BYMONTHDAY=-1'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', '2026-11-30', '2026-12-30', 'FREQ=MONTHLY;BYMONTHDAY=30'],
    ['FREQ=YEARLY', '2026-11-17', '2026-12-03', 'FREQ=YEARLY;BYMONTHDAY=3;BYMONTH=12'],
    [
      'FREQ=WEEKLY;UNTIL=20270302;BYDAY=TU',
      '2026-11-17',
      '2026-11-19',
      'FREQ=WEEKLY;UNTIL=20270302;BYDAY=TH',
    ],
    ['FREQ=HOURLY;INTERVAL=5', '2026-11-17', '2026-11-19', 'FREQ=HOURLY;INTERVAL=5'],
  ])('adjusts %s, moved from %s to %s, to %s', (rule, from, to, expected) => {
    expect(move(rule, from, to)).toBe(expected)
  })

  it('shifts all days of an existing series', () => {
    expect(move('FREQ=WEEKLY;BYDAY=MO,TU', '2026-11-17', '2026-11-18', true)).toBe(
      'FREQ=WEEKLY;BYDAY=TU,WE;WKST=TU',
    )
    // Across the end of a month no rule expresses "a day later", so the new date is used.
    expect(move('FREQ=MONTHLY;BYMONTHDAY=30', '2026-11-30', '2026-12-01', true)).toBe(
      'FREQ=MONTHLY;BYMONTHDAY=1',
    )
  })

  it('converts a preset to the same preset of the new day', () => {
    fc.assert(
      fc.property(days, days, (from, to) => {
        for (const { preset, rules } of presetsOf(from)) {
          const now = presetOf(adjustRules(rules, on(from), on(to), false), on(to), to)
          if (!/Last|Nth/.test(preset)) expect(now).toBe(preset)
        }
      }),
    )
  })
})

describe('firstOccurrenceSpan', () => {
  it('returns the start if the rule generates it, else the next occurrence', () => {
    expect(firstOccurrenceSpan(['FREQ=WEEKLY;BYDAY=TU'], on('2026-11-17'))?.start).toBe('2026-11-17T09:00:00')
    expect(firstOccurrenceSpan(['FREQ=WEEKLY;BYDAY=MO,FR'], on('2026-11-17'))?.start).toBe(
      '2026-11-20T09:00:00',
    )
    expect(firstOccurrenceSpan([], on('2026-11-17'))?.start).toBe('2026-11-17T09:00:00')
    expect(firstOccurrenceSpan(['FREQ=WEEKLY;BYDAY=MO;UNTIL=20261118'], on('2026-11-17'))).toBeUndefined()
  })
})
