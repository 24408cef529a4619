import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE, wallMs, wallOf } from '../day'
import { instantsOf, type Span } from '../span'
import { instantAt, wallAt } from '../zones/wall-time'
import { instants, iso, seriesOf, timeOf } from './dst.test.series'

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
