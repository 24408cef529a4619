import { DAY } from '@/lib/calendar/day'
import type { CalendarObject } from '@/lib/calendar/event'
import { type RecurrenceId, type Series, wallOfId } from '@/lib/calendar/series/recurrence'
import { slotsBetween } from '@/lib/calendar/series/slots'
import { type Span, wallsOf } from '@/lib/calendar/span'

/** Maximum distance of a moved occurrence, where no other one is next to it. */
export const MAX_MOVE = 366 * DAY

/** Periods that are searched for the next occurrence, the shorter ones first. */
const PERIODS = [8, 40, 400, 100 * 366].map((days) => days * DAY)

/**
 * Returns content without the moves that Outlook cannot store: it moves no occurrence to or beyond the day of the previous or
 * the next one (learn.microsoft.com/graph/api/event-update, ErrorOccurrenceCrossingBoundary). Such an occurrence stays at its
 * original time in Outlook.
 */
export function withStorableMoves(content: CalendarObject): CalendarObject {
  const refused = Object.keys(content.overrides).filter((id) => !canStoreMove(content, id))
  if (!refused.length) return content
  const overrides = Object.entries(content.overrides).map(([id, override]) => {
    const { span: _, ...others } = override
    return [id, refused.includes(id) ? others : override]
  })
  // An occurrence that stays may now block the move of another.
  return withStorableMoves({ ...content, overrides: Object.fromEntries(overrides) })
}

function canStoreMove(content: CalendarObject, id: RecurrenceId): boolean {
  const span = content.overrides[id]!.span
  if (!span) return true
  const at = wallOfId(id)
  const day = dayIn(span, content.span)
  if (Math.abs(day * DAY - at) > MAX_MOVE) return false
  const [before, after] = [neighborOf(content, at, -1), neighborOf(content, at, 1)]
  return (
    (before === null || day > dayOfSlot(content, before)) &&
    (after === null || day < dayOfSlot(content, after))
  )
}

/** Returns the occurrence before or after a time, deleted ones included; null if there is none. */
function neighborOf(series: Series, at: number, direction: 1 | -1): RecurrenceId | null {
  for (const period of PERIODS) {
    const [from, to] = direction === 1 ? [at + 1, at + period] : [at - period, at]
    const slots = slotsBetween(series, from, to, 2000).sort()
    const found = direction === 1 ? slots[0] : slots.at(-1)
    if (found) return found
  }
  return null
}

function dayOfSlot(content: CalendarObject, id: RecurrenceId): number {
  const span = content.overrides[id]?.span
  return span ? dayIn(span, content.span) : Math.floor(wallOfId(id) / DAY)
}

/** Returns the day on which an occurrence starts, in the zone of its series. */
function dayIn(span: Span, series: Span): number {
  const zone = series.type === 'timed' ? series.startZone : 'UTC'
  return Math.floor(wallsOf(span, zone).start / DAY)
}
