import fc from 'fast-check'
import { createRule, FREQUENCIES, type Rule } from './rule'

/** Mostly empty lists, since random combinations of parts rarely have occurrences. */
function shortList<T>(element: fc.Arbitrary<T>, maxLength = 3): fc.Arbitrary<T[]> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant<T[]>([]) },
    { weight: 1, arbitrary: fc.uniqueArray(element, { minLength: 1, maxLength: maxLength }) },
  )
}

const signed = (max: number) => fc.integer({ min: 1, max: max }).chain((n) => fc.constantFrom(n, -n))

/** Generates rules of all frequencies with all parts, combined as allowed by RFC 5545 §3.3.10. */
export const rules: fc.Arbitrary<Rule> = fc
  .record({
    freq: fc.constantFrom(...FREQUENCIES),
    interval: fc.constantFrom(1, 1, 1, 2, 3, 5, 7, 18),
    bySecond: shortList(fc.nat(59)),
    byMinute: shortList(fc.nat(59)),
    byHour: shortList(fc.nat(23)),
    byDay: shortList(
      fc.record({ nth: fc.constantFrom(0, 0, 0, 1, 2, -1, -2, 5), day: fc.integer({ min: 1, max: 7 }) }),
    ),
    byMonthDay: shortList(signed(31)),
    byYearDay: shortList(signed(366)),
    byWeekNo: shortList(signed(53)),
    byMonth: shortList(fc.integer({ min: 1, max: 12 })),
    bySetPos: shortList(fc.constantFrom(1, 2, 3, -1, -2)),
    skip: fc.constantFrom('omit', 'omit', 'backward', 'forward'),
    weekStart: fc.integer({ min: 1, max: 7 }),
  })
  .map(({ freq, ...parts }) => createRule(freq, parts))
  .filter(isAllowed)

/** Returns whether a rule obeys the MUST NOTs of §3.3.10. */
function isAllowed(rule: Rule): boolean {
  const { freq, byWeekNo, byYearDay, byMonthDay, byDay, bySetPos } = rule
  if (byWeekNo.length && freq !== 'YEARLY') return false
  if (byYearDay.length && ['DAILY', 'WEEKLY', 'MONTHLY'].includes(freq)) return false
  if (byMonthDay.length && freq === 'WEEKLY') return false
  // BYSETPOS is ambiguous if SKIP moves days into an adjacent period.
  if (bySetPos.length && rule.skip !== 'omit' && [...byMonthDay, ...byYearDay].some((day) => day < 0))
    return false
  const counts = byDay.some(({ nth }) => nth)
  if (counts && ((freq !== 'MONTHLY' && freq !== 'YEARLY') || byWeekNo.length)) return false
  const times = rule.bySecond.length + rule.byMinute.length + rule.byHour.length
  const days = byDay.length + byMonthDay.length + byYearDay.length + byWeekNo.length + rule.byMonth.length
  return !bySetPos.length || times + days > 0
}

/** Generates wall times in whole seconds from 1990 to 2030. */
export const starts: fc.Arbitrary<number> = fc
  .integer({ min: Date.UTC(1990, 0) / 1000, max: Date.UTC(2030, 0) / 1000 })
  .map((seconds) => seconds * 1000)
