import { describe, expect, it } from 'vitest'
import { DAY, HOUR, wallMs, wallOf } from '../day'
import type { Span } from '../span'
import { type Budget, budgetOf, withShare } from './budget'
import { parseRule } from './parse-rule'
import { type Pattern, patternOf } from './pattern'
import type { Series } from './recurrence'
import { FREQUENCIES } from './rule'
import { countStartsBefore, lastStart } from './rule-starts'
import { boundsOfSeries, END_OF_TIME, occurrenceAt, occurrences } from './series'
import { eachStart } from './starts'

const START = '2026-03-01T02:30:00'
const ZONES = ['America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca']
const FOREVER = { from: -END_OF_TIME, to: END_OF_TIME }

function timed(zone: string, start = START): Span {
  return { type: 'timed', start, end: start, startZone: zone, endZone: zone }
}

function seriesOf(span: Span, rule: string): Series {
  return { span, recurrence: { rules: [rule], dates: [], exclusions: [] }, overrides: {} }
}

const all = (size: number) => Array.from({ length: size }, (_, index) => index).join(',')
const EVERY_SECOND = `BYHOUR=${all(24)};BYMINUTE=${all(60)};BYSECOND=${all(60)}`

/** Returns the first starts from a time on, and how many times of a day were computed for them. */
function measureStarts(rule: string, from: string, limit: number, to = '9999-12-31T00:00:00') {
  let computed = 0
  const pattern = patternOf(parseRule(rule), wallMs(START))
  const { length, at } = pattern.times
  const times: Pattern['times'] = {
    length,
    at(index) {
      computed++
      return at(index)
    },
  }
  const found: string[] = []
  eachStart({ ...pattern, times }, wallMs(from), wallMs(to), (start) => found.push(wallOf(start)) < limit)
  return { found, computed }
}

describe('times of a day', () => {
  it.each(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'])('computes starts only as needed: %s', (freq) => {
    const rule = `FREQ=${freq};${EVERY_SECOND};BYDAY=MO,TU,WE,TH,FR,SA,SU`
    const { found, computed } = measureStarts(rule, '2031-06-01T17:59:59', 2)
    expect(found).toEqual(['2031-06-01T17:59:59', '2031-06-01T18:00:00'])
    expect(computed).toBeLessThan(50)
    expect(measureStarts(rule, '2031-06-01T23:59:58', 9, '2031-06-01T23:59:59').computed).toBeLessThan(50)
  })

  it('computes no times of a day for a rule with few or no days', () => {
    const leap = `FREQ=DAILY;${EVERY_SECOND};BYMONTH=2;BYMONTHDAY=29`
    expect(measureStarts(leap, '2026-06-01T00:00:00', 1)).toEqual({
      found: ['2028-02-29T00:00:00'],
      computed: 1,
    })
    const never = `FREQ=DAILY;${EVERY_SECOND};BYMONTH=2;BYMONTHDAY=30`
    expect(measureStarts(never, '2026-06-01T00:00:00', 1)).toEqual({ found: [], computed: 0 })
  })

  it('selects times of a day by BYSETPOS without listing them', () => {
    const last = `FREQ=DAILY;${EVERY_SECOND};BYSETPOS=1,-1,-366`
    const { found, computed } = measureStarts(last, '2031-06-01T11:00:00', 3)
    expect(found).toEqual(['2031-06-01T23:53:54', '2031-06-01T23:59:59', '2031-06-02T00:00:00'])
    expect(computed).toBeLessThan(10)
    const hours = measureStarts(
      `FREQ=HOURLY;BYMINUTE=${all(60)};BYSECOND=${all(60)};BYSETPOS=-2`,
      '2031-06-01T11:00:00',
      1,
    )
    expect(hours.found).toEqual(['2031-06-01T11:59:58'])
    expect(hours.computed).toBeLessThan(10)
  })

  it.each([
    ['FREQ=SECONDLY', '2031-06-01T17:59:59'],
    ['FREQ=SECONDLY;BYHOUR=18', '2031-06-01T18:00:00'],
    ['FREQ=SECONDLY;INTERVAL=7;BYMINUTE=17;BYSECOND=3', '2031-06-01T23:17:03'],
    ['FREQ=MINUTELY;BYSECOND=10,20', '2031-06-01T18:00:10'],
    ['FREQ=HOURLY;BYMINUTE=0,59;BYSECOND=58,59', '2031-06-01T17:59:59'],
  ])('does not compute starts of %s before the range', (rule, first) => {
    expect(measureStarts(rule, '2031-06-01T17:59:59', 1).found).toEqual([first])
    expect(measureStarts(rule, '2031-06-01T17:59:59', 1).computed).toBeLessThan(20)
  })
})

