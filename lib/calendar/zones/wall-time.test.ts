import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, wallMs, wallOf } from '../day'
import { instantAt, wallAt } from './wall-time'
import {
  instantByTemporal,
  nearTransitions,
  wallByTemporal,
  ZONES,
  zonedInstants,
} from './zone.test.temporal'

describe('wallAt', () => {
  it('returns the wall time of Temporal for every zone and instant', () => {
    fc.assert(
      fc.property(zonedInstants, ({ zone, instant }) => {
        expect(wallAt(instant, zone)).toBe(wallByTemporal(instant, zone))
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['Africa/Monrovia', '1971-12-31T12:00:00Z', '1971-12-31T11:15:30'],
    ['Africa/Monrovia', '1972-06-01T12:00:00Z', '1972-06-01T12:00:00'],
    ['Europe/Berlin', '1800-01-01T00:00:00Z', '1800-01-01T00:53:28'],
    ['Europe/Dublin', '1900-01-01T12:00:00Z', '1900-01-01T11:34:39'],
    ['Asia/Kathmandu', '2026-11-21T00:00:00Z', '2026-11-21T05:45:00'],
    ['Asia/Kathmandu', '1985-06-01T00:00:00Z', '1985-06-01T05:30:00'],
    ['America/St_Johns', '2026-07-01T00:00:00Z', '2026-06-30T21:30:00'],
    ['Pacific/Chatham', '2026-01-01T00:00:00Z', '2026-01-01T13:45:00'],
    ['Australia/Lord_Howe', '2026-01-01T00:00:00Z', '2026-01-01T11:00:00'],
    ['Australia/Lord_Howe', '2026-07-01T00:00:00Z', '2026-07-01T10:30:00'],
    ['Antarctica/Troll', '2026-07-01T00:00:00Z', '2026-07-01T02:00:00'],
    ['Asia/Tehran', '2021-07-01T00:00:00Z', '2021-07-01T04:30:00'],
    ['Asia/Tehran', '2023-07-01T00:00:00Z', '2023-07-01T03:30:00'],
    ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29T23:59:59'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31T00:00:00'],
    ['UTC', '0001-01-01T00:00:00Z', '0001-01-01T00:00:00'],
  ])('returns the wall time of %s at the instant %s: %s', (zone, instant, wall) => {
    expect(wallOf(wallAt(Date.parse(instant), zone))).toBe(wall)
  })
})

describe('instantAt', () => {
  it("uses Temporal's 'compatible' disambiguation", () => {
    fc.assert(
      fc.property(zonedInstants, ({ zone, instant }) => {
        const wall = wallByTemporal(instant, zone)
        expect(instantAt(wall, zone)).toBe(instantByTemporal(wall, zone))
      }),
      { numRuns: 2000 },
    )
  })

  it("uses Temporal's 'compatible' disambiguation for skipped wall times", () => {
    const walls = fc.tuple(nearTransitions, fc.integer({ min: -2 * HOUR, max: 26 * HOUR }))
    fc.assert(
      fc.property(walls, ([{ zone, instant }, away]) => {
        const wall = instant + away
        expect(instantAt(wall, zone)).toBe(instantByTemporal(wall, zone))
      }),
      { numRuns: 2000 },
    )
  })

  // RFC 5545 §3.3.5: "the DATE-TIME value is interpreted using the UTC offset before the gap".
  it.each([
    ['Europe/Berlin', '2026-03-29T02:30:00', '2026-03-29T03:30:00', '2026-03-29T01:30:00Z'],
    ['America/New_York', '2007-03-11T02:30:00', '2007-03-11T03:30:00', '2007-03-11T07:30:00Z'],
    ['Australia/Lord_Howe', '2026-10-04T02:15:00', '2026-10-04T02:45:00', '2026-10-03T15:45:00Z'],
    ['Antarctica/Troll', '2026-03-29T01:30:00', '2026-03-29T03:30:00', '2026-03-29T01:30:00Z'],
    ['America/Sao_Paulo', '2017-10-15T00:00:00', '2017-10-15T01:00:00', '2017-10-15T03:00:00Z'],
    ['Pacific/Apia', '2011-12-30T12:00:00', '2011-12-31T12:00:00', '2011-12-30T22:00:00Z'],
    ['Europe/Dublin', '2026-03-29T01:30:00', '2026-03-29T02:30:00', '2026-03-29T01:30:00Z'],
  ])('in %s, moves the skipped time %s to %s', (zone, wall, shown, instant) => {
    expect(new Date(instantAt(wallMs(wall), zone)).toISOString()).toBe(instant.replace('Z', '.000Z'))
    expect(wallOf(wallAt(instantAt(wallMs(wall), zone), zone))).toBe(shown)
  })

  // RFC 5545 §3.3.5: a time that "occurs more than once … refers to the first occurrence".
  it.each([
    ['Europe/Berlin', '2026-10-25T02:30:00', '2026-10-25T00:30:00Z'],
    ['America/New_York', '2007-11-04T01:30:00', '2007-11-04T05:30:00Z'],
    ['Australia/Lord_Howe', '2026-04-05T01:45:00', '2026-04-04T14:45:00Z'],
    ['America/St_Johns', '2006-10-28T23:30:00', '2006-10-29T02:00:00Z'],
    ['Europe/Dublin', '2026-10-25T01:30:00', '2026-10-25T00:30:00Z'],
    ['Africa/Casablanca', '2026-02-15T02:30:00', '2026-02-15T01:30:00Z'],
    ['Pacific/Kwajalein', '1969-09-30T12:00:00', '1969-09-30T01:00:00Z'],
  ])('in %s, returns the first instant of the repeated time %s', (zone, wall, instant) => {
    expect(instantAt(wallMs(wall), zone)).toBe(Date.parse(instant))
  })

  it('reverses wallAt, except for the second of two equal wall times', () => {
    fc.assert(
      fc.property(zonedInstants, ({ zone, instant }) => {
        const back = instantAt(wallAt(instant, zone), zone)
        expect(wallAt(back, zone)).toBe(wallAt(instant, zone))
        expect(back).toBeLessThanOrEqual(instant)
      }),
    )
  })

  it('converts the first and last supported wall times', () => {
    for (const wall of ['0001-01-01T00:00:00', '9998-12-31T23:59:59']) {
      for (const zone of ZONES) expect(wallOf(wallAt(instantAt(wallMs(wall), zone), zone))).toBe(wall)
    }
  })
})
