import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRule, RuleError } from './parse-rule'
import { createRule, type Rule } from './rule'

function rejectedPart(text: string): string {
  try {
    parseRule(text)
  } catch (error) {
    if (error instanceof RuleError) return error.part
    throw error
  }
  return 'none'
}

describe('parseRule', () => {
  it.each<[string, Rule]>([
    ['FREQ=DAILY', createRule('DAILY')],
    ['RRULE:FREQ=DAILY', createRule('DAILY')],
    [
      ' rrule:freq=weekly;byday=mo,we ',
      createRule('WEEKLY', {
        byDay: [
          { nth: 0, day: 1 },
          { nth: 0, day: 3 },
        ],
      }),
    ],
    [
      'BYDAY=-1SU,+2MO,53FR;FREQ=YEARLY',
      createRule('YEARLY', {
        byDay: [
          { nth: -1, day: 7 },
          { nth: 2, day: 1 },
          { nth: 53, day: 5 },
        ],
      }),
    ],
    [
      'FREQ=MONTHLY;BYMONTHDAY=+1,-1;BYSETPOS=-1',
      createRule('MONTHLY', { byMonthDay: [1, -1], bySetPos: [-1] }),
    ],
    [
      'FREQ=YEARLY;UNTIL=20260101T000000Z;WKST=SU',
      createRule('YEARLY', { until: '20260101T000000Z', weekStart: 7 }),
    ],
    [
      'FREQ=DAILY;COUNT=1000000000000;INTERVAL=1000000000',
      createRule('DAILY', { count: 1e12, interval: 1e9 }),
    ],
    [
      'FREQ=MINUTELY;BYSECOND=0,60;BYMINUTE=59;BYHOUR=0,23',
      createRule('MINUTELY', { bySecond: [0, 60], byMinute: [59], byHour: [0, 23] }),
    ],
    ['RSCALE=GREGORIAN;FREQ=DAILY;SKIP=OMIT;X-KINDAY=1;;', createRule('DAILY')],
    ['FREQ=DAILY;COUNT=2;UNTIL=20260101', createRule('DAILY', { count: 2, until: '20260101' })],
  ])('parses %s', (text, rule) => {
    expect(parseRule(text)).toEqual(rule)
  })

  it.each([
    ['BYSECOND', 'bySecond', 0, 60, false],
    ['BYMINUTE', 'byMinute', 0, 59, false],
    ['BYHOUR', 'byHour', 0, 23, false],
    ['BYMONTHDAY', 'byMonthDay', 1, 31, true],
    ['BYYEARDAY', 'byYearDay', 1, 366, true],
    ['BYWEEKNO', 'byWeekNo', 1, 53, true],
    ['BYMONTH', 'byMonth', 1, 12, false],
    ['BYSETPOS', 'bySetPos', 1, 366, true],
  ] as const)('accepts %s (%s) from %i to %i, negative: %s', (name, field, min, max, signed) => {
    const read = (value: string | number) => parseRule(`FREQ=YEARLY;${name}=${value}`)[field]
    expect(read(`${min},${max}`)).toEqual([min, max])
    for (const wrong of [min - 1, max + 1, '', '1,', ',1', '1.5', '1e1', ' 1', '--1', '+', 'x', '١']) {
      expect(() => read(wrong), String(wrong)).toThrow(RuleError)
    }
    if (signed) expect(read(`-${min},-${max},+${max}`)).toEqual([-min, -max, max])
    else expect(() => read(`-${max}`)).toThrow(RuleError)
  })

  it.each([
    ['', 'FREQ'],
    ['COUNT=1', 'FREQ'],
    ['FREQ=', 'FREQ'],
    ['FREQ=FORTNIGHTLY', 'FREQ'],
    ['FREQ=DAILY;FREQ=DAILY', 'FREQ'],
    ['FREQ', 'FREQ'],
    ['FREQ=DAILY;=1', '=1'],
    ['FREQ=DAILY;NONSENSE', 'NONSENSE'],
    ['FREQ=DAILY;BYEASTER=0', 'BYEASTER'],
    ['FREQ=DAILY;__PROTO__=1', '__PROTO__'],
    ['FREQ=DAILY;CONSTRUCTOR=1', 'CONSTRUCTOR'],
    ['FREQ=DAILY;INTERVAL=0', 'INTERVAL'],
    ['FREQ=DAILY;INTERVAL=-1', 'INTERVAL'],
    ['FREQ=DAILY;INTERVAL=1000000001', 'INTERVAL'],
    ['FREQ=DAILY;COUNT=0', 'COUNT'],
    ['FREQ=DAILY;COUNT=1000000000001', 'COUNT'],
    ['FREQ=DAILY;COUNT=99999999999999999999', 'COUNT'],
    ['FREQ=DAILY;UNTIL=20260230', 'UNTIL'],
    ['FREQ=DAILY;UNTIL=20261301', 'UNTIL'],
    ['FREQ=DAILY;UNTIL=20260101T240000', 'UNTIL'],
    ['FREQ=DAILY;UNTIL=20260101T0000', 'UNTIL'],
    ['FREQ=DAILY;UNTIL=2026-01-01', 'UNTIL'],
    ['FREQ=DAILY;UNTIL=20260101Z', 'UNTIL'],
    ['FREQ=WEEKLY;BYDAY=', 'BYDAY'],
    ['FREQ=WEEKLY;BYDAY=XX', 'BYDAY'],
    ['FREQ=WEEKLY;BYDAY=MO,', 'BYDAY'],
    ['FREQ=MONTHLY;BYDAY=0MO', 'BYDAY'],
    ['FREQ=MONTHLY;BYDAY=54MO', 'BYDAY'],
    ['FREQ=MONTHLY;BYDAY=-MO', 'BYDAY'],
    ['FREQ=WEEKLY;WKST=1', 'WKST'],
    ['FREQ=DAILY;RSCALE=HEBREW', 'RSCALE'],
    [`FREQ=DAILY;X-A=${'A'.repeat(4000)}`, 'RRULE'],
  ])('rejects %.40s because of %s', (text, part) => {
    expect(rejectedPart(text)).toBe(part)
  })

  it('throws only RuleErrors for any text', () => {
    const bits = fc.constantFrom(
      'FREQ',
      '=',
      ';',
      ',',
      'DAILY',
      'BYDAY',
      'MO',
      '-1',
      '9',
      'UNTIL',
      'T',
      'Z',
      '20260101',
      'COUNT',
      'X-',
      ' ',
      'İ',
      'ß',
      '\n',
      '__proto__',
    )
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(bits, { maxLength: 40 }).map((list) => list.join('')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        expect(typeof rejectedPart(text)).toBe('string')
      }),
      { numRuns: 2000 },
    )
  })

  it.each([';', '=', 'BYDAY=', 'BYDAY=MO,', 'FREQ=DAILY;', '1', '-', ' ', ','])(
    'rejects a megabyte of %j, and parses or rejects 4000 characters of it',
    (bit) => {
      expect(rejectedPart(bit.repeat(1_000_000 / bit.length))).toBe('RRULE')
      expect(typeof rejectedPart(bit.repeat(Math.floor(4000 / bit.length)))).toBe('string')
    },
  )
})
