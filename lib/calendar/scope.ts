import { addDays, DAY, dayNumber, type WallMs, wallOf } from './day'
import type { EventContent, Participant } from './event'
import { same } from './merge'
import {
  idOfWall,
  type Override,
  type Overrides,
  type Recurrence,
  type RecurrenceId,
  startWall,
  wallOfId,
} from './recurrence'
import { formatRule, parseRule } from './rule'
import {
  END_OF_TIME,
  lastStart,
  occurrenceAt,
  occurrences,
  ruleStarts,
  slotOf,
  slotsBetween,
  spanFrom,
} from './series'
import { shiftRule, untilText } from './shift'
import type { Span } from './span'

/** How far an edit of one occurrence goes. */
export type Scope = 'this' | 'following' | 'all'

/** An event as a person edits it: of a series one occurrence, with the rules it repeats by. */
export type Editable = Omit<EventContent, 'recurrence' | 'overrides' | 'unknown'> & { rules: string[] }

/** What an edit makes of a series. */
export interface Plan {
  /** The event as it is then; null: nothing is left of it. */
  event: EventContent | null
  /** What "this and following" makes of the rest: an event of its own. */
  split: EventContent | null
  /** Where an instance is found then, and in which of the two; undefined when it is gone. */
  follow(id: RecurrenceId): { id: RecurrenceId; split: boolean } | undefined
  /** Exceptions (changed or deleted occurrences) that the edit reaches, and that still fit or do not. */
  kept: number
  dropped: number
}

/** Why an edit cannot be made. */
export class ScopeError extends Error {
  constructor(
    readonly field: string,
    readonly code: 'not_movable' | 'whole_series',
  ) {
    super(`${field}: ${code}`)
  }
}

/** Fields that an occurrence can have of its own. */
const OWN = [
  'status',
  'title',
  'description',
  'location',
  'color',
  'busy',
  'done',
  'span',
  'attendees',
] as const

/** What a person sees of an event, or of one occurrence; undefined when there is no such occurrence. */
export function viewAt(content: EventContent, id: RecurrenceId | undefined): Editable | undefined {
  const { recurrence, overrides, unknown: _, ...plain } = content
  const rules = recurrence?.rules ?? []
  if (id === undefined) return { ...plain, rules }
  const occurrence = occurrenceAt(content, id)
  if (!occurrence) return undefined
  const { unknown: __, ...own } = occurrence.override ?? {}
  return { ...plain, ...own, span: occurrence.span, rules }
}

/**
 * The plan of an edit. `id`: the occurrence that the patch was made on; undefined for an event that happens once, or
 * for a series as such. @throws ScopeError where the patch cannot be done so.
 */
export function planEdit(
  content: EventContent,
  id: RecurrenceId | undefined,
  scope: Scope,
  patch: Partial<Editable>,
): Plan {
  if (id === undefined || !content.recurrence) return editAll(content, undefined, patch)
  if (scope === 'this') return editThis(content, id, patch)
  const parts = scope === 'following' ? splitAt(content, id) : undefined
  if (!parts) return editAll(content, id, patch)
  const after = editAll(parts.after, parts.id, patch)
  return {
    event: parts.before,
    split: after.event,
    follow: (other) => {
      if (wallOfId(other) < parts.at) return { id: other, split: false }
      const followed = after.follow(other)
      return followed && { ...followed, split: true }
    },
    kept: after.kept,
    dropped: after.dropped,
  }
}

/** The plan of deleting one occurrence, it and those after it, or all. */
export function planDelete(content: EventContent, id: RecurrenceId | undefined, scope: Scope): Plan {
  const nothing: Plan = { event: null, split: null, follow: () => undefined, kept: 0, dropped: 0 }
  if (id === undefined || !content.recurrence || scope === 'all') return nothing
  if (scope === 'this') {
    const { [id]: _, ...overrides } = content.overrides
    const exclusions = [...content.recurrence.exclusions, id].sort()
    const event = { ...content, overrides, recurrence: { ...content.recurrence, exclusions } }
    const left = {
      ...nothing,
      event,
      follow: (other: RecurrenceId) => (other === id ? undefined : stay(other)),
    }
    return occurrences(event, ALWAYS, 1).length ? left : nothing
  }
  const parts = splitAt(content, id)
  if (!parts) return nothing
  return {
    ...nothing,
    event: parts.before,
    follow: (other) => (wallOfId(other) < parts.at ? stay(other) : undefined),
  }
}

