import { type WallMs, wallOf } from '../day'
import { boundsOf, type Span } from '../span'
import { offsetsAround } from '../zones/wall-time'
import type { Instant } from '../zones/zone'
import type { Budget } from './budget'
import { compileRule, MAX_WALL } from './compiled-rule'
import type { TimeRange } from './occurrence-time'
import { rdateSlots, type Slot, slotFor } from './rdates'
import {
  idOfWall,
  type Override,
  parseRecurrenceId,
  type RecurrenceId,
  type Series,
  startWall,
  wallOfId,
} from './recurrence'
import { eachRuleStart, lastStart } from './rule-starts'
import { MAX_OCCURRENCES, occurrenceTimes } from './times'

/** An instance of a series. `span` is the override's if it has one. */
export interface Occurrence {
  id: RecurrenceId
  span: Span
  override: Override | undefined
}

/** The end of the bounds of a series that never ends. */
export const END_OF_TIME: Instant = Date.UTC(9999, 11, 31)

/** The range of all supported times, from the year 1. */
export const ALL_TIME = { from: -62_135_596_800_000, to: END_OF_TIME }

/** Returns the occurrences that {@link occurrenceTimes} finds, with ids and spans. */
export function occurrences(
  series: Series,
  range: TimeRange,
  limit = MAX_OCCURRENCES,
  budget?: Budget,
): Occurrence[] {
  const { span, recurrence } = series
  if (!recurrence) return occurrenceTimes(series, range, limit, budget).map(() => single(span))
  const dateSlots = rdateSlots(recurrence.dates, span)
  const slot = slotFor(span)
  return occurrenceTimes(series, range, limit, budget).map(({ at, override }) => ({
    id: idOfWall(span, at),
    span: override?.span ?? spanOf(dateSlots.get(at) ?? slot, at),
    override,
  }))
}

/** Returns an occurrence by its id; undefined if the series does not have it. */
export function occurrenceAt(series: Series, id: RecurrenceId): Occurrence | undefined {
  const { recurrence, overrides, span } = series
  if (!recurrence) return id === span.start ? single(span) : undefined
  const at = parseRecurrenceId(id, span)
  if (at === undefined || recurrence.exclusions.includes(id)) return undefined
  const override = Object.hasOwn(overrides, id) ? overrides[id] : undefined
  if (!override && !hasSlot(series, id, at)) return undefined
  return { id, span: override?.span ?? slotSpan(series, id), override }
}

function single(span: Span): Occurrence {
  return { id: span.start, span, override: undefined }
}

/** Returns whether DTSTART, a rule or an RDATE generates an instance. */
function hasSlot({ span, recurrence }: Series, id: RecurrenceId, at: WallMs): boolean {
  const { rules = [], dates = [] } = recurrence ?? {}
  const start = startWall(span)
  const last = MAX_WALL - Math.max(wallOfId(span.end) - start, 0)
  if (at === start || dates.some((date) => date === id || date.startsWith(`${id}/`))) return true
  return (
    at <= last &&
    rules.some((text) => {
      const compiled = compileRule(text, span)
      let isGenerated = false
      if (compiled) {
        eachRuleStart(compiled, span, at, at + 1, () => {
          isGenerated = true
          return false
        })
      }
      return isGenerated
    })
  )
}

/** Returns the span of an instance without its override. A PERIOD has its own end. */
export function slotSpan({ span, recurrence }: Series, id: RecurrenceId): Span {
  const at = wallOfId(id)
  return spanOf(rdateSlots(recurrence?.dates ?? [], span).get(at) ?? slotFor(span), at)
}

/** Returns the series' span at another start, with the same wall-clock duration. */
export function spanStartingAt(span: Span, start: WallMs): Span {
  return spanOf(slotFor(span), start)
}

function spanOf({ span, length, isPeriod }: Slot, at: WallMs): Span {
  const [start, end] = [wallOf(at), wallOf(at + length)]
  if (span.type === 'all-day') return { ...span, start: start.slice(0, 10), end: end.slice(0, 10) }
  if (span.type === 'floating') return { ...span, start, end }
  return { ...span, start, end, endZone: isPeriod ? span.startZone : span.endZone }
}

/**
 * Returns the first and last instant of a series for index lookups, including overrides. `to` is {@link END_OF_TIME} if
 * it never ends, or if counting its COUNT exceeds the budget. Ignores exclusions, even of the last occurrence.
 */
export function boundsOfSeries(series: Series, budget?: Budget): { from: Instant; to: Instant } {
  const { span, recurrence, overrides } = series
  const bounds = boundsOf(span)
  if (!recurrence) return bounds
  const cover = ({ from, to }: { from: Instant; to: Instant }) => {
    bounds.from = Math.min(bounds.from, from)
    bounds.to = Math.min(Math.max(bounds.to, to), END_OF_TIME)
  }
  const slot = slotFor(span)
  cover(looseBounds(slot, startWall(span)))
  const dateSlots = rdateSlots(recurrence.dates, span)
  for (const [at, dateSlot] of dateSlots) cover(boundsOf(spanOf(dateSlot, at)))
  for (const [id, override] of Object.entries(overrides)) {
    const at = parseRecurrenceId(id, span)
    if (at !== undefined) cover(boundsOf(override.span ?? spanOf(dateSlots.get(at) ?? slot, at)))
  }
  for (const rule of recurrence.rules) {
    const last = lastStart(rule, span, budget)
    if (last === undefined) bounds.to = END_OF_TIME
    else cover(looseBounds(slot, Math.min(last, MAX_WALL - Math.max(slot.length, 0))))
  }
  return bounds
}

/**
 * Returns the bounds of the first or last instance. Around a clock change a later wall time can be an earlier
 * instant, so the bounds include a margin.
 */
function looseBounds(slot: Slot, at: WallMs): { from: Instant; to: Instant } {
  const exact = boundsOf(spanOf(slot, at))
  const { span, length } = slot
  if (span.type !== 'timed') return exact
  const starts = offsetsAround(at, span.startZone)
  const ends = offsetsAround(at + length, span.endZone)
  const slack = starts.max - starts.min
  if (slack === 0 && ends.max === ends.min) return exact
  return {
    from: Math.min(exact.from, at - starts.max),
    to: Math.max(exact.to, at + length - Math.min(starts.min, ends.min) + slack),
  }
}
