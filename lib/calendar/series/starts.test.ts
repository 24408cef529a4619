import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wallMs } from '../day'
import { GREGORIAN_CYCLE_DAYS } from './civil'
import { parseRule } from './parse-rule'
import { type Pattern, patternOf } from './pattern'
import { FREQUENCIES } from './rule'
import { END_OF_TIME, occurrences } from './series'
import { idsOf, seriesOf, timed } from './series.test.spans'
import { eachStart } from './starts'
import { MAX_OCCURRENCES } from './times'

describe('the cost of expanding a range', () => {
  it('expands a series from 1900 in as many steps as one from 2026', () => {
    for (const rule of RULES) {
      const [old, young] = ['1900-01-01T09:00:00', '2026-01-01T09:00:00'].map((start) =>
        workOf(rule, wallMs(start), JUNE_2031, JULY_2031),
      )
      // The position of the range within the interval may differ, so the cost may differ slightly.
      expect(old).toBeLessThan(young! * 1.3 + 100)
    }
  })

  it('expands a month of any rule within a bounded number of steps', () => {
    fc.assert(
      fc.property(hostile, (rule) => {
        expect(workOf(rule, wallMs('2026-01-01T09:00:00'), JUNE_2031, JULY_2031)).toBeLessThan(30_000)
      }),
      { numRuns: 500 },
    )
  })

  it('stops after one Gregorian cycle for a rule without occurrences', () => {
    for (const rule of [
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
      'FREQ=YEARLY;BYYEARDAY=366;BYWEEKNO=20',
      'FREQ=MONTHLY;BYDAY=6MO',
      'FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=1;BYSETPOS=2',
      'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30',
      'FREQ=SECONDLY;INTERVAL=2;BYSECOND=1',
      'FREQ=HOURLY;INTERVAL=24;BYHOUR=5',
    ]) {
      expect(workOf(rule, wallMs('2026-01-01T09:00:00'), JUNE_2031, END_OF_TIME)).toBeLessThan(
        20 * GREGORIAN_CYCLE_DAYS,
      )
      expect(idsOf(seriesOf(timed('2026-01-01T09:00:00'), rule))).toEqual(['2026-01-01T09:00:00'])
    }
  })

  it('expands a secondly rule exactly in the range', () => {
    const series = seriesOf(timed('2026-01-01T09:00:00', 0), 'FREQ=SECONDLY')
    const from = Date.parse('2026-06-01T10:00:00Z')
    expect(occurrences(series, { from, to: from + 3000 }).map(({ id }) => id)).toEqual([
      '2026-06-01T12:00:00',
      '2026-06-01T12:00:01',
      '2026-06-01T12:00:02',
    ])
    expect(occurrences(series, { from, to: END_OF_TIME })).toHaveLength(MAX_OCCURRENCES)
  })

  it('finds an occurrence in progress that started ten years ago', () => {
    const series = seriesOf(timed('2016-01-01T09:00:00', 24 * 3653), 'FREQ=YEARLY;COUNT=20')
    const range = { from: Date.parse('2026-06-01T00:00Z'), to: Date.parse('2026-06-02T00:00Z') }
    expect(occurrences(series, range)).toHaveLength(10)
  })
})

const JUNE_2031 = wallMs('2031-06-01T00:00:00')
const JULY_2031 = wallMs('2031-07-01T00:00:00')

const RULES = [
  'FREQ=DAILY;INTERVAL=3',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE',
  'FREQ=MONTHLY;BYDAY=2TU',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  'FREQ=YEARLY;INTERVAL=5',
  'FREQ=YEARLY;BYWEEKNO=20,23;BYSETPOS=-1',
  'FREQ=HOURLY;INTERVAL=5',
  'FREQ=MINUTELY;INTERVAL=1441',
]

const all = (size: number, first = 0) => Array.from({ length: size }, (_, index) => first + index).join(',')

/** Hostile rules. */
const hostile = fc
  .tuple(
    fc.constantFrom(...FREQUENCIES),
    fc.constantFrom(1, 2, 7, 399, 86_399, 86_401, 1_000_000_000),
    fc.subarray([
      `BYSECOND=${all(60)}`,
      `BYMINUTE=${all(60)}`,
      `BYHOUR=${all(24)}`,
      'BYDAY=MO,TU,WE,TH,FR,SA,SU',
      'BYDAY=53MO,-53TU',
      'BYMONTHDAY=30',
      'BYMONTH=2',
      'BYWEEKNO=20',
      `BYYEARDAY=${all(366, 1)}`,
      `BYSETPOS=${all(366, -366)}`,
      'BYSETPOS=366',
      'COUNT=1000000000000',
    ]),
  )
  .map(([freq, interval, parts]) => {
    const partsByName = new Map(parts.map((part) => [part.split('=')[0], part]))
    return [`FREQ=${freq}`, `INTERVAL=${interval}`, ...partsByName.values()].join(';')
  })

/** Returns how often an expansion reads its pattern: a few times per day. */
function workOf(rule: string, start: number, from: number, to: number): number {
  let reads = 0
  const pattern = new Proxy<Pattern>(patternOf(parseRule(rule), start), {
    get(target, name) {
      reads++
      return target[name as keyof Pattern]
    },
  })
  let remaining = MAX_OCCURRENCES
  eachStart(pattern, from, to, () => --remaining > 0)
  return reads
}