/** How many occurrences an edit reaches: all of a series that ends; of one without end those of two years from `now`. */
export function reached(
  content: EventContent,
  id: RecurrenceId | undefined,
  scope: Scope,
  now: number,
): { count: number; endless: boolean } {
  const { recurrence } = content
  if (!recurrence || scope === 'this') return { count: 1, endless: false }
  const endless = recurrence.rules.some((rule) => lastStart(rule, content.span) === undefined)
  const first = scope === 'following' && id !== undefined ? wallOfId(id) - DAY : Number.NEGATIVE_INFINITY
  const to = endless ? Math.max(now, first) + 2 * 365 * DAY : END_OF_TIME
  const found = occurrences(content, { from: endless ? Math.max(now, first) : first, to }, 10_000)
  const count = found.filter((one) => scope === 'all' || wallOfId(one.id) >= wallOfId(id!)).length
  return { count, endless }
}

const ALWAYS = { from: Number.NEGATIVE_INFINITY, to: END_OF_TIME }

function stay(id: RecurrenceId) {
  return { id, split: false }
}

function editThis(content: EventContent, id: RecurrenceId, patch: Partial<Editable>): Plan {
  for (const field of Object.keys(patch)) {
    if (!OWN.includes(field as (typeof OWN)[number])) throw new ScopeError(field, 'whole_series')
  }
  const merged: Override = { ...content.overrides[id], ...(patch as Override) }
  const event = { ...content, overrides: withOverride(content, content.overrides, id, merged) }
  return { event, split: null, follow: stay, kept: 0, dropped: 0 }
}

/** Overrides with one as it is now: only fields that differ from the series stay, and nothing empty. */
function withOverride(
  content: EventContent,
  overrides: Overrides,
  id: RecurrenceId,
  override: Override,
): Overrides {
  const plain = { ...content, span: slotOf(content, id) } as Record<string, unknown>
  const own = Object.entries(override).filter(
    ([field, value]) => field === 'unknown' || !same(plain[field], value),
  )
  const { [id]: _, ...others } = overrides
  return own.length ? sorted({ ...others, [id]: Object.fromEntries(own) }) : others
}

/** An edit of the whole series, as seen at one of its occurrences. */
function editAll(content: EventContent, id: RecurrenceId | undefined, patch: Partial<Editable>): Plan {
  const { rules, span: wanted, ...plain } = patch
  const { recurrence } = content
  if (!recurrence) {
    const made = rules?.length ? { rules, dates: [], exclusions: [] } : null
    const event = { ...content, ...plain, ...(wanted && { span: wanted }), recurrence: made }
    return { event, split: null, follow: stay, kept: 0, dropped: 0 }
  }
  const shown = id === undefined ? content.span : occurrenceAt(content, id)!.span
  if (rules && !rules.length && !(recurrence.dates.length && !recurrence.rules.length)) {
    const event = { ...content, ...plain, span: wanted ?? shown, recurrence: null, overrides: {} }
    const dropped = Object.keys(content.overrides).filter((other) => other !== id).length
    return { event, split: null, follow: () => undefined, kept: 0, dropped }
  }
  const move = wanted && !same(wanted, shown) ? { from: shown, to: wanted } : undefined
  const span = move ? movedSpan(content.span, move.from, move.to) : content.span
  const next: Recurrence = { ...recurrence, rules: rules ?? movedRules(content, move) }
  const series = {
    span,
    recurrence: { ...next, dates: [] as string[], exclusions: [] as string[] },
    overrides: {},
  }
  const days = move ? dayNumber(dayPart(move.to)) - dayNumber(dayPart(move.from)) : 0
  const translate = (other: RecurrenceId) => translated(other, content.span, span)
  const dates = recurrence.dates.map((date) => date.split('/').map(translate).join('/')).sort()
  const placed = { ...series, recurrence: { ...series.recurrence, dates } }
  const follow = (other: RecurrenceId): RecurrenceId | undefined =>
    !move && !rules ? other : fitting(placed, other, days, translate(other), !rules)

  const plan = { kept: 0, dropped: 0 }
  const exclusions = recurrence.exclusions.flatMap((other) => {
    const there = follow(other)
    if (there !== undefined) plan.kept++
    return there ?? []
  })
  let overrides: Overrides = {}
  const target = {
    ...content,
    ...plain,
    span,
    recurrence: { ...next, dates, exclusions: unique(exclusions) },
  }
  for (const [other, override] of Object.entries(content.overrides)) {
    const there = follow(other)
    if (there === undefined) {
      plan.dropped++
      continue
    }
    plan.kept++
    const changed = other === id ? withoutEdited(override, patch) : joined(override, content, plain.attendees)
    overrides = withOverride(target, overrides, there, changed)
  }
  return {
    event: { ...target, overrides },
    split: null,
    follow: (other) => {
      const there = follow(other)
      return there === undefined ? undefined : stay(there)
    },
    ...plan,
  }
}

