import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, HOUR, wallOf } from '../day'
import { boundsOf, instantsOf, type Span } from '../span'
import { formatRule } from './format-rule'
import { idOfWall, type Override, type Overrides, type Series } from './recurrence'
import { boundsOfSeries, END_OF_TIME, occurrenceAt, occurrences, slotSpan } from './series'
import { rules } from './series.test.arbitrary'
import { occurrenceTimes } from './times'

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Santiago',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Africa/Casablanca',
  'Antarctica/Troll',
]

const zones = fc.constantFrom(...ZONES)
const days = fc.integer({ min: Date.UTC(2023, 0) / DAY, max: Date.UTC(2027, 0) / DAY })
// Includes times of clock changes.
const times = fc.constantFrom(0, 1.5 * HOUR, 2 * HOUR, 2.5 * HOUR, 3 * HOUR, 9 * HOUR, 23.75 * HOUR)
const lengths = fc.constantFrom(0, HOUR / 4, HOUR, 8 * HOUR, DAY, 3 * DAY, 40 * DAY)

const spans: fc.Arbitrary<Span> = fc
  .record({
    type: fc.constantFrom('timed', 'timed', 'floating', 'all-day'),
    day: days,
    time: times,
    length: lengths,
    zone: zones,
    otherZone: zones,
  })
  .map(({ type, day, time, length, zone, otherZone }) =>
    // Eight hours later in another zone, like a flight.
    spanAt(type, day * DAY + time, length, zone, length === 8 * HOUR ? otherZone : zone),
  )
  // Excludes spans that end before they start (see `hasValidOrder`).
  .filter((span) => span.type !== 'timed' || span.startZone === span.endZone || durationOf(span) >= 2 * HOUR)

function durationOf(span: Span): number {
  const { from, to } = instantsOf(span, 'UTC')
  return to - from
}

function spanAt(type: string, at: number, length: number, startZone: string, endZone: string): Span {
  if (type === 'all-day') {
    const end = at + Math.max(length, DAY)
    return { type, start: wallOf(at).slice(0, 10), end: wallOf(end).slice(0, 10) }
  }
  const [start, end] = [wallOf(at), wallOf(at + length)]
  return type === 'floating' ? { type, start, end } : { type: 'timed', start, end, startZone, endZone }
}

const ends = fc.constantFrom(
  {},
  {},
  { count: 1 },
  { count: 7 },
  { until: '20260329T010000Z' },
  { until: '20260329T023000' },
  { until: '20261025' },
  { until: '20261025T010000Z' },
)

/** Generates series with all features, except frequencies of minutes and seconds. */
const series: fc.Arbitrary<Series> = fc
  .record({
    span: spans,
    rules: fc.array(
      fc.tuple(
        rules.filter(
          ({ freq, interval }) => freq !== 'SECONDLY' && (interval > 7 || !/^(HOUR|MINUTE)LY$/.test(freq)),
        ),
        ends,
      ),
      { maxLength: 2 },
    ),
    dates: fc.array(fc.tuple(days, fc.constantFrom(0, 0, HOUR, 30 * DAY)), { maxLength: 3 }),
    excluded: fc.array(fc.nat(20), { maxLength: 3 }),
    changed: fc.array(fc.tuple(fc.nat(20), fc.option(fc.tuple(days, lengths), { nil: undefined })), {
      maxLength: 3,
    }),
    unmatched: fc.array(days, { maxLength: 1 }),
  })
  .map(({ span, rules, dates, excluded, changed, unmatched }) => {
    const idAt = (at: number) => idOfWall(span, at)
    const recurrence = {
      rules: rules.map(([rule, end]) => formatRule({ ...rule, ...end })),
      dates: dates.map(([day, length]) =>
        length ? `${idAt(day * DAY)}/${idAt(day * DAY + length)}` : idAt(day * DAY),
      ),
      exclusions: [] as string[],
    }
    const unchanged = { span, recurrence, overrides: {} }
    const all = occurrences(unchanged, { from: 0, to: Date.UTC(2030, 0) }, 21).map(({ id }) => id)
    const exclusions = excluded.flatMap((index) => all[index] ?? [])
    const overrides: Overrides = Object.fromEntries([
      ...changed.flatMap(([index, moved]) => (all[index] ? [[all[index], changeOf(span, moved)]] : [])),
      // An override of a time at which the series has no occurrence.
      ...unmatched.map((day) => [idAt(day * DAY), { title: 'unmatched' }]),
    ])
    return { span, recurrence: { ...recurrence, exclusions }, overrides }
  })

