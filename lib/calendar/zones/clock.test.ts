import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { DAY, HOUR, wallMs, wallOf } from '../day'
import { clockChanges } from './clock'
import { instantAt, wallAt } from './wall-time'
import { offsetAt } from './zone'
import {
  instantByTemporal,
  instants,
  transitionsByTemporal,
  wallByTemporal,
  ZONES,
  zones,
} from './zone.test.temporal'

describe('clockChanges', () => {
  it('finds every change with millisecond precision for any start of the range', () => {
    const ranges = fc.tuple(
      zones,
      fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2090, 0) }),
      fc.nat(3 * 366 * DAY),
    )
    fc.assert(
      fc.property(ranges, ([zone, from, length]) => {
        const { first, changes } = clockChanges(zone, from, from + length)
        expect(from + first).toBe(wallByTemporal(from, zone))
        expect(changes).toEqual(transitionsByTemporal(zone, from, from + length))
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['Africa/Cairo', '2010-04-01', '2010-10-15', 4],
    ['Africa/Casablanca', '2026-02-01', '2026-04-01', 2],
    ['America/Recife', '2000-10-01', '2000-11-01', 2], // a week of DST, the shortest of all
    ['Asia/Gaza', '2040-10-01', '2040-11-15', 2],
    ['Pacific/Apia', '2011-09-01', '2012-05-01', 3],
    ['Europe/Berlin', '2026-01-01', '2027-01-01', 2],
    ['Europe/Moscow', '2012-01-01', '2014-01-01', 0],
  ])('finds the changes in %s from %s to %s: %i', (zone, first, last, count) => {
    const [from, to] = [Date.parse(`${first}T00:00Z`), Date.parse(`${last}T00:00Z`)]
    const { changes } = clockChanges(zone, from, to)
    expect(changes).toHaveLength(count)
    expect(changes).toEqual(transitionsByTemporal(zone, from, to))
  })

  it('includes a change at the start in the first offset, and excludes one at the end', () => {
    const change = Date.parse('2026-03-29T01:00:00Z')
    expect(clockChanges('Europe/Berlin', change, change + DAY)).toEqual({ first: 2 * HOUR, changes: [] })
    expect(clockChanges('Europe/Berlin', change - DAY, change)).toEqual({ first: HOUR, changes: [] })
    expect(clockChanges('Europe/Berlin', change - DAY, change + 1).changes).toEqual([
      { at: change, offset: 2 * HOUR },
    ])
    expect(clockChanges('Europe/Berlin', change, change)).toEqual({ first: 2 * HOUR, changes: [] })
  })
})

describe('the clock cache', () => {
  const distantTimes = fc.integer({ min: wallMs('0001-01-03T00:00:00'), max: wallMs('9999-12-28T00:00:00') })

  it('returns the wall times of Temporal from the year 1 to 9999 in any order of queries', () => {
    const queries = fc.array(fc.tuple(zones, fc.oneof(distantTimes, instants)), {
      minLength: 2,
      maxLength: 12,
    })
    fc.assert(
      fc.property(queries, (queries) => {
        const expected = queries.map(([zone, instant]) => wallByTemporal(instant, zone))
        expect(queries.map(([zone, instant]) => wallAt(instant, zone))).toEqual(expected)
        const reversed = [...queries].reverse().map(([zone, instant]) => wallAt(instant, zone))
        expect(reversed.reverse()).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })

  it('does not mix zones', () => {
    for (const at of ['2026-01-15T12:00Z', '2026-07-15T12:00Z'].map(Date.parse)) {
      for (const zone of [...ZONES, ...[...ZONES].reverse()]) {
        expect(wallAt(at, zone)).toBe(wallByTemporal(at, zone))
        expect(instantAt(wallAt(at, zone), zone)).toBe(at)
      }
    }
  })

  it('converts times correctly at the boundaries of the windows of the cache', { timeout: 30_000 }, () => {
    const windowLength = 128 * DAY
    for (const zone of ZONES) {
      for (let at = 130 * windowLength; at < 180 * windowLength; at += windowLength) {
        for (const distance of [-HOUR, -1, 0, 1, HOUR]) {
          expect(wallAt(at + distance, zone)).toBe(wallByTemporal(at + distance, zone))
          expect(instantAt(at + distance, zone)).toBe(instantByTemporal(at + distance, zone))
        }
      }
    }
  })

  it('returns the offsets of Intl for distant years in every zone', () => {
    const everyZone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
    const times = fc.oneof(
      fc.integer({ min: Date.UTC(2100, 0), max: wallMs('9999-12-28T00:00:00') }),
      fc.integer({ min: wallMs('0001-01-03T00:00:00'), max: Date.UTC(1850, 0) }),
    )
    fc.assert(
      fc.property(everyZone, times, (zone, at) => {
        expect(wallAt(at, zone) - at).toBe(offsetAt(at, zone))
      }),
      { numRuns: 1000 },
    )
  })

  it('does not look up changes for thousands of years', () => {
    const format = vi.spyOn(Intl.DateTimeFormat.prototype as { format: unknown }, 'format', 'get')
    for (let year = 1; year < 9999; year++) {
      wallAt(wallMs(`${String(year).padStart(4, '0')}-07-01T00:00:00`), 'America/Toronto')
    }
    // One window in each year from 1800 to 2500, with about fifty lookups each; full years would need ten times as
    // many.
    expect(format.mock.calls.length).toBeLessThan(50_000)
    format.mockRestore()
  })

  it('converts a time correctly after the cache has discarded its window', { timeout: 30_000 }, () => {
    // More windows than the cache holds.
    const zones = Array.from({ length: 12 }, (_, index) => `Etc/GMT+${index + 1}`)
    for (const zone of zones) {
      for (let at = Date.UTC(1800, 0); at < Date.UTC(2500, 0); at += 128 * DAY) wallAt(at, zone)
    }
    expect(wallOf(wallAt(Date.parse('2026-07-01T00:00Z'), 'Europe/Berlin'))).toBe('2026-07-01T02:00:00')
  })
})
