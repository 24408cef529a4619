import { DAY, type WallMs, wallMs, wallOf } from './day'
import {
  idOfWall,
  type Override,
  type Recurrence,
  type RecurrenceId,
  type Series,
  startWall,
  wallOfId,
} from './recurrence'
import { parseRule, type Rule, RuleError } from './rule'
import { boundsOf, instantsOf, type Span } from './span'
import { isSubDaily, type Pattern, patternOf, startsOf } from './starts'
import { type Instant, instantAt, wallAt, type Zone } from './zone'

/** One instance of a series. An override's own fields stand in `override`; its span, if it has one, is in `span` too. */
export interface Occurrence {
  id: RecurrenceId
  span: Span
  override: Override | undefined
}

/** Stands for "never ends" where an end has to be written. */
export const END_OF_TIME: Instant = Date.UTC(9999, 11, 31)

/** The range of everything there is: from the year 1. */
export const ALWAYS = { from: -62_135_596_800_000, to: END_OF_TIME }

/** No range is answered with more occurrences of one series than this: a rule may say "every second". */
export const MOST = 1000

/** A day on either side covers what zones, gaps and overlaps make of a wall time. */
const MARGIN = 2 * DAY

/**
 * The occurrences of a series that touch a range of instants, in order of their start, at most `limit`. All-day and
 * floating ones touch it if they do so anywhere on earth (see `boundsOf`). An event that does not repeat has one.
 * What it costs depends on the range, not on how long ago the series began; no rule makes it run away.
 */
export function occurrences(
  series: Series,
  range: { from: Instant; to: Instant },
  limit = MOST,
): Occurrence[] {
  const touching = (occurrence: Occurrence) => {
    const { from, to } = boundsOf(occurrence.span)
    return from < range.to && (to > range.from || (from === to && from >= range.from))
  }
  const { recurrence, overrides } = series
  if (!recurrence) return [{ id: series.span.start, span: series.span, override: undefined }].filter(touching)

  const excluded = new Set(recurrence.exclusions)
  const changed = Object.entries(overrides).filter(([id]) => !excluded.has(id))
  const found = changed.map(([id, override]) => occurrenceOf(series, id, override)).filter(touching)
  const slots = slotsOf(series, range, limit + changed.length + excluded.size)
  for (const { id, span } of slots) {
    if (!excluded.has(id) && !Object.hasOwn(overrides, id)) {
      const occurrence = { id, span, override: undefined }
      if (touching(occurrence)) found.push(occurrence)
    }
  }
  const starts = new Map(found.map((occurrence) => [occurrence, boundsOf(occurrence.span).from]))
  return found.sort((a, b) => starts.get(a)! - starts.get(b)! || (a.id < b.id ? -1 : 1)).slice(0, limit)
}

/** When an occurrence is, in numbers: see {@link occurrenceTimes}. */
export interface OccurrenceTime {
  /** The wall time of its recurrence id. */
  at: WallMs
  type: Span['type']
  /** Instants of a timed one; wall times of a floating one; midnights, as wall times, of an all-day one. */
  from: number
  to: number
  override: Override | undefined
}

/** As {@link occurrences}, in numbers. */
export function occurrenceTimes(
  series: Series,
  range: { from: Instant; to: Instant },
  limit = MOST,
): OccurrenceTime[] {
  return occurrences(series, range, limit).map(({ id, span, override }) => {
    const { from, to } = instantsOf(span, 'UTC')
    return { at: wallOfId(id), type: span.type, from, to, override }
  })
}

/** One occurrence by its id; undefined where the series has none, or no longer. */
export function occurrenceAt(series: Series, id: RecurrenceId): Occurrence | undefined {
  const { recurrence, overrides, span } = series
  if (!recurrence || (id.length === 10) !== (span.type === 'all-day') || recurrence.exclusions.includes(id)) {
    return undefined
  }
  if (Object.hasOwn(overrides, id)) return occurrenceOf(series, id, overrides[id]!)
  const at = wallOfId(id)
  const slot = slotsBetween(series, at, at + 1, 2).find((slot) => slot.id === id)
  return slot && { ...slot, override: undefined }
}

