import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { HOUR } from '../day'

/** Zones of both hemispheres, with quarter and half hours, and with unusual clock changes. */
export const ZONES = [
  'UTC',
  'Etc/GMT+12',
  'Etc/GMT-14',
  'Europe/Berlin',
  'Europe/London', // BST all year from 1968 to 1971
  'Europe/Dublin', // negative DST in winter
  'Europe/Istanbul',
  'Europe/Moscow',
  'Africa/Casablanca', // no DST during Ramadan
  'Africa/Monrovia', // -00:44:30 until 1972
  'Africa/Cairo',
  'America/New_York',
  'America/St_Johns', // clocks changed at 00:01
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
  'Pacific/Apia', // skipped 30 December 2011
  'Pacific/Kiritimati',
  'Pacific/Kwajalein', // skipped 21 August 1993
  'Pacific/Marquesas',
]

export const zones = fc.constantFrom(...ZONES)
export const instants = fc.integer({ min: Date.UTC(1950, 0), max: Date.UTC(2100, 0) })

/** Generates instants close to the transitions of a zone. */
export const nearTransitions = fc
  .tuple(zones, fc.integer({ min: 1950, max: 2037 }), fc.integer({ min: -26 * HOUR, max: 26 * HOUR }))
  .map(([zone, year, distance]) => {
    const newYear = new Date(Date.UTC(year, 0)).toISOString()
    const transition = Temporal.Instant.from(newYear).toZonedDateTimeISO(zone).getTimeZoneTransition('next')
    return { zone, instant: (transition?.epochMilliseconds ?? Date.UTC(year, 0)) + distance }
  })
/** Generates a zone and an instant. */
export const zonedInstants = fc.oneof(nearTransitions, fc.record({ zone: zones, instant: instants }))

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
export function transitionsByTemporal(
  zone: string,
  from: number,
  to: number,
): { at: number; offset: number }[] {
  const transitions: { at: number; offset: number }[] = []
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone)
  for (;;) {
    const next = at.getTimeZoneTransition('next')
    if (!next || next.epochMilliseconds >= to) return transitions
    const offset = next.offsetNanoseconds / 1e6
    // A transition may change only the name.
    if (offset !== at.offsetNanoseconds / 1e6) transitions.push({ at: next.epochMilliseconds, offset })
    at = next
  }
}
