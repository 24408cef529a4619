import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import { fromJcalComponent } from './jcal'
import { observedOffsetAt } from './observances'
import { readTimezone } from './read-timezone'
import { vtimezone } from './vtimezone'

/** Zones with unusual rules or offsets. */
const UNUSUAL = [
  'Africa/Casablanca',
  'Europe/Dublin',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Asia/Gaza',
  'Pacific/Apia',
  'Europe/Moscow',
  'UTC',
]

function linesOf(zone: string): string[] {
  return [...fromJcalComponent(vtimezone(zone, { from: 1990, to: 2030 }))]
}

describe('vtimezone', () => {
  it('writes a VTIMEZONE with the offsets of the tz database at any instant of its years', () => {
    const others = Intl.supportedValuesOf('timeZone').filter((_, index) => index % 25 === 0)
    for (const zone of [...UNUSUAL, ...others]) {
      const timezone = readTimezone(
        linesOf(zone)
          .slice(1, -1)
          .map((text, line) => ({ text, line })),
      )!
      const instants = fc.integer({ min: Date.UTC(1990, 0, 1) / 1000, max: Date.UTC(2031, 0, 1) / 1000 })
      fc.assert(
        fc.property(instants, (seconds) => {
          const instant = seconds * 1000
          expect([zone, instant, observedOffsetAt(timezone, instant)]).toEqual([
            zone,
            instant,
            wallAt(instant, zone) - instant,
          ])
        }),
        { numRuns: 60 },
      )
    }
  }, 60_000)

  it('writes the current rule as RRULE, with onsets in the local time before the change (RFC 5545 §3.6.5)', () => {
    const text = linesOf('Europe/Berlin').join('\n')
    expect(text).toContain(
      'TZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nTZNAME:CEST\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\n',
    )
    expect(text).toContain(
      'TZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nTZNAME:CET\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\n',
    )
    expect(linesOf('Asia/Kathmandu')).toEqual([
      'BEGIN:VTIMEZONE',
      'TZID:Asia/Kathmandu',
      'BEGIN:STANDARD',
      'DTSTART:19891231T054500',
      'TZOFFSETFROM:+0545',
      'TZOFFSETTO:+0545',
      'TZNAME:+0545',
      'END:STANDARD',
      'END:VTIMEZONE',
    ])
  })
})
