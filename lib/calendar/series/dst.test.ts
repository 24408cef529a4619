import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE, wallMs, wallOf } from '../day'
import { instantsOf, type Span } from '../span'
import { instantAt, wallAt } from '../zones/wall-time'
import type { Series } from './recurrence'
import { END_OF_TIME, occurrences } from './series'

/** Returns a series of timed events in a zone, each of the given duration. */
function seriesOf(zone: string, start: string, rule: string, minutes = 60): Series {
  const first = wallMs(start)
  const span: Span = {
    type: 'timed',
    start,
    end: wallOf(first + minutes * MINUTE),
    startZone: zone,
    endZone: zone,
  }
  return { span, recurrence: { rules: [rule], dates: [], exclusions: [] }, overrides: {} }
}

function instants(series: Series, limit = 1000): string[] {
  const found = occurrences(series, { from: -END_OF_TIME, to: END_OF_TIME }, limit)
  return found.map(({ span }) => iso(instantsOf(span, 'UTC').from))
}

function iso(instant: number): string {
  return new Date(instant).toISOString().replace(/(:00)?\.000Z/, 'Z')
}

/** DST gaps: zone, skipped wall time, wall time shown instead, and instant. */
const GAPS: [zone: string, wall: string, shown: string, instant: string][] = [
  ['Europe/Berlin', '2026-03-29T02:30:00', '2026-03-29T03:30:00', '2026-03-29T01:30Z'],
  ['Europe/London', '2026-03-29T01:30:00', '2026-03-29T02:30:00', '2026-03-29T01:30Z'],
  ['Europe/Dublin', '2026-03-29T01:30:00', '2026-03-29T02:30:00', '2026-03-29T01:30Z'],
  ['America/New_York', '2026-03-08T02:30:00', '2026-03-08T03:30:00', '2026-03-08T07:30Z'],
  ['America/St_Johns', '2026-03-08T02:30:00', '2026-03-08T03:30:00', '2026-03-08T06:00Z'],
  ['America/St_Johns', '2006-04-02T00:30:00', '2006-04-02T01:30:00', '2006-04-02T04:00Z'],
  ['America/Sao_Paulo', '2018-11-04T00:15:00', '2018-11-04T01:15:00', '2018-11-04T03:15Z'],
  ['America/Santiago', '2025-09-07T00:30:00', '2025-09-07T01:30:00', '2025-09-07T04:30Z'],
  ['Australia/Sydney', '2026-10-04T02:30:00', '2026-10-04T03:30:00', '2026-10-03T16:30Z'],
  ['Australia/Lord_Howe', '2026-10-04T02:10:00', '2026-10-04T02:40:00', '2026-10-03T15:40Z'],
  ['Pacific/Auckland', '2026-09-27T02:30:00', '2026-09-27T03:30:00', '2026-09-26T14:30Z'],
  ['Pacific/Chatham', '2026-09-27T03:00:00', '2026-09-27T04:00:00', '2026-09-26T14:15Z'],
  ['Antarctica/Troll', '2026-03-29T02:30:00', '2026-03-29T04:30:00', '2026-03-29T02:30Z'],
  ['Africa/Casablanca', '2025-04-06T02:30:00', '2025-04-06T03:30:00', '2025-04-06T02:30Z'],
  ['Europe/Moscow', '2011-03-27T02:30:00', '2011-03-27T03:30:00', '2011-03-26T23:30Z'],
  ['Asia/Kathmandu', '1986-01-01T00:05:00', '1986-01-01T00:20:00', '1985-12-31T18:35Z'],
  ['Asia/Kolkata', '1942-09-01T00:30:00', '1942-09-01T01:30:00', '1942-08-31T19:00Z'],
  ['Asia/Pyongyang', '2018-05-04T23:45:00', '2018-05-05T00:15:00', '2018-05-04T15:15Z'],
  ['America/Caracas', '2016-05-01T02:45:00', '2016-05-01T03:15:00', '2016-05-01T07:15Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00', '2011-12-31T10:00:00', '2011-12-30T20:00Z'],
  ['Europe/Istanbul', '2016-03-27T03:30:00', '2016-03-27T04:30:00', '2016-03-27T01:30Z'],
]

