import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, HOUR, wallMs, wallOf } from '../day'
import type { Span } from '../span'
import { GREGORIAN_CYCLE_DAYS } from './civil'
import { parseRule } from './parse-rule'
import { type Pattern, patternOf } from './pattern'
import type { Series } from './recurrence'
import { FREQUENCIES } from './rule'
import { lastStart } from './rule-starts'
import { boundsOfSeries, END_OF_TIME, occurrenceAt, occurrences } from './series'
import { eachStart } from './starts'
import { MAX_OCCURRENCES } from './times'

const FOREVER = { from: -END_OF_TIME, to: END_OF_TIME }
const BERLIN = { startZone: 'Europe/Berlin', endZone: 'Europe/Berlin' }

function timed(start: string, hours = 1): Span {
  return { type: 'timed', start, end: wallOf(wallMs(start) + hours * HOUR), ...BERLIN }
}

function floating(start: string): Span {
  return { type: 'floating', start, end: start }
}

function allDay(start: string): Span {
  return { type: 'all-day', start, end: wallOf(wallMs(`${start}T00:00:00`) + DAY).slice(0, 10) }
}

function seriesOf(span: Span, ...rules: string[]): Series {
  return { span, recurrence: { rules, dates: [], exclusions: [] }, overrides: {} }
}

function idsOf(series: Series, limit = MAX_OCCURRENCES): string[] {
  return occurrences(series, FOREVER, limit).map(({ id }) => id)
}

describe('UNTIL', () => {
  const spring = timed('2026-03-27T09:00:00')
  const autumn = timed('2026-10-24T02:30:00')

  it.each<[title: string, span: Span, until: string, last: string]>([
    ['in UTC, at an occurrence', spring, '20260330T070000Z', '2026-03-30T09:00:00'],
    ['in UTC, a second before one', spring, '20260330T065959Z', '2026-03-29T09:00:00'],
    ['local, at an occurrence', spring, '20260330T090000', '2026-03-30T09:00:00'],
    ['in local time, a second before an occurrence', spring, '20260330T085959', '2026-03-29T09:00:00'],
    ['a date, at the end of that day', spring, '20260330', '2026-03-30T09:00:00'],
    ['at the repeated hour, the first time', autumn, '20261025T003000Z', '2026-10-25T02:30:00'],
    ['at the repeated hour, before the first time', autumn, '20261025T002959Z', '2026-10-24T02:30:00'],
    ['at the repeated hour, the second time', autumn, '20261025T011500Z', '2026-10-25T02:30:00'],
    [
      'just before an occurrence in a DST gap',
      timed('2026-03-27T02:30:00'),
      '20260329T012959Z',
      '2026-03-28T02:30:00',
    ],
    [
      'at an occurrence in a DST gap',
      timed('2026-03-27T02:30:00'),
      '20260329T013000Z',
      '2026-03-29T02:30:00',
    ],
    [
      'in UTC, floating: by its digits',
      floating('2026-03-27T09:00:00'),
      '20260330T090000Z',
      '2026-03-30T09:00:00',
    ],
    ['local, floating', floating('2026-03-27T09:00:00'), '20260330T085959', '2026-03-29T09:00:00'],
    ['a date, floating', floating('2026-03-27T23:00:00'), '20260330', '2026-03-30T23:00:00'],
    ['a date, all-day', allDay('2026-03-27'), '20260330', '2026-03-30'],
    ['a time, all-day: by its date', allDay('2026-03-27'), '20260330T000000Z', '2026-03-30'],
    ['before DTSTART at DTSTART', spring, '20200101', '2026-03-27T09:00:00'],
    ['before the first supported year at DTSTART', spring, '00000101', '2026-03-27T09:00:00'],
    ['and COUNT at the earlier of both', spring, '20260330;COUNT=2', '2026-03-28T09:00:00'],
  ])('ends a series with UNTIL %s', (_, span, until, last) => {
    const series = seriesOf(span, `FREQ=DAILY;UNTIL=${until}`)
    expect(idsOf(series).at(-1)).toBe(last)
    expect(occurrenceAt(series, last)?.id).toBe(last)
    const { from, to } = boundsOfSeries(series)
    expect(occurrences(series, { from, to: to + 1 })).toHaveLength(idsOf(series).length)
  })

  it.each(['99991231T235959Z', '99991231', '99990101T000000'])('treats %s as no end', (until) => {
    const series = seriesOf(timed('2026-03-27T09:00:00'), `FREQ=YEARLY;UNTIL=${until}`)
    expect(idsOf(series, 20_000).at(-1)).toBe('9998-03-27T09:00:00')
    expect(boundsOfSeries(series).to).toBeLessThanOrEqual(END_OF_TIME)
  })
})

describe('COUNT', () => {
  it('counts DTSTART even if the rule does not generate it', () => {
    const monday = timed('2026-01-06T09:00:00')
    expect(idsOf(seriesOf(monday, 'FREQ=WEEKLY;BYDAY=MO;COUNT=1'))).toEqual(['2026-01-06T09:00:00'])
    expect(idsOf(seriesOf(monday, 'FREQ=WEEKLY;BYDAY=MO;COUNT=2'))).toEqual([
      '2026-01-06T09:00:00',
      '2026-01-12T09:00:00',
    ])
  })

  it('counts excluded instances', () => {
    const series = seriesOf(timed('2026-01-06T09:00:00'), 'FREQ=DAILY;COUNT=3')
    series.recurrence?.exclusions.push('2026-01-07T09:00:00')
    expect(idsOf(series)).toEqual(['2026-01-06T09:00:00', '2026-01-08T09:00:00'])
  })

  it.each([
    ['FREQ=DAILY;COUNT=1000', '2028-10-01T09:00:00'],
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=27', '2027-01-05T09:00:00'],
    ['FREQ=MONTHLY;COUNT=14', '2027-02-06T09:00:00'],
    ['FREQ=DAILY;BYDAY=TU,WE;COUNT=4', '2026-01-14T09:00:00'],
    ['FREQ=DAILY;COUNT=1000000000000', '9999-12-31T00:00:00'],
  ])('ends %s at %s', (rule, last) => {
    expect(wallOf(lastStart(rule, timed('2026-01-06T09:00:00'))!)).toBe(last)
  })
})

