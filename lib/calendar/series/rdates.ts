import type { WallMs } from '../day'
import type { Span } from '../span'
import { parseRecurrenceId, startWall, wallOfId } from './recurrence'

/** A slot: type and duration of an occurrence before its override. They are those of the series, or of a PERIOD. */
export interface Slot {
  span: Span
  /** Wall-clock duration. */
  length: number
  /** Whether it is a PERIOD, whose end is in the zone of its start. */
  isPeriod: boolean
}

export function slotFor(span: Span): Slot {
  return { span, length: wallOfId(span.end) - startWall(span), isPeriod: false }
}

/**
 * Returns the slots of RDATEs by their starts. For equal starts, a PERIOD takes precedence over a date-time, then the
 * first one. Cached by list, since an edit looks them up for each exception.
 */
export function rdateSlots(dates: readonly string[], span: Span): ReadonlyMap<WallMs, Slot> {
  if (!dates.length) return NONE
  const cached = periods.get(dates)
  if (cached?.span === span && cached.size === dates.length) return cached.slots
  const slots = slotsOf(dates, span)
  periods.set(dates, { span, size: dates.length, slots })
  return slots
}

const NONE: ReadonlyMap<WallMs, Slot> = new Map()
const periods = new WeakMap<
  readonly string[],
  { span: Span; size: number; slots: ReadonlyMap<WallMs, Slot> }
>()

function slotsOf(dates: readonly string[], span: Span): Map<WallMs, Slot> {
  const plain = slotFor(span)
  const slots = new Map<WallMs, Slot>()
  for (const date of dates) {
    const slash = date.indexOf('/')
    const at = parseRecurrenceId(slash < 0 ? date : date.slice(0, slash), span)
    if (at === undefined || slots.get(at)?.isPeriod) continue
    const end =
      slash < 0 || span.type === 'all-day' ? undefined : parseRecurrenceId(date.slice(slash + 1), span)
    slots.set(at, end === undefined ? plain : { span, length: end - at, isPeriod: true })
  }
  return slots
}
