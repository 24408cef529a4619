import fc from 'fast-check'
import { RRuleTemporal } from 'rrule-temporal'
import { describe, expect, it } from 'vitest'
import { DAY, wallOf } from '../day'
import { compileRule } from './compiled-rule'
import { formatRule } from './format-rule'
import type { Rule } from './rule'
import { eachRuleStart } from './rule-starts'
import { rules, starts } from './series.test.arbitrary'
import { naiveStarts } from './series.test.naive'
import { weekYearOf } from './week'

/** `npm run chaos` searches deeper than `npm test`. */
const DEPTH = Number(process.env.ORACLE_DEPTH ?? 1)

const MAX_STARTS = 100

/** Number of days that are sufficient to show a rule, and that the naive oracle processes in reasonable time. */
const WINDOW = {
  YEARLY: 4000,
  MONTHLY: 1500,
  WEEKLY: 700,
  DAILY: 400,
  HOURLY: 40,
  MINUTELY: 2,
  SECONDLY: 0.1,
}

/** Offsets of windows: at the start, near it, and far from it. */
const windows = fc.constantFrom(0, 0, 1, 5)

/** Uses UTC, in which each wall time is an instant. For gaps and overlaps, see dst.test.ts. */
function ours(text: string, start: number, from: number, to: number): number[] {
  const wall = wallOf(start)
  const span = { type: 'timed' as const, start: wall, end: wall, startZone: 'UTC', endZone: 'UTC' }
  const found: number[] = []
  eachRuleStart(compileRule(text, span)!, span, from, to, (at) => found.push(at) < MAX_STARTS)
  return found
}

function theirs(text: string, start: number, from: number, to: number): number[] {
  const dtstart = wallOf(start).replace(/[-:]/g, '')
  const rule = new RRuleTemporal({
    rruleString: `DTSTART:${dtstart}Z\nRRULE:${text}`,
    maxIterations: 100_000,
  })
  const found = rule.between(new Date(from), new Date(to - 1), true).map((time) => time.epochMilliseconds)
  // This engine always includes DTSTART as the first instance.
  return found.filter((at) => at > start).slice(0, MAX_STARTS)
}

function walls(times: readonly number[]): string[] {
  return times.map(wallOf)
}

/** SKIP (RFC 7529) is only tested with the naive oracle. */
const rulesWithoutSkip = rules.map((rule): Rule => ({ ...rule, skip: 'omit' }))

describe('rules compared with rrule-temporal', () => {
  it('expands rules like rrule-temporal, near and far from the start', {
    timeout: 120_000 * DEPTH,
  }, () => {
    const cases = fc.tuple(rulesWithoutSkip.filter(isSupported), starts, windows)
    fc.assert(
      fc.property(cases, ([rule, start, windowOffset]) => {
        fc.pre(!rule.byWeekNo.length || (windowOffset === 0 && isWeekInYear(rule, start)))
        const text = formatRule(rule)
        const [from, to] = window(rule, start, windowOffset)
        expect(walls(ours(text, start, from, to))).toEqual(walls(theirs(text, start, from, to)))
      }),
      { numRuns: 50 * DEPTH },
    )
  })

  it('ends rules at the same COUNT and UNTIL as rrule-temporal', { timeout: 120_000 * DEPTH }, () => {
    const ends = fc.oneof(
      fc.integer({ min: 1, max: 30 }).map((count) => ({ count })),
      fc.integer({ min: 0, max: 900 }).map((days) => ({ days })),
    )
    fc.assert(
      fc.property(rulesWithoutSkip.filter(isSupported), starts, ends, (rule, start, end) => {
        fc.pre(!rule.byWeekNo.length || isWeekInYear(rule, start))
        const until = 'days' in end ? `${wallOf(start + end.days * DAY).replace(/[-:]/g, '')}Z` : null
        const text = formatRule({ ...rule, until, count: 'count' in end ? end.count : null })
        const [from, to] = window(rule, start, 0)
        const expected = theirs(text, start, from, to)
        // rrule-temporal does not count a DTSTART that the rule does not generate.
        const [first] = naiveStarts(rule, start, start + 1)
        fc.pre('days' in end || first === start)
        expect(walls(ours(text, start, from, to))).toEqual(walls(expected))
      }),
      { numRuns: 15 * DEPTH },
    )
  })
})

