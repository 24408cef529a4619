import { addDays, DAY, dayNumber, wallOf } from '../day'
import type { EventContent } from '../event'
import { isEqual } from '../is-equal'
import { idOfWall, type RecurrenceId, type Series, startWall, wallOfId } from '../series/recurrence'
import { slotsBetween } from '../series/slots'
import type { Span } from '../span'

/** Returns the id that an occurrence has in a later version of its series; undefined if it no longer exists. */
export function findMovedOccurrence(
  before: EventContent,
  after: EventContent,
  id: RecurrenceId,
): RecurrenceId | undefined {
  if (!after.recurrence) return before.recurrence ? undefined : id
  const rules = before.recurrence?.rules ?? []
  if (isEqual(before.span, after.span) && isEqual(rules, after.recurrence.rules)) return id
  return findMatchingSlot(
    before,
    after,
    id,
    isEqual(rules.map(ruleWithoutDays), after.recurrence.rules.map(ruleWithoutDays)),
  )
}

/** Returns a rule without its days and end, which a move changes. */
function ruleWithoutDays(rule: string): string {
  return rule.replaceAll(/;(UNTIL|WKST)=[^;]*/g, '').replaceAll(/(BYDAY|BYMONTHDAY|BYMONTH)=[^;]*/g, '$1')
}

/**
 * Returns the id under which an exception continues in an edited series. If `isSameShape` and the series occurs once a
 * month, it is the only occurrence of the shifted month; else the one at the exactly shifted time; else the occurrence
 * with the same number if `isSameShape`, or the only one on the shifted date.
 * @param isSameShape the rule is the old one on other days, so the n-th occurrence stays the n-th ("the third Friday"
 *   and "the third Saturday" may be six days apart)
 * @param moved the shifted span of the series, before it advanced to the first occurrence of a new rule
 */
export function findMatchingSlot(
  before: Series,
  after: Series,
  id: RecurrenceId,
  isSameShape: boolean,
  moved = after.span,
): RecurrenceId | undefined {
  // Months differ in length, so an occurrence is matched within its month only.
  if (isSameShape && isOncePerMonth(before)) return onlyOccurrenceInMonth(after, id, before.span)
  const exact = shiftRecurrenceId(id, before.span, moved)
  const at = wallOfId(exact)
  if (slotsBetween(after, at, at + 1, 1).includes(exact)) return exact
  if (isSameShape) return instanceAt(after, instanceNumber(before, id))
  const days = dayNumber(startDay(moved)) - dayNumber(startDay(before.span))
  return onlyOccurrence(after, dayNumber(id.slice(0, 10)) + days, 1)
}

/** Returns the id of an occurrence in a part of a split series: the same id, else the only one on its date. */
export function findInSplit(part: Series, id: RecurrenceId): RecurrenceId | undefined {
  const at = wallOfId(id)
  if (slotsBetween(part, at, at + 1, 1).includes(id)) return id
  return onlyOccurrence(part, dayNumber(id.slice(0, 10)), 1)
}

/** Returns the occurrence in a range of days, if there is exactly one. */
function onlyOccurrence(series: Series, day: number, days: number): RecurrenceId | undefined {
  const found = slotsBetween(series, day * DAY, (day + days) * DAY, 2)
  return found.length === 1 ? found[0] : undefined
}

function isOncePerMonth({ recurrence, span }: Series): boolean {
  const { rules = [], dates = [] } = recurrence ?? {}
  const isSingleRule = rules.length === 1 && !dates.length && /FREQ=(MONTHLY|YEARLY)/.test(rules[0]!)
  return (
    isSingleRule &&
    onlyOccurrence({ span, recurrence, overrides: {} }, dayNumber(`${span.start.slice(0, 7)}-01`), 31) !==
      undefined
  )
}

/** Returns the occurrence in the corresponding month, if there is exactly one. */
function onlyOccurrenceInMonth(series: Series, id: RecurrenceId, before: Span): RecurrenceId | undefined {
  const month = monthOf(id) + monthOf(series.span.start) - monthOf(before.start)
  const first = (index: number) =>
    dayNumber(
      `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}-01`,
    )
  return onlyOccurrence(series, first(month), first(month + 1) - first(month))
}

function monthOf(text: string): number {
  return Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1
}

/** Maximum number of instances that are numbered. */
const MAX_INSTANCES = 5000

/** Returns the zero-based number of an instance; undefined if the series has no such instance. */
function instanceNumber(series: Series, id: RecurrenceId): number | undefined {
  return numberedInstances(series).numbers.get(id)
}

function instanceAt(series: Series, number: number | undefined): RecurrenceId | undefined {
  return number === undefined ? undefined : numberedInstances(series).ids[number]
}

interface NumberedInstances {
  ids: RecurrenceId[]
  /** The zero-based number of each instance. */
  numbers: Map<RecurrenceId, number>
}

/** Returns the numbered instances of a series, cached for all its exceptions. */
export function numberedInstances(series: Series): NumberedInstances {
  let found = numberedCache.get(series)
  if (!found) {
    const ids = slotsBetween(series, startWall(series.span), Number.POSITIVE_INFINITY, MAX_INSTANCES).sort()
    found = { ids, numbers: new Map(ids.map((id, number) => [id, number])) }
    numberedCache.set(series, found)
  }
  return found
}

const numberedCache = new WeakMap<Series, NumberedInstances>()

/** Shifts a recurrence id, or the end of a PERIOD, like the series. */
export function shiftRecurrenceId(id: string, before: Span, after: Span): string {
  if ((before.type === 'all-day') === (after.type === 'all-day')) {
    const at = wallOfId(id) + startWall(after) - startWall(before)
    return id.length === 10 ? wallOf(at).slice(0, 10) : wallOf(at)
  }
  const days = dayNumber(startDay(after)) - dayNumber(startDay(before))
  const time = startWall(after) - dayNumber(startDay(after)) * DAY
  return idOfWall(
    after,
    dayNumber(addDays(id.slice(0, 10), days)) * DAY + (after.type === 'all-day' ? 0 : time),
  )
}

/** Returns the start date of a span. */
export function startDay(span: Span): string {
  return span.start.slice(0, 10)
}