/** Of the occurrence that was edited: what the edit says now holds for all, so it has that no longer of its own. */
function withoutEdited(override: Override, patch: Partial<Editable>): Override {
  const { span, ...own } = override
  const left = Object.fromEntries(Object.entries(own).filter(([field]) => !(field in patch))) as Override
  return span ? { ...left, span: patch.span ?? span } : left
}

/** People who join or leave a series do so too where an occurrence has people of its own. */
function joined(override: Override, content: EventContent, people: Participant[] | undefined): Override {
  if (!override.attendees || !people) return override
  const is = (a: Participant) => (b: Participant) => a.userId === b.userId && a.email === b.email
  const come = people.filter((a) => !content.attendees.some(is(a)) && !override.attendees!.some(is(a)))
  const gone = content.attendees.filter((a) => !people.some(is(a)))
  return { ...override, attendees: [...override.attendees.filter((a) => !gone.some(is(a))), ...come] }
}

function movedRules(content: EventContent, move: { from: Span; to: Span } | undefined): string[] {
  const { rules } = content.recurrence!
  if (!move) return rules
  return rules.map((rule) => {
    const moved = shiftRule(rule, content.span, move.from, move.to)
    if (moved === undefined) throw new ScopeError('span', 'not_movable')
    return moved
  })
}

/** The series' span, moved as one of its occurrences was: by as many days, and to its times, length and zones. */
function movedSpan(series: Span, from: Span, to: Span): Span {
  if ((series.type === 'all-day') === (to.type === 'all-day') && series.type === from.type) {
    return spanFrom(to, startWall(series) + startWall(to) - startWall(from))
  }
  const days = dayNumber(dayPart(to)) - dayNumber(dayPart(from))
  const time = startWall(to) - dayNumber(dayPart(to)) * DAY
  return spanFrom(to, dayNumber(addDays(dayPart(series), days)) * DAY + time)
}

