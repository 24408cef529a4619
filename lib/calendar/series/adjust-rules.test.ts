import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { adjustRules } from './adjust-rules'
import { presetOf, presetsOf } from './presets'
import { days, on } from './repeat.test.arbitrary'

describe('adjustRules', () => {
  const move = (rule: string, from: string, to: string, isExisting = false) =>
    adjustRules([rule], on(from), on(to), isExisting)[0]

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

  it('shifts all days of an existing series, and uses the new date where no rule expresses the shift', () => {
    expect(move('FREQ=WEEKLY;BYDAY=MO,TU', '2026-11-17', '2026-11-18', true)).toBe(
      'FREQ=WEEKLY;BYDAY=TU,WE;WKST=TU',
    )
    // Across the end of a month no rule expresses "a day later", so the new date is used.
    expect(move('FREQ=MONTHLY;BYMONTHDAY=30', '2026-11-30', '2026-12-01', true)).toBe(
      'FREQ=MONTHLY;BYMONTHDAY=1',
    )
  })

  it('converts a preset to the same preset of the new day, except presets of an n-th or last day', () => {
    fc.assert(
      fc.property(days, days, (from, to) => {
        for (const { preset, rules } of presetsOf(from)) {
          const now = presetOf(adjustRules(rules, on(from), on(to), false), on(to))
          if (!/Last|Nth/.test(preset)) expect(now).toBe(preset)
        }
      }),
    )
  })
})
