import fc from 'fast-check'
import { DAY, dayNumber, dayOf, wallOf } from './day'
import type { Span } from './span'

const ZONES = [
  'Pacific/Niue', // UTC-11
  'Etc/GMT+12', // last zone in which a day begins
  'Etc/GMT-14', // first zone in which a day begins
  'Pacific/Kiritimati',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Africa/Monrovia',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Europe/Berlin',
  'America/New_York',
  'UTC',
]

export const zones = fc.constantFrom(...ZONES)
const days = fc.integer({ min: dayNumber('1920-01-01'), max: dayNumber('2100-01-01') })
const walls = fc.tuple(days, fc.nat(86_399)).map(([day, second]) => day * DAY + second * 1000)

export const allDay = fc
  .tuple(days, fc.integer({ min: 1, max: 60 }))
  .map(([start, length]): Span => ({ type: 'all-day', start: dayOf(start), end: dayOf(start + length) }))
export const floating = fc.tuple(walls, fc.nat(100 * 3600)).map(
  ([start, length]): Span => ({
    type: 'floating',
    start: wallOf(start),
    end: wallOf(start + length * 1000),
  }),
)
export const timed = fc
  .tuple(walls, fc.integer({ min: -26 * 3600, max: 100 * 3600 }), zones, zones)
  .map(([start, length, startZone, endZone]): Span => {
    return { type: 'timed', start: wallOf(start), startZone, end: wallOf(start + length * 1000), endZone }
  })
export const spans = fc.oneof(allDay, floating, timed)

/** A flight from Auckland that lands in Honolulu the evening before. */
export const FLIGHT: Span = {
  type: 'timed',
  start: '2026-11-21T00:30:00',
  startZone: 'Pacific/Auckland',
  end: '2026-11-20T09:30:00',
  endZone: 'Pacific/Honolulu',
}
