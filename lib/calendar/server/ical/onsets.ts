import { DAY, dayNumber, type WallMs, wallOf, weekday } from '@/lib/calendar/day'
import { type NthDay, type Rule, wallOfUntil } from '@/lib/calendar/series/rule'
import type { Instant } from '@/lib/calendar/zones/zone'
import type { Observance } from './read-timezone'

/**
 * Returns the onsets of an observance in a year and the adjacent days, since local time differs from UTC by up to a
 * day.
 */
export function onsetsAround({ from, onsets, rule }: Observance, year: number): WallMs[] {
  const first = onsets[0]!
  const begin = startOfYear(year) - DAY
  const end = startOfYear(year + 1) + DAY
  const around = onsets.filter((onset) => onset >= begin && onset < end)
  if (!rule || first >= end) return around
  const last = rule.count ? yearOf(first) + rule.count * rule.interval : Number.POSITIVE_INFINITY
  const ruled = [year - 1, year, year + 1]
    .filter((candidate) => candidate >= yearOf(first) && candidate <= last)
    .flatMap((candidate) => onsetsOf(rule, first, candidate))
  return [...around, ...ruled.filter((onset) => onset >= first && !isAfterUntil(rule, onset, from))]
}

export function startOfYear(year: number): Instant {
  return dayNumber(`${String(year).padStart(4, '0')}-01-01`) * DAY
}

/** Returns the last onset at or before an instant; null if there is none. */
export function lastOnset({ from, onsets, rule }: Observance, instant: Instant): Instant | null {
  const wall = instant + from
  const first = onsets[0]!
  if (first > wall) return null
  let last = onsets.findLast((onset) => onset <= wall)!
  if (rule) {
    const start = yearOf(first)
    let year = yearOf(wall)
    if (rule.until) year = Math.min(year, Number(rule.until.slice(0, 4)) + 1)
    if (rule.count) year = Math.min(year, start + rule.count * rule.interval)
    // A rule with a day that some years lack (29 February) has an onset within eight years.
    for (let tried = 0; year >= start && tried < 9; year--, tried++) {
      const ruled = onsetsOf(rule, first, year).findLast(
        (onset) => onset <= wall && onset >= first && !isAfterUntil(rule, onset, from),
      )
      if (ruled === undefined) continue
      last = Math.max(last, ruled)
      break
    }
  }
  return last - from
}

function isAfterUntil({ until }: Rule, onset: WallMs, from: number): boolean {
  if (!until) return false
  const end = wallOfUntil(until)
  // Programs also write dates and local times, which RFC 5545 §3.6.5 does not allow here.
  return until.length === 8 ? onset >= end + DAY : onset - (until.endsWith('Z') ? from : 0) > end
}

/** Returns a yearly rule's onsets in a year: by BYMONTH with BYDAY, BYMONTHDAY or both, else on DTSTART's date. */
function onsetsOf(rule: Rule, first: WallMs, year: number): WallMs[] {
  if ((year - yearOf(first)) % rule.interval !== 0) return []
  const date = wallOf(first)
  const months = rule.byMonth.length > 0 ? rule.byMonth : [Number(date.slice(5, 7))]
  const found: WallMs[] = []
  for (const month of months) {
    const start = dayNumber(`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`)
    const length = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
    for (let day = 1; day <= length; day++) {
      if (allowsDay(rule, day, length, weekday(start + day - 1), Number(date.slice(8, 10)))) {
        found.push((start + day - 1) * DAY + (((first % DAY) + DAY) % DAY))
      }
    }
  }
  return found.sort((a, b) => a - b)
}

function allowsDay(rule: Rule, day: number, length: number, dayOfWeek: number, defaultDay: number): boolean {
  if (rule.byMonthDay.length === 0 && rule.byDay.length === 0) return day === defaultDay
  const byDate =
    rule.byMonthDay.length === 0 || rule.byMonthDay.some((n) => n === day || n === day - length - 1)
  return (
    byDate && (rule.byDay.length === 0 || rule.byDay.some((wanted) => isNth(wanted, day, length, dayOfWeek)))
  )
}

function isNth({ nth, day: wanted }: NthDay, day: number, length: number, dayOfWeek: number): boolean {
  if (wanted !== dayOfWeek) return false
  return nth === 0 || (nth > 0 ? Math.ceil(day / 7) === nth : Math.ceil((length - day + 1) / 7) === -nth)
}

function yearOf(wall: WallMs): number {
  return new Date(wall).getUTCFullYear()
}
