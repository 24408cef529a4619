import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { adjustRules } from './adjust-rules'
import { parseRule } from './parse-rule'
import { repeatOf, rulesOf } from './repeat'
import { days, on, repeats } from './repeat.test.arbitrary'

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
