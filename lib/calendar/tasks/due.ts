import { DAY, type Day, dayNumber, dayOf, type WallMs, wallMs, wallOf } from '../day'
import { nextOccurrences } from '../series/upcoming'
import type { Span } from '../span'
import { instantAt, wallAt } from '../zones/wall-time'
import type { Instant, Zone } from '../zones/zone'

/** When a task is due: a day, which is the same in every zone, or a time of that day in a zone. */
export interface Due {
  day: Day
  /** `HH:MM`. Null with `zone`. */
  time: string | null
  zone: Zone | null
}

/** Sections of a user's own tasks. */
export const DUE_SECTIONS = ['overdue', 'today', 'next', 'none'] as const
export type DueSection = (typeof DUE_SECTIONS)[number]

/** Returns the instant at which a task with a time is due; null for a day. */
export function dueInstant({ day, time, zone }: Due): Instant | null {
  return time === null ? null : instantAt(wallMs(`${day}T${time}:00`), zone!)
}

/** Returns when a task is due, in the viewer's zone: midnight for a day. */
export function dueWall(due: Due, viewer: Zone): WallMs {
  const instant = dueInstant(due)
  return instant === null ? dayNumber(due.day) * DAY : wallAt(instant, viewer)
}

/**
 * Returns the section in which a task is listed.
 *
 * @param now the viewer's wall clock
 */
export function dueSection(due: Due | null, now: WallMs, viewer: Zone): DueSection {
  if (!due) return 'none'
  const [wall, today] = [dueWall(due, viewer), Math.floor(now / DAY)]
  const day = Math.floor(wall / DAY)
  if (day < today || (due.time !== null && wall < now)) return 'overdue'
  return day === today ? 'today' : 'next'
}

/**
 * Returns when a recurring task is due next: its first occurrence after the present one that is not before today.
 * Returns null after the last occurrence.
 *
 * @param rule an RRULE without COUNT
 * @param today the date of the user who completes the task
 */
export function nextDue(due: Due, rule: string, today: Day): Due | null {
  return nextDues(due, rule, today, 1)[0] ?? null
}

/** Returns when a recurring task is due next, as {@link nextDue}, and after that. */
export function nextDues(due: Due, rule: string, today: Day, count: number): Due[] {
  const span = spanOfDue(due)
  const recurrence = { rules: [rule], dates: [], exclusions: [] }
  const eveOfToday = dayNumber(today) * DAY - 1000
  const after = eveOfToday > wallMs(`${due.day}T${due.time ?? '00:00'}:00`) ? spanAt(span, eveOfToday) : span
  return nextOccurrences({ span, recurrence, overrides: {} }, after, count).map(({ start }) => ({
    ...due,
    day: start.slice(0, 10),
    time: due.time && start.slice(11, 16),
  }))
}

/** Returns the span of a due time: the day, or a moment. */
export function spanOfDue({ day, time, zone }: Due): Span {
  if (time === null) return { type: 'all-day', start: day, end: dayOf(dayNumber(day) + 1) }
  const start = `${day}T${time}:00`
  return { type: 'timed', start, startZone: zone!, end: start, endZone: zone! }
}

function spanAt(span: Span, wall: WallMs): Span {
  if (span.type === 'all-day') {
    const day = Math.floor(wall / DAY)
    return { ...span, start: dayOf(day), end: dayOf(day + 1) }
  }
  return { ...span, start: wallOf(wall), end: wallOf(wall) }
}