/**
 * Returns whether rrule-temporal 2.2.7 follows RFC 5545 for a rule; the naive oracle below also covers the other rules.
 *
 * - YEARLY with several parts that select days: it unites them. "The BYxxx rule parts are applied to the current set of
 *   evaluated occurrences" one after the other, and note 2 of the table says of BYDAY: "Limit if BYYEARDAY or
 *   BYMONTHDAY is present". So `BYMONTHDAY=13;BYDAY=FR` is Friday the 13th in a YEARLY rule as in a MONTHLY one, whose
 *   example is in §3.8.5.3.
 * - YEARLY, `BYDAY=SU,1MO`: it ignores a weekday without ordinal beside one with ordinal. "Each BYDAY value can also be
 *   preceded by a positive or negative integer" allows both.
 */
function isSupported({ freq, byYearDay, byMonthDay, byWeekNo, byDay }: Rule): boolean {
  if (freq !== 'YEARLY') return true
  const counted = byDay.filter(({ nth }) => nth).length
  if (counted && counted < byDay.length) return false
  const parts = [byYearDay.length, byMonthDay.length, byWeekNo.length, counted].filter(Boolean).length
  return parts <= 1 && !(byYearDay.length && byDay.length)
}

/**
 * Returns whether the start's week belongs to its calendar year.
 *
 * - BYWEEKNO without BYDAY implies DTSTART's weekday, which rrule-temporal loses when it jumps to a later window, so it
 *   is expanded from the start.
 * - BYWEEKNO with INTERVAL and a start around New Year in a week of another year: §3.3.10 does not define from which
 *   year INTERVAL counts. This engine uses the week's year: only then a DTSTART generated by the rule stays in step.
 */
function isWeekInYear({ weekStart }: Rule, start: number): boolean {
  const day = Math.floor(start / DAY)
  return weekYearOf(day, weekStart) === new Date(start).getUTCFullYear()
}

describe('rules compared with the table of RFC 5545 §3.3.10', () => {
  it('expands any rule like the table of RFC 5545 §3.3.10', { timeout: 120_000 * DEPTH }, () => {
    fc.assert(
      fc.property(rules, starts, windows, (rule, start, windowOffset) => {
        const [from, to] = window(rule, start, windowOffset)
        const expected: number[] = []
        for (const at of naiveStarts(rule, start, to)) {
          if (at > start && at >= from) expected.push(at)
          if (expected.length === MAX_STARTS) break
        }
        expect(walls(ours(formatRule(rule), start, from, to))).toEqual(walls(expected))
      }),
      { numRuns: 25 * DEPTH },
    )
  })

  it('ends any rule at COUNT, which includes DTSTART', { timeout: 120_000 * DEPTH }, () => {
    fc.assert(
      fc.property(rules, starts, fc.integer({ min: 1, max: 30 }), (rule, start, count) => {
        const [from, to] = window(rule, start, 0)
        const expected: number[] = []
        for (const at of naiveStarts(rule, start, to)) {
          if (expected.length === count - 1) break
          if (at > start) expected.push(at)
        }
        expect(walls(ours(formatRule({ ...rule, count }), start, from, to))).toEqual(walls(expected))
      }),
      { numRuns: 20 * DEPTH },
    )
  })
})

function window(rule: Rule, start: number, windowOffset: number): [from: number, to: number] {
  const length = WINDOW[rule.freq] * DAY
  return [start + windowOffset * length, start + (windowOffset + 1) * length]
}