/**
 * The instants between which a series happens, all occurrences and overrides included: what an index can be asked for.
 * `to` is {@link END_OF_TIME} for one without end.
 */
export function boundsOfSeries(series: Series): { from: Instant; to: Instant } {
  const { span, recurrence, overrides } = series
  const bounds = boundsOf(span)
  if (!recurrence) return bounds
  const cover = (part: Span) => {
    const { from, to } = boundsOf(part)
    bounds.from = Math.min(bounds.from, from)
    bounds.to = Math.max(bounds.to, to)
  }
  for (const date of recurrence.dates) cover(spanOfDate(span, date))
  for (const override of Object.values(overrides)) if (override.span) cover(override.span)
  for (const rule of recurrence.rules) {
    const last = lastStart(rule, span)
    if (last === undefined) return { from: bounds.from, to: END_OF_TIME }
    cover(spanFrom(span, last))
  }
  return bounds
}

/** The series' span, starting at another wall time: its end goes along, by the clock on the wall. */
export function spanFrom(span: Span, start: WallMs): Span {
  const shift = start - startWall(span)
  if (span.type === 'all-day') {
    return {
      ...span,
      start: wallOf(start).slice(0, 10),
      end: wallOf(wallOfId(span.end) + shift).slice(0, 10),
    }
  }
  return { ...span, start: wallOf(start), end: wallOf(wallMs(span.end) + shift) }
}

/** The zone that a series' wall times are in; none for dates and floating ones. */
export function zoneOf(span: Span): Zone | undefined {
  return span.type === 'timed' ? span.startZone : undefined
}

/**
 * The last wall time at which a rule starts; undefined when it never ends. UNTIL is read as RFC 5545 §3.3.10 has it
 * (the instant of a `Z` in a zone, else the wall), and a date lets everything of that day happen. COUNT counts DTSTART
 * as the first, also where the rule itself does not lead to it.
 */
export function lastStart(text: string, span: Span): WallMs | undefined {
  const pattern = patternFor(text, startWall(span))
  if (!pattern) return startWall(span)
  const { until, count } = pattern.rule
  const ends = [until && untilWall(until, span), count && countedWall(text, pattern)]
  const known = ends.filter((end) => typeof end === 'number')
  return known.length ? Math.min(...known) : undefined
}

/** The wall time, in the series' zone, after which an UNTIL lets nothing start. */
function untilWall(until: string, span: Span): WallMs {
  const wall = wallOfUntil(until)
  const zone = zoneOf(span)
  if (until.length === 8) return wall + DAY - 1000
  if (span.type === 'all-day') return Math.floor(wall / DAY) * DAY
  return until.endsWith('Z') && zone ? wallAt(wall, zone) : wall
}

/** The wall time that the digits of an UNTIL say. */
export function wallOfUntil(until: string): WallMs {
  const [, y, m, d, hours = '00', minutes = '00', seconds = '00'] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d))?/.exec(until)!
  return wallMs(`${y}-${m}-${d}T${hours}:${minutes}:${seconds}`)
}

/** What the rules, the RDATEs and DTSTART make of a range, before exceptions. */
function slotsOf(series: Series, range: { from: Instant; to: Instant }, limit: number) {
  const { span } = series
  const zone = zoneOf(span)
  const lasts = Math.max(wallOfId(span.end) - startWall(span), 0)
  const wall = (instant: Instant) => (zone ? wallAt(instant, zone) : instant)
  return slotsBetween(series, wall(range.from) - lasts - MARGIN, wall(range.to) + MARGIN, limit)
}

