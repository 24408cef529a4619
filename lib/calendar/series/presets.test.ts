import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { presetOf, presetsOf } from './presets'
import { days, on } from './repeat.test.arbitrary'

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
    expect(names('2026-11-24')).toEqual(expect.arrayContaining(['monthlyNth', 'monthlyLastWeekday']))
    expect(names('2026-11-30')).toEqual(expect.arrayContaining(['monthlyLastWeekday', 'monthlyLastDay']))
    expect(names('2026-11-30')).not.toContain('monthlyNth')
    expect(names('2026-11-23')).not.toContain('monthlyLastWeekday')
  })

  it('returns presets that presetOf recognizes', () => {
    fc.assert(
      fc.property(days, (day) => {
        for (const { preset, rules } of presetsOf(day)) expect(presetOf(rules, on(day))).toBe(preset)
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
    expect(presetOf([rule], on('2026-11-17'))).toBe(preset)
  })
})
