import { addDays, DAY, type Day, dayNumber, dayOf, MINUTE, type WallMs, wallOf, weekday } from '../day'
import { hasValidOrder, type Span } from '../span'
import type { Zone } from '../zones/zone'
import { MAX_SLOTS } from './choices'

/** Times of day between two instants of a day, in minutes since midnight. An end before the start is on the next day. */
export interface TimeOfDayRange {
  start: number
  end: number
}

/** Slots that repeat: the times on each of the weekdays between two dates, both inclusive. */
export interface SlotPattern {
  from: Day
  to: Day
  /** ISO 8601 weekdays: 1 Monday … 7 Sunday. */
  weekdays: readonly number[]
  /** Empty: all-day dates. */
  times: readonly TimeOfDayRange[]
}

/** Maximum number of days between the first and last date of a pattern. */
export const MAX_PATTERN_DAYS = 731

const DAY_MINUTES = 24 * 60

/** Returns the spans of a pattern that begin after `now`, at most {@link MAX_SLOTS}. @param now wall clock in the zone */
export function spansOfPattern(pattern: SlotPattern, zone: Zone, now: WallMs): Span[] {
  const [first, last] = [dayNumber(pattern.from), dayNumber(pattern.to)]
  const times = [...pattern.times].sort((a, b) => a.start - b.start)
  const spans: Span[] = []
  for (let day = first; day <= Math.min(last, first + MAX_PATTERN_DAYS); day++) {
    if (!pattern.weekdays.includes(weekday(day))) continue
    for (const span of spansOn(day, times, zone)) {
      if (startOf(span) < (span.type === 'all-day' ? Math.floor(now / DAY) * DAY : now)) continue
      if (spans.length === MAX_SLOTS) return spans
      spans.push(span)
    }
  }
  return spans
}

function spansOn(day: number, times: readonly TimeOfDayRange[], zone: Zone): Span[] {
  if (!times.length) return [{ type: 'all-day', start: dayOf(day), end: dayOf(day + 1) }]
  return times.flatMap((time) => {
    const span = timedSlot(day, time, zone)
    return hasValidOrder(span) ? span : []
  })
}

/** Returns the slot of a time of day. @param day number of the day */
export function timedSlot(day: number, { start, end }: TimeOfDayRange, zone: Zone): Span {
  const length = end > start ? end - start : end - start + DAY_MINUTES
  const at = (minutes: number) => wallOf(day * DAY + minutes * MINUTE)
  return { type: 'timed', start: at(start), startZone: zone, end: at(start + length), endZone: zone }
}

/** Returns a key that two slots share exactly if they are the same time. */
export function slotKey(span: Span): string {
  return span.type === 'timed'
    ? `${span.start} ${span.startZone} ${span.end} ${span.endZone}`
    : `${span.start} ${span.end}`
}

/** Adds slots, leaving out those that exist already and those beyond {@link MAX_SLOTS}. Sorted by start. */
export function addSpans(spans: readonly Span[], added: readonly Span[]): Span[] {
  const byKey = new Map([...spans, ...added].map((span) => [slotKey(span), span]))
  return [...byKey.values()].slice(0, MAX_SLOTS).sort((a, b) => startOf(a) - startOf(b))
}

function startOf(span: Span): WallMs {
  return Date.parse(`${span.type === 'all-day' ? `${span.start}T00:00:00` : span.start}Z`)
}

/** Returns the dates of the week of a day, both inclusive. @param weekStart ISO weekday on which weeks begin */
export function weekOf(day: Day, weekStart: number): { from: Day; to: Day } {
  const from = addDays(day, -((weekday(dayNumber(day)) - weekStart + 7) % 7))
  return { from, to: addDays(from, 6) }
}