describe('all-day series', () => {
  it('repeats all-day events on 29 February and on the 31st only where these exist', () => {
    expect(idsOf(seriesOf(allDay('2096-02-29'), 'FREQ=YEARLY;COUNT=3'))).toEqual([
      '2096-02-29',
      '2104-02-29',
      '2108-02-29',
    ])
    const months = idsOf(seriesOf(allDay('2026-01-31'), 'FREQ=MONTHLY;COUNT=7')).map((id) => id.slice(5, 7))
    expect(months).toEqual(['01', '03', '05', '07', '08', '10', '12'])
  })

  it('expands all-day series to the same ids and days in every zone', () => {
    const series = seriesOf(allDay('2026-03-28'), 'FREQ=DAILY;COUNT=3')
    expect(occurrences(series, FOREVER).map(({ span }) => [span.start, span.end])).toEqual([
      ['2026-03-28', '2026-03-29'],
      ['2026-03-29', '2026-03-30'],
      ['2026-03-30', '2026-03-31'],
    ])
  })

  it('ignores BYHOUR, BYMINUTE and BYSECOND of all-day series (RFC 5545 §3.3.10)', () => {
    const plain = idsOf(seriesOf(allDay('2026-03-28'), 'FREQ=DAILY;COUNT=3'))
    expect(
      idsOf(seriesOf(allDay('2026-03-28'), 'FREQ=DAILY;COUNT=3;BYHOUR=9,10;BYMINUTE=30;BYSECOND=1')),
    ).toEqual(plain)
    expect(idsOf(seriesOf(allDay('2026-03-28'), 'FREQ=HOURLY;COUNT=3'))).toEqual(plain)
    expect(idsOf(seriesOf(allDay('2026-03-28'), 'FREQ=HOURLY;INTERVAL=48;COUNT=2'))[1]).toBe('2026-03-30')
  })

  it.each([
    // 2026 has 53 weeks that start on Monday, 2020 as well; 2028 has 53 of Sunday.
    ['FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO', '2020-12-28', ['2020-12-28', '2026-12-28', '2032-12-27']],
    ['FREQ=YEARLY;BYWEEKNO=-1;BYDAY=MO', '2020-12-28', ['2020-12-28', '2021-12-27', '2022-12-26']],
    ['FREQ=YEARLY;BYWEEKNO=-53;BYDAY=MO', '2019-12-30', ['2019-12-30', '2025-12-29', '2031-12-29']],
    ['FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO', '2024-01-01', ['2024-01-01', '2024-12-30', '2025-12-29']],
    ['FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO;WKST=SU', '2024-01-01', ['2024-01-01', '2024-12-30', '2026-01-05']],
    ['FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU;WKST=SU', '2020-12-27', ['2020-12-27', '2025-12-28', '2031-12-28']],
    // Every second week year: the last days of 2024 are in week 1 of 2025.
    ['FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1;BYDAY=MO', '2024-12-30', ['2024-12-30', '2027-01-04', '2029-01-01']],
    ['FREQ=YEARLY;BYWEEKNO=20', '2026-05-13', ['2026-05-13', '2027-05-19', '2028-05-17']],
  ])('expands the all-day series %s from %s to %j', (rule, start, expected) => {
    expect(idsOf(seriesOf(allDay(start), rule), 3)).toEqual(expected)
  })
})

describe('recurrence ids', () => {
  it('finds no occurrence for a recurrence id of another type than the series', () => {
    const series = seriesOf(timed('2026-01-06T00:00:00'), 'FREQ=DAILY;COUNT=3')
    series.recurrence?.exclusions.push('2026-01-07')
    series.recurrence?.dates.push('2026-02-01')
    series.overrides['2026-01-08'] = { title: 'nobody' }
    expect(idsOf(series)).toHaveLength(3)
    expect(occurrenceAt(series, '2026-01-07')).toBeUndefined()
  })

  it('gives an occurrence the length of its PERIOD, even if a rule generates it too', () => {
    const series = seriesOf(timed('2026-01-06T09:00:00'), 'FREQ=DAILY;COUNT=3')
    const end = '2026-01-07T18:00:00'
    series.recurrence?.dates.push(
      '2026-01-07T09:00:00',
      `2026-01-07T09:00:00/${end}`,
      '2026-01-07T09:00:00/2026-01-07T10:30:00',
    )
    expect(occurrences(series, FOREVER).map(({ span }) => span.end.slice(5, 16))).toEqual([
      '01-06T10:00',
      '01-07T18:00',
      '01-08T10:00',
    ])
    expect(occurrenceAt(series, '2026-01-07T09:00:00')?.span.end).toBe(end)
  })
})

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
    const named = new Map(parts.map((part) => [part.split('=')[0], part]))
    return [`FREQ=${freq}`, `INTERVAL=${interval}`, ...named.values()].join(';')
  })

/** Returns how often an expansion reads its pattern: a few times per day. */
function workOf(rule: string, start: number, from: number, to: number): number {
  let looks = 0
  const pattern = new Proxy<Pattern>(patternOf(parseRule(rule), start), {
    get(target, name) {
      looks++
      return target[name as keyof Pattern]
    },
  })
  let left = MAX_OCCURRENCES
  eachStart(pattern, from, to, () => --left > 0)
  return looks
}
