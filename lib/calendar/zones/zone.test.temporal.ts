import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { HOUR } from '../day'

/** Zones of both hemispheres, with quarter and half hours, and with unusual clock changes. */
export const ZONES = [
  'UTC',
  'Etc/GMT+12',
  'Etc/GMT-14',
  'Europe/Berlin',
  'Europe/London', // a year of BST, 1968 to 1971
  'Europe/Dublin', // winter is its DST, negative
  'Europe/Istanbul',
  'Europe/Moscow',
  'Africa/Casablanca', // off DST during Ramadan
  'Africa/Monrovia', // -00:44:30 until 1972
  'Africa/Cairo',
  'America/New_York',
  'America/St_Johns', // changed at one minute past midnight
  'America/Sao_Paulo', // DST began at midnight
  'America/Santiago',
  'America/Caracas',
  'America/Anchorage',
  'America/Nuuk',
  'Antarctica/Troll', // two hours of DST
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Tehran',
  'Asia/Pyongyang',
  'Asia/Gaza',
  'Australia/Sydney',
  'Australia/Eucla',
  'Australia/Lord_Howe', // half an hour of DST
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Apia', // had no 30 December 2011
  'Pacific/Kiritimati',
  'Pacific/Kwajalein', // had no 21 August 1993
  'Pacific/Marquesas',
]

export const zones = fc.constantFrom(...ZONES)
export const instants = fc.integer({ min: Date.UTC(1950, 0), max: Date.UTC(2100, 0) })
/** Generates instants close to clock changes. */
export const nearChanges = fc
  .tuple(zones, fc.integer({ min: 1950, max: 2037 }), fc.integer({ min: -26 * HOUR, max: 26 * HOUR }))
  .map(([zone, year, away]) => {
    const next = new Date(Date.UTC(year, 0)).toISOString()
    const change = Temporal.Instant.from(next).toZonedDateTimeISO(zone).getTimeZoneTransition('next')
    return { zone, instant: (change?.epochMilliseconds ?? Date.UTC(year, 0)) + away }
  })
export const anywhere = fc.oneof(nearChanges, fc.record({ zone: zones, instant: instants }))

export function wallByTemporal(instant: number, zone: string): number {
  return (
    instant + Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6
  )
}

export function instantByTemporal(wall: number, zone: string): number {
  const plain = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDateTime()
  return plain.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds
}

/** Returns the clock changes of a zone between two instants. */
export function changesByTemporal(zone: string, from: number, to: number): { at: number; offset: number }[] {
  const changes: { at: number; offset: number }[] = []
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone)
  for (;;) {
    const next = at.getTimeZoneTransition('next')
    if (!next || next.epochMilliseconds >= to) return changes
    const offset = next.offsetNanoseconds / 1e6
    // A transition may change only the name.
    if (offset !== at.offsetNanoseconds / 1e6) changes.push({ at: next.epochMilliseconds, offset })
    at = next
  }
}
