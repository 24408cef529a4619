import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatRule } from './format-rule'
import { parseRule } from './parse-rule'
import { rules } from './series.test.arbitrary'

describe('formatRule', () => {
  const ends = fc.record({
    count: fc.option(fc.integer({ min: 1, max: 1e9 })),
    until: fc.option(fc.constantFrom('20260101', '20260101T120000', '20260101T120000Z', '99991231T235959Z')),
  })

  it('round-trips rules through parseRule', () => {
    fc.assert(
      fc.property(rules, ends, (rule, end) => {
        const text = formatRule({ ...rule, ...end })
        expect(parseRule(text)).toEqual({ ...rule, ...end })
        expect(formatRule(parseRule(text))).toBe(text)
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['wkst=mo;interval=1;freq=daily', 'FREQ=DAILY'],
    ['BYDAY=+1MO;BYMONTH=03;FREQ=YEARLY', 'FREQ=YEARLY;BYMONTH=3;BYDAY=1MO'],
    [
      'FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO,FR;COUNT=3;WKST=SU',
      'FREQ=MONTHLY;COUNT=3;BYDAY=MO,FR;BYSETPOS=-1;WKST=SU',
    ],
  ])('normalizes %s to %s', (text, formatted) => {
    expect(formatRule(parseRule(text))).toBe(formatted)
  })
})