function changeOf(span: Span, moved: [day: number, length: number] | undefined): Override {
  const zone = span.type === 'timed' ? span.startZone : 'UTC'
  return moved ? { span: spanAt(span.type, moved[0] * DAY, moved[1], zone, zone) } : { title: 'changed' }
}

const LARGE = { from: Date.UTC(2022, 0), to: Date.UTC(2028, 0) }
const ranges = fc
  .tuple(
    fc.integer({ min: LARGE.from, max: LARGE.to }),
    fc.constantFrom(0, 1, HOUR, DAY, 7 * DAY, 31 * DAY, 400 * DAY),
  )
  .map(([from, length]) => ({ from, to: Math.min(from + length, LARGE.to) }))

function touches(span: Span, range: { from: number; to: number }): boolean {
  const { from, to } = boundsOf(span)
  return from < range.to && (to > range.from || (from === to && from >= range.from))
}

const NO_LIMIT = 1_000_000

describe('occurrences of any series', () => {
  it('returns for a range the occurrences of a larger range that touch it', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(series, ranges, (series, range) => {
        const all = occurrences(series, LARGE, 30_000)
        fc.pre(all.length < 30_000)
        expect(occurrences(series, range, NO_LIMIT)).toEqual(all.filter(({ span }) => touches(span, range)))
      }),
      { numRuns: 400 },
    )
  })

  it('yields occurrences sorted, distinct and not excluded', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(series, ranges, (series, range) => {
        const found = occurrences(series, range)
        const starts = found.map(({ span }) => boundsOf(span).from)
        expect(starts).toEqual([...starts].sort((a, b) => a - b))
        expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
        for (const { id } of found) expect(series.recurrence?.exclusions).not.toContain(id)
      }),
      { numRuns: 300 },
    )
  })

  it('yields the first occurrences if there is a limit', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(series, ranges, fc.nat(12), (series, range, limit) => {
        expect(occurrences(series, range, limit)).toEqual(occurrences(series, range, 500).slice(0, limit))
      }),
      { numRuns: 300 },
    )
  })

  it('returns the same occurrence as occurrenceAt for every id', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(series, ranges, days, times, (series, range, day, time) => {
        const found = occurrences(series, range, 300)
        for (const occurrence of found) expect(occurrenceAt(series, occurrence.id)).toEqual(occurrence)
        const id = idOfWall(series.span, day * DAY + time)
        const expected = occurrences(series, around(slotSpan(series, id)), NO_LIMIT).find(
          (occurrence) => occurrence.id === id,
        )
        const actual = occurrenceAt(series, id)
        // The span of an override may lie outside of the range that was searched.
        if (!actual?.override) expect(actual).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })

  it('yields occurrences within boundsOfSeries', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(series, (series) => {
        const bounds = boundsOfSeries(series)
        for (const { span } of occurrences(series, { from: 0, to: END_OF_TIME }, 200)) {
          const { from, to } = boundsOf(span)
          expect(from).toBeGreaterThanOrEqual(bounds.from)
          expect(to).toBeLessThanOrEqual(bounds.to)
        }
        if (bounds.to < END_OF_TIME) {
          expect(occurrences(series, { from: bounds.to + 1, to: END_OF_TIME })).toEqual([])
        }
      }),
      { numRuns: 300 },
    )
  })

  it('returns the times that occurrenceTimes returns', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(series, ranges, (series, range) => {
        const expected = occurrences(series, range).map(({ id, span, override }) => {
          const { from, to } = instantsOf(span, 'UTC')
          return { at: Date.parse(id.length === 10 ? id : `${id}Z`), from, to, override }
        })
        expect(occurrenceTimes(series, range)).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })
})

function around(span: Span): { from: number; to: number } {
  const { from, to } = boundsOf(span)
  return { from, to: Math.max(to, from) + 1 }
}

describe('a single event', () => {
  it('expands a single event to one occurrence, identified by its start', () => {
    fc.assert(
      fc.property(spans, ranges, (span, range) => {
        const single = { span, recurrence: null, overrides: {} }
        const occurrence = { id: span.start, span, override: undefined }
        expect(occurrences(single, range)).toEqual(touches(span, range) ? [occurrence] : [])
        expect(occurrenceAt(single, span.start)).toEqual(occurrence)
        expect(occurrenceAt(single, '1999-01-01')).toBeUndefined()
        expect(boundsOfSeries(single)).toEqual(boundsOf(span))
      }),
    )
  })
})