describe('COUNT', () => {
  const march = 'BYMONTH=3;BYHOUR=2;BYDAY=SU;BYMONTHDAY=8,9,10,11,12,13,14'

  it.each(['HOURLY', 'MINUTELY', 'SECONDLY'])(
    'terminates if all starts of a %s rule are in DST gaps',
    (freq) => {
      const series = seriesOf(timed('America/New_York'), `FREQ=${freq};COUNT=100000;${march}`)
      expect(wallOf(lastStart(series.recurrence!.rules[0]!, series.span)!)).toBe(START)
      expect(occurrences(series, FOREVER)).toHaveLength(1)
      const endless = seriesOf(series.span, `FREQ=${freq};${march}`)
      expect(occurrences(endless, FOREVER)).toHaveLength(1)
    },
  )

  it('counts far into the future if few starts are in DST gaps', () => {
    const rule = 'FREQ=HOURLY;COUNT=3;BYMONTH=3;BYHOUR=2;BYDAY=SU'
    expect(wallOf(lastStart(rule, timed('America/New_York'))!)).toBe('2026-03-22T02:30:00')
  })

  const filters = [
    'BYSECOND=59',
    'BYHOUR=2;BYMINUTE=30;BYSECOND=0',
    'BYMONTH=2;BYMONTHDAY=29;BYDAY=MO',
    'BYMONTH=2;BYMONTHDAY=30',
    `${EVERY_SECOND};BYSETPOS=-1`,
  ]
  const cases = FREQUENCIES.flatMap((freq) =>
    ZONES.flatMap((zone) => [1, 97, 86_399].map((interval) => [freq, interval, zone] as const)),
  )
  it.each(cases)(
    'bounds the work for COUNT of a %s rule with INTERVAL=%i in %s, whatever its parts',
    (freq, interval, zone) => {
      for (const filter of filters) {
        const rule = `FREQ=${freq};INTERVAL=${interval};COUNT=100000;${filter}`
        const series = seriesOf(timed(zone), rule)
        const last = lastStart(rule, series.span)
        const { to } = boundsOfSeries(series)
        // If counting exceeds the budget, the series counts as endless.
        if (last === undefined) expect(to).toBe(END_OF_TIME)
        else expect(occurrenceAt(series, wallOf(last))?.id).toBe(wallOf(last))
        expect(to).toBeLessThanOrEqual(END_OF_TIME)
      }
    },
  )
})

describe('a shared budget of many series', () => {
  const slow = (nth: number) => `FREQ=MINUTELY;INTERVAL=${nth + 2};COUNT=50000`
  const to = (budget: Budget, rule: string) =>
    withShare(budget, 20_000, (own) => boundsOfSeries(seriesOf(timed('America/New_York'), rule), own)).to

  it('gives each series a share and ends counting once it is exhausted', () => {
    const budget = budgetOf(50_000)
    expect(to(budget, slow(0))).toBe(END_OF_TIME)
    expect(budget.steps).toBe(30_000)
    expect(to(budget, 'FREQ=HOURLY;INTERVAL=7;COUNT=100')).toBeLessThan(END_OF_TIME)
    expect(budget.steps).toBeGreaterThan(29_000)
    for (const nth of [1, 2, 3, 4]) expect(to(budget, slow(nth))).toBe(END_OF_TIME)
    expect(budget.steps).toBe(0)
  })

  it('needs no budget for UNTIL, or for a COUNT found by multiplication', () => {
    const budget = budgetOf(0)
    expect(to(budget, 'FREQ=MONTHLY;UNTIL=20270301T000000Z')).toBeLessThan(END_OF_TIME)
    expect(to(budget, 'FREQ=WEEKLY;COUNT=30')).toBeLessThan(END_OF_TIME)
  })
})

describe('countStartsBefore', () => {
  const floating: Span = { type: 'floating', start: START, end: START }
  const from = wallMs('2031-06-01T00:00:00')

  it('divides for a rule without BYxxx parts', () => {
    const seconds = (from - wallMs(START)) / 1000
    expect(countStartsBefore('FREQ=SECONDLY;COUNT=1000000000000', floating, from)).toBe(seconds)
    expect(countStartsBefore('FREQ=SECONDLY;COUNT=1000000000000', floating, from + 500)).toBe(seconds + 1)
    expect(countStartsBefore('FREQ=SECONDLY;COUNT=7', floating, from)).toBe(7)
    expect(countStartsBefore('FREQ=HOURLY;INTERVAL=2;COUNT=100', floating, wallMs(START) + 4 * HOUR)).toBe(2)
  })

  it('counts the occurrences before the time, including DTSTART', () => {
    const rules = [
      'FREQ=MONTHLY;COUNT=40',
      'FREQ=WEEKLY;BYDAY=MO,WE;COUNT=50',
      'FREQ=DAILY;INTERVAL=3;COUNT=60',
    ]
    for (const rule of rules) {
      for (const days of [1, 10, 70, 200, 5000]) {
        const before = wallMs(START) + days * DAY
        const found = occurrences(seriesOf(floating, rule), FOREVER).filter(({ id }) => wallMs(id) < before)
        expect(countStartsBefore(rule, floating, before)).toBe(found.length)
      }
    }
  })

  it('counts starts up to the maximum count', () => {
    expect(countStartsBefore('FREQ=SECONDLY;COUNT=1000000000000', timed('Europe/Berlin'), from)).toBe(100_000)
  })
})
