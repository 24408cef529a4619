import { addDays, DAY, dayNumber, type WallMs, wallOf } from './day'
import type { EventContent } from './event'
import { same } from './merge'
import { idOfWall, type RecurrenceId, type Series, startWall, wallOfId } from './recurrence'
import { slotsBetween } from './slots'
import type { Span } from './span'

/**
 * Where an occurrence of an earlier version of a series is now: on its date, moved as the series was since. Undefined
 * when it is there no longer.
 */
export function movedTo(
  before: EventContent,
  after: EventContent,
  id: RecurrenceId,
): RecurrenceId | undefined {
  if (!after.recurrence) return before.recurrence ? undefined : id
  if (same(before.span, after.span) && same(before.recurrence?.rules, after.recurrence.rules)) return id
  const days = dayNumber(dayPart(after.span)) - dayNumber(dayPart(before.span))
  return fitting(after, id, days, translated(id, before.span, after.span), true)
}

/**
 * Where an exception fits the series as it is now: at the very time that it moves to with the series; else on its date,
 * moved by so many days, if exactly one occurrence is there. `sameShape`: the rule is the old one on other days, so that
 * "the third Friday" and "the third Saturday" belong together also where they are not a day apart.
 */
export function fitting(
  series: Series,
  id: RecurrenceId,
  days: number,
  exact: RecurrenceId,
  sameShape: boolean,
): RecurrenceId | undefined {
  const day = dayNumber(id.slice(0, 10)) + days
  const within = (from: WallMs, to: WallMs) => slotsBetween(series, from, to, 1000)
  if (within(wallOfId(exact), wallOfId(exact) + 1).includes(exact)) return exact
  const onDay = within(day * DAY, (day + 1) * DAY)
  if (onDay.length === 1) return onDay[0]
  if (onDay.length || !sameShape) return undefined
  const near = within((day - 7) * DAY, (day + 8) * DAY)
  return near.length === 1 ? near[0] : undefined
}

/** An id, or the end of a PERIOD, moved as the series was. */
export function translated(id: string, before: Span, after: Span): string {
  if ((before.type === 'all-day') === (after.type === 'all-day')) {
    const at = wallOfId(id) + startWall(after) - startWall(before)
    return id.length === 10 ? wallOf(at).slice(0, 10) : wallOf(at)
  }
  const days = dayNumber(dayPart(after)) - dayNumber(dayPart(before))
  const time = startWall(after) - dayNumber(dayPart(after)) * DAY
  return idOfWall(
    after,
    dayNumber(addDays(id.slice(0, 10), days)) * DAY + (after.type === 'all-day' ? 0 : time),
  )
}

/** The day a span starts on. */
export function dayPart(span: Span): string {
  return span.start.slice(0, 10)
}