/** An id, or the end of a PERIOD, moved as the series was. */
function translated(id: string, before: Span, after: Span): string {
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

/**
 * Where an exception fits the series as it is now: on its date, moved by so many days, if exactly one occurrence is
 * there; else at the very time. `sameShape`: the rule is the old one on other days, so that "the third Friday" and
 * "the third Saturday" belong together also where they are not a day apart.
 */
function fitting(
  series: Parameters<typeof slotsBetween>[0],
  id: RecurrenceId,
  days: number,
  exact: RecurrenceId,
  sameShape: boolean,
): RecurrenceId | undefined {
  const day = dayNumber(id.slice(0, 10)) + days
  const within = (from: WallMs, to: WallMs) => slotsBetween(series, from, to, 1000).map((slot) => slot.id)
  const onDay = within(day * DAY, (day + 1) * DAY)
  if (onDay.length === 1) return onDay[0]
  if (onDay.includes(exact)) return exact
  if (onDay.length || !sameShape) return undefined
  const near = within((day - 7) * DAY, (day + 8) * DAY)
  return near.length === 1 ? near[0] : undefined
}

/** A series cut in two before an occurrence; undefined when nothing lies before it. */
function splitAt(content: EventContent, id: RecurrenceId) {
  const recurrence = content.recurrence!
  const at = wallOfId(id)
  const isBefore = (other: string) => wallOfId(other.split('/', 1)[0]!) < at
  const part = (wanted: boolean): Pick<Recurrence, 'dates' | 'exclusions'> & { overrides: Overrides } => ({
    dates: recurrence.dates.filter((date) => isBefore(date) === wanted),
    exclusions: recurrence.exclusions.filter((other) => isBefore(other) === wanted),
    overrides: Object.fromEntries(
      Object.entries(content.overrides).filter(([other]) => isBefore(other) === wanted),
    ),
  })
  const { overrides: overridesBefore, ...setsBefore } = part(true)
  const { overrides, ...sets } = part(false)
  const before: EventContent = {
    ...content,
    overrides: overridesBefore,
    recurrence: { ...setsBefore, rules: recurrence.rules.map((rule) => endedBefore(rule, content.span, at)) },
  }
  if (!occurrences(before, ALWAYS, 1).length) return undefined
  const after = restFrom(
    { ...content, overrides, recurrence: { ...sets, rules: recurrence.rules } },
    content,
    at,
  )
  return { before, after, id, at }
}

function endedBefore(text: string, span: Span, at: WallMs): string {
  const last = lastStart(text, span)
  if (last !== undefined && last < at) return text
  const end = at - (span.type === 'all-day' ? DAY : 1000)
  return formatRule({ ...parseRule(text), count: null, until: untilText(span, end) })
}

/** The rest of a series, as a series that starts there. */
function restFrom(rest: EventContent, whole: EventContent, at: WallMs): EventContent {
  const { rules, dates, exclusions } = rest.recurrence!
  const going = rules.filter((rule) => (lastStart(rule, whole.span) ?? Number.POSITIVE_INFINITY) >= at)
  const firsts = going.flatMap((rule) => ruleStarts(rule, whole.span, at, Number.POSITIVE_INFINITY, 1))
  const first = firsts.length
    ? Math.min(...firsts)
    : wallOfId(dates[0]?.split('/', 1)[0] ?? idOfWall(whole.span, at))
  const next: EventContent = {
    ...rest,
    span: spanFrom(whole.span, first),
    recurrence: { rules: going.map((rule) => countedFrom(rule, whole.span, first)), dates, exclusions },
  }
  // A second rule may count its weeks from where the series began: then no single start serves both.
  const ids = (series: EventContent) =>
    occurrences(series, ALWAYS, 100)
      .map((one) => one.id)
      .join()
  const expected = occurrences(whole, { from: at - 3 * DAY, to: END_OF_TIME }, 110)
    .filter((one) => wallOfId(one.id) >= at)
    .slice(0, 50)
    .map((one) => one.id)
  if (going.length > 1 && !ids(next).startsWith(expected.join()))
    throw new ScopeError('occurrence', 'not_movable')
  return next
}

/** The rule with its COUNT as it is left when the first are gone. */
function countedFrom(text: string, span: Span, from: WallMs): string {
  const rule = parseRule(text)
  if (!rule.count) return text
  const start = startWall(span)
  const gone = ruleStarts(text, span, start, from, rule.count)
  return formatRule({ ...rule, count: rule.count - gone.length - (gone[0] === start ? 0 : 1) })
}

function dayPart(span: Span): string {
  return span.start.slice(0, 10)
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort()
}

function sorted(overrides: Overrides): Overrides {
  return Object.fromEntries(Object.entries(overrides).sort(([a], [b]) => (a < b ? -1 : 1)))
}

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
  return fitting(
    after as Parameters<typeof slotsBetween>[0],
    id,
    days,
    translated(id, before.span, after.span),
    true,
  )
}
