import { addDays, DAY, dayNumber, wallOf } from '../day'
import type { EventContent } from '../event'
import { isEqual } from '../merge'
import { idOfWall, type RecurrenceId, type Series, startWall, wallOfId } from '../series/recurrence'
import { slotsBetween } from '../series/slots'
import type { Span } from '../span'

/**
 * Where an occurrence of an earlier version of a series is now. Undefined when it is there no longer.
 */
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

/** A rule without what names its days and its end, which a move changes. */
function ruleWithoutDays(rule: string): string {
  return rule.replaceAll(/;(UNTIL|WKST)=[^;]*/g, '').replaceAll(/(BYDAY|BYMONTHDAY|BYMONTH)=[^;]*/g, '$1')
}

/**
 * Where an exception of a series fits what the series is now: at the very time that it moves to with it; else on its
 * date, moved as the series was, if exactly one occurrence is there. `sameShape`: the rule is the old one on other days,
 * so that what was the n-th is the n-th: "the third Friday" and "the third Saturday" may be six days apart. `moved`: where the series was put,
 * before it went on to the first day of a new rule.
 */
export function findMatchingSlot(
  before: Series,
  after: Series,
  id: RecurrenceId,
  sameShape: boolean,
  moved = after.span,
): RecurrenceId | undefined {
  // Months differ in length: what was moved within its month is found in that month, or nowhere.
  if (sameShape && isOncePerMonth(before)) return onlyOneInMonth(after, id, before.span)
  const exact = shiftRecurrenceId(id, before.span, moved)
  const at = wallOfId(exact)
  if (slotsBetween(after, at, at + 1, 1).includes(exact)) return exact
  if (sameShape) return instanceAt(after, instanceNumber(before, id))
  const days = dayNumber(startDay(moved)) - dayNumber(startDay(before.span))
  return onlyOne(after, dayNumber(id.slice(0, 10)) + days, 1)
}

/** Where an occurrence is in what its series was split into: under its id, else alone on its date. */
export function findInSplit(part: Series, id: RecurrenceId): RecurrenceId | undefined {
  const at = wallOfId(id)
  if (slotsBetween(part, at, at + 1, 1).includes(id)) return id
  return onlyOne(part, dayNumber(id.slice(0, 10)), 1)
}

/** The occurrence that some days have, if they have one alone. */
function onlyOne(series: Series, day: number, days: number): RecurrenceId | undefined {
  const found = slotsBetween(series, day * DAY, (day + days) * DAY, 2)
  return found.length === 1 ? found[0] : undefined
}

function isOncePerMonth({ recurrence, span }: Series): boolean {
  const { rules = [], dates = [] } = recurrence ?? {}
  const once = rules.length === 1 && !dates.length && /FREQ=(MONTHLY|YEARLY)/.test(rules[0]!)
  return (
    once &&
    onlyOne({ span, recurrence, overrides: {} }, dayNumber(`${span.start.slice(0, 7)}-01`), 31) !== undefined
  )
}

/** The occurrence of a month, if it has one alone. */
function onlyOneInMonth(series: Series, id: RecurrenceId, before: Span): RecurrenceId | undefined {
  const month = monthOf(id) + monthOf(series.span.start) - monthOf(before.start)
  const first = (index: number) =>
    dayNumber(
      `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}-01`,
    )
  return onlyOne(series, first(month), first(month + 1) - first(month))
}

function monthOf(text: string): number {
  return Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1
}

/** No series is counted further. */
const MAX_INSTANCES = 5000

/** The how-many-eth instance an id is, from 0; undefined where the series has no such. */
function instanceNumber(series: Series, id: RecurrenceId): number | undefined {
  return numberedInstances(series).places.get(id)
}

function instanceAt(series: Series, place: number | undefined): RecurrenceId | undefined {
  return place === undefined ? undefined : numberedInstances(series).ids[place]
}

interface NumberedInstances {
  ids: RecurrenceId[]
  places: Map<RecurrenceId, number>
}

/** The first instances of a series, counted once for all of its exceptions. */
function numberedInstances(series: Series): NumberedInstances {
  let found = counted.get(series)
  if (!found) {
    const ids = slotsBetween(series, startWall(series.span), Number.POSITIVE_INFINITY, MAX_INSTANCES).sort()
    found = { ids, places: new Map(ids.map((id, place) => [id, place])) }
    counted.set(series, found)
  }
  return found
}

const counted = new WeakMap<Series, NumberedInstances>()

/** An id, or the end of a PERIOD, moved as the series was. */
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

/** The day a span starts on. */
export function startDay(span: Span): string {
  return span.start.slice(0, 10)
}