/** Repeated wall times, with both of their instants. */
const OVERLAPS: [zone: string, wall: string, first: string, second: string][] = [
  ['Europe/Berlin', '2026-10-25T02:30:00', '2026-10-25T00:30Z', '2026-10-25T01:30Z'],
  ['Europe/London', '2026-10-25T01:30:00', '2026-10-25T00:30Z', '2026-10-25T01:30Z'],
  ['Europe/Dublin', '2026-10-25T01:30:00', '2026-10-25T00:30Z', '2026-10-25T01:30Z'],
  ['America/New_York', '2026-11-01T01:30:00', '2026-11-01T05:30Z', '2026-11-01T06:30Z'],
  ['America/St_Johns', '2026-11-01T01:30:00', '2026-11-01T04:00Z', '2026-11-01T05:00Z'],
  ['America/Sao_Paulo', '2019-02-16T23:30:00', '2019-02-17T01:30Z', '2019-02-17T02:30Z'],
  ['America/Santiago', '2026-04-04T23:30:00', '2026-04-05T02:30Z', '2026-04-05T03:30Z'],
  ['Australia/Sydney', '2026-04-05T02:30:00', '2026-04-04T15:30Z', '2026-04-04T16:30Z'],
  ['Australia/Lord_Howe', '2026-04-05T01:45:00', '2026-04-04T14:45Z', '2026-04-04T15:15Z'],
  ['Pacific/Auckland', '2026-04-05T02:30:00', '2026-04-04T13:30Z', '2026-04-04T14:30Z'],
  ['Pacific/Chatham', '2026-04-05T03:00:00', '2026-04-04T13:15Z', '2026-04-04T14:15Z'],
  ['Antarctica/Troll', '2026-10-25T01:30:00', '2026-10-24T23:30Z', '2026-10-25T01:30Z'],
  ['Africa/Casablanca', '2026-02-15T02:30:00', '2026-02-15T01:30Z', '2026-02-15T02:30Z'],
  ['Europe/Moscow', '2014-10-26T01:30:00', '2014-10-25T21:30Z', '2014-10-25T22:30Z'],
  ['Asia/Pyongyang', '2015-08-14T23:45:00', '2015-08-14T14:45Z', '2015-08-14T15:15Z'],
  ['America/Caracas', '2007-12-09T02:45:00', '2007-12-09T06:45Z', '2007-12-09T07:15Z'],
]

const timeOf = (wall: string) => wall.slice(11)

describe('a start in a DST gap', () => {
  it.each(GAPS)('moves a single event in a DST gap of %s from %s to %s', (zone, wall, shown, instant) => {
    const span: Span = { type: 'timed', start: wall, end: wall, startZone: zone, endZone: zone }
    expect(iso(instantsOf(span, 'UTC').from)).toBe(instant)
    expect(wallOf(wallAt(instantAt(wallMs(wall), zone), zone))).toBe(shown)
  })

  it.each(GAPS)(
    'moves only the occurrence in a DST gap of %s, from %s to %s',
    (zone, wall, shown, instant) => {
      const before = wallOf(wallMs(wall) - 24 * HOUR)
      const series = seriesOf(zone, before, 'FREQ=DAILY;COUNT=3')
      const walls = instants(series).map((found) => wallOf(wallAt(Date.parse(found), zone)))
      expect(instants(series)).toContain(instant)
      expect(walls.filter((found) => found !== shown).every((found) => timeOf(found) === timeOf(wall))).toBe(
        true,
      )
      expect(walls).toHaveLength(3)
    },
  )

  it.each(GAPS)('keeps the duration of an event in a DST gap of %s at %s', (zone, wall, _, instant) => {
    const end = wallOf(wallMs(wall) + 5 * MINUTE)
    const { from, to } = instantsOf(
      { type: 'timed', start: wall, end, startZone: zone, endZone: zone },
      'UTC',
    )
    expect(iso(from)).toBe(instant)
    expect(to - from).toBe(5 * MINUTE)
  })

  it('moves an event that ends with the DST gap from 02:30–03:00 to 03:30–04:00', () => {
    const span: Span = {
      type: 'timed',
      start: '2026-03-29T02:30:00',
      end: '2026-03-29T03:00:00',
      startZone: 'Europe/Berlin',
      endZone: 'Europe/Berlin',
    }
    const { from, to } = instantsOf(span, 'UTC')
    expect([iso(from), iso(to)]).toEqual(['2026-03-29T01:30Z', '2026-03-29T02:00Z'])
  })
})

describe('a repeated wall time', () => {
  it.each(OVERLAPS)(
    'uses the first instant of a repeated wall time in %s at %s, in single events and series',
    (zone, wall, first, second) => {
      expect(iso(instantAt(wallMs(wall), zone))).toBe(first)
      expect(wallOf(wallAt(Date.parse(second), zone))).toBe(wall)
      const series = seriesOf(zone, wallOf(wallMs(wall) - 24 * HOUR), 'FREQ=DAILY;COUNT=3')
      expect(instants(series)[1]).toBe(first)
      expect(instants(series)).not.toContain(second)
    },
  )
})