export function slotsBetween(
  series: Series,
  from: WallMs,
  to: WallMs,
  limit: number,
): { id: RecurrenceId; span: Span }[] {
  const { span } = series
  const { rules, dates } = series.recurrence as Recurrence
  const first = startWall(span)
  const slots = new Map<RecurrenceId, Span>()
  const add = (at: WallMs) => slots.set(idOfWall(span, at), spanFrom(span, at))
  if (first >= from && first < to) add(first)
  for (const rule of rules) for (const at of ruleStarts(rule, span, from, to, limit)) add(at)
  for (const date of dates) {
    const id = date.split('/', 1)[0]!
    const at = wallOfId(id)
    // A PERIOD may last longer than the series does: whether it touches the range is asked of it later.
    if (date !== id ? at < to : at >= from && at < to) slots.set(id, spanOfDate(span, date))
  }
  return [...slots].map(([id, span]) => ({ id, span }))
}

export function ruleStarts(text: string, span: Span, from: WallMs, to: WallMs, limit: number): WallMs[] {
  const pattern = patternFor(text, startWall(span))
  if (!pattern) return []
  const last = lastStart(text, span)
  const zone = zoneOf(span)
  const until = pattern.rule.until
  // An hour that comes twice makes the wall say less than the instant does, so it is asked in the end.
  const slack = until?.endsWith('Z') && zone ? 3 * HOURS : 0
  const starts = startsOf(pattern, from, last === undefined ? to : Math.min(to, last + slack + 1), limit)
  return starts.filter((at) => {
    if (slack && last !== undefined && at > last - slack && instantAt(at, zone!) > wallOfUntil(until!))
      return false
    // What happens every hour does so in the hour after a gap already.
    return !zone || !isSubDaily(pattern.rule) || wallAt(instantAt(at, zone), zone) === at
  })
}

const HOURS = 3_600_000

/** More than this are not counted: what a rule says beyond them, nobody will live to see. */
const MOST_COUNTED = 100_000

const counted = new Map<string, WallMs>()

/** The last start that COUNT allows. Counting is done once for a rule. */
function countedWall(text: string, pattern: Pattern): WallMs {
  const key = `${pattern.start} ${text}`
  let last = counted.get(key)
  if (last === undefined) {
    const count = Math.min(pattern.rule.count!, MOST_COUNTED)
    const starts = startsOf(pattern, pattern.start, Number.POSITIVE_INFINITY, count)
    last =
      (starts[0] === pattern.start ? starts[count - 1] : starts[count - 2]) ?? starts.at(-1) ?? pattern.start
    if (counted.size >= REMEMBERED) counted.clear()
    counted.set(key, last)
  }
  return last
}

const REMEMBERED = 5000

const patterns = new Map<string, Pattern | undefined>()

/** A rule made ready; undefined when it cannot be read, which lets a series happen once instead of breaking a page. */
function patternFor(text: string, start: WallMs): Pattern | undefined {
  const key = `${start} ${text}`
  if (patterns.has(key)) return patterns.get(key)
  if (patterns.size >= REMEMBERED) patterns.clear()
  const rule = readable(text)
  const pattern = rule && patternOf(rule, start)
  patterns.set(key, pattern)
  return pattern
}

function readable(text: string): Rule | undefined {
  try {
    return parseRule(text)
  } catch (error) {
    if (error instanceof RuleError) return undefined
    throw error
  }
}

function spanOfDate(span: Span, date: string): Span {
  const [start, end] = date.split('/') as [string, string | undefined]
  const own = spanFrom(span, wallOfId(start))
  if (!end || own.type === 'all-day') return own
  return own.type === 'timed' ? { ...own, end, endZone: own.startZone } : { ...own, end }
}

function occurrenceOf(series: Series, id: RecurrenceId, override: Override): Occurrence {
  return { id, span: override.span ?? slotOf(series, id), override }
}

/** Where the series itself puts an instance: a PERIOD has an end of its own. */
export function slotOf({ span, recurrence }: Series, id: RecurrenceId): Span {
  const period = recurrence?.dates.find((date) => date.startsWith(`${id}/`))
  return period ? spanOfDate(span, period) : spanFrom(span, wallOfId(id))
}