describe('a series across a clock change', () => {
  it.each([
    ['Europe/Berlin', '2026-03-23', '2026-03-23T08:00Z', '2026-03-30T07:00Z'],
    ['Europe/Berlin', '2026-10-19', '2026-10-19T07:00Z', '2026-10-26T08:00Z'],
    ['America/St_Johns', '2026-03-02', '2026-03-02T12:30Z', '2026-03-09T11:30Z'],
    ['Australia/Lord_Howe', '2026-09-28', '2026-09-27T22:30Z', '2026-10-04T22:00Z'],
    ['Pacific/Chatham', '2026-03-30', '2026-03-29T19:15Z', '2026-04-05T20:15Z'],
    ['Asia/Kathmandu', '2026-03-23', '2026-03-23T03:15Z', '2026-03-30T03:15Z'],
    ['Africa/Casablanca', '2026-02-09', '2026-02-09T08:00Z', '2026-02-16T09:00Z'],
    ['Europe/Moscow', '2014-10-20', '2014-10-20T05:00Z', '2014-10-27T06:00Z'],
    ['Europe/Istanbul', '2016-10-28', '2016-10-28T06:00Z', '2016-11-04T06:00Z'],
    ['Pacific/Apia', '2011-12-25', '2011-12-25T19:00Z', '2011-12-31T19:00Z'],
  ])('keeps a weekly series in %s at 09:00 across the clock change after %s', (zone, day, first, second) => {
    expect(instants(seriesOf(zone, `${day}T09:00:00`, 'FREQ=WEEKLY;COUNT=2'))).toEqual([first, second])
  })

  it('keeps the wall times of a night across a clock change, an hour shorter or longer', () => {
    const lengths = ['2026-03-27', '2026-10-23'].map((day) => {
      const series = seriesOf('Europe/Berlin', `${day}T22:00:00`, 'FREQ=DAILY;COUNT=3', 8 * 60)
      return occurrences(series, { from: 0, to: END_OF_TIME }).map(({ span }) => {
        expect([timeOf(span.start), timeOf(span.end)]).toEqual(['22:00:00', '06:00:00'])
        const { from, to } = instantsOf(span, 'UTC')
        return (to - from) / HOUR
      })
    })
    expect(lengths).toEqual([
      [8, 7, 8],
      [8, 9, 8],
    ])
  })

  it('skips the missing hour of an hourly series, and includes the repeated hour once', () => {
    expect(instants(seriesOf('Europe/Berlin', '2026-03-29T00:30:00', 'FREQ=HOURLY;COUNT=4'))).toEqual([
      '2026-03-28T23:30Z',
      '2026-03-29T00:30Z',
      '2026-03-29T01:30Z',
      '2026-03-29T02:30Z',
    ])
    expect(instants(seriesOf('Europe/Berlin', '2026-10-25T00:30:00', 'FREQ=HOURLY;COUNT=4'))).toEqual([
      '2026-10-24T22:30Z',
      '2026-10-24T23:30Z',
      '2026-10-25T00:30Z',
      '2026-10-25T02:30Z',
    ])
  })

  it('skips the missing half hour of Lord Howe in a series every 15 minutes', () => {
    const series = seriesOf('Australia/Lord_Howe', '2026-10-04T01:30:00', 'FREQ=MINUTELY;INTERVAL=15;COUNT=4')
    expect(occurrences(series, { from: 0, to: END_OF_TIME }).map(({ id }) => timeOf(id))).toEqual([
      '01:30:00',
      '01:45:00',
      '02:30:00',
      '02:45:00',
    ])
  })

  it('does not count skipped starts toward COUNT', () => {
    const series = seriesOf('Europe/Berlin', '2026-03-29T01:00:00', 'FREQ=MINUTELY;INTERVAL=30;COUNT=5')
    expect(occurrences(series, { from: 0, to: END_OF_TIME }).map(({ id }) => timeOf(id))).toEqual([
      '01:00:00',
      '01:30:00',
      '03:00:00',
      '03:30:00',
      '04:00:00',
    ])
  })

  it('keeps two occurrences at the same instant with different ids', () => {
    const series = seriesOf('Europe/Berlin', '2026-03-28T02:30:00', 'FREQ=DAILY;BYHOUR=2,3;COUNT=4')
    const found = occurrences(series, { from: 0, to: END_OF_TIME })
    expect(found.slice(2).map(({ id }) => id)).toEqual(['2026-03-29T02:30:00', '2026-03-29T03:30:00'])
    expect(instants(series).slice(2)).toEqual(['2026-03-29T01:30Z', '2026-03-29T01:30Z'])
  })

  it('moves the occurrence on a day that its zone skipped to the next day', () => {
    expect(instants(seriesOf('Pacific/Apia', '2011-12-29T12:00:00', 'FREQ=DAILY;COUNT=3'))).toEqual([
      '2011-12-29T22:00Z',
      '2011-12-30T22:00Z',
      '2011-12-30T22:00Z',
    ])
  })
})
