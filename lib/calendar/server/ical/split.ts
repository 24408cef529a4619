import { DAY, wallOf } from '@/lib/calendar/day'
import {
  idOfWall,
  type Overrides,
  type Recurrence,
  type RecurrenceId,
  startWall,
  wallOfId,
} from '@/lib/calendar/series/recurrence'
import { formatRule, parseRule, type Rule } from '@/lib/calendar/series/rule'
import { occurrences, spanFrom } from '@/lib/calendar/series/series'
import { boundsOf, type Span } from '@/lib/calendar/span'
import { instantAt } from '@/lib/calendar/zones/zone'
import { note } from './components'
import type { IcalEvent, IcalNote } from './ical-event'
import type { Part } from './parts'

/** What an instance that changes all that follow it says. */
export interface Following {
  id: RecurrenceId
  part: Part
  content: IcalEvent['content']
}

/** Beyond this, instances are not counted. */
const MOST_COUNTED = 5000

/**
 * A series whose instances change from one on (RANGE=THISANDFUTURE, RFC 5545 §3.8.4.4), as series that follow each other:
 * each ends before the next begins, which has what the instance says, and goes on by the same rule from where that was
 * moved to. Noted where a rule cannot go along.
 */
export function splitSeries(
  event: IcalEvent,
  following: readonly Following[],
  notes: (note: IcalNote) => void,
): IcalEvent[] {
  const events = [event]
  let last = event
  /** How far the last series was moved against the first, whose ids all instances have. */
  let moved = 0
  for (const { id, part, content } of following) {
    const at = wallOfId(id)
    const here = at + moved
    if (!last.content.recurrence) continue
    const shift = startWall(content.span) - here
    const [before, after] = divide(last.content, idOfWall(last.content.span, here))
    const rules = after.recurrence.rules.map((rule) => shiftRule(rule, shift))
    if (rules.some((rule) => rule === null) || content.span.type !== last.content.span.type) {
      notes(note(part.line, 'rule_approximated', part.fields.title))
    }
    const move = (old: string) =>
      old
        .split('/')
        .map((one) => shiftId(one, content.span, shift))
        .join('/')
    const next: IcalEvent = {
      uid: `${event.uid}/${id}`,
      sequence: part.sequence,
      modified: part.modified,
      line: part.line,
      content: {
        ...content,
        recurrence: {
          rules: rules.map((rule, index) => rule ?? after.recurrence.rules[index]!),
          dates: after.recurrence.dates.map(move),
          exclusions: after.recurrence.exclusions.map(move),
        },
        overrides: Object.fromEntries(
          Object.entries(after.overrides).map(([old, patch]) => [move(old), patch]),
        ),
      },
    }
    if (here <= startWall(last.content.span)) {
      // Nothing is left before it: the series is changed as a whole.
      last.content = next.content
    } else {
      Object.assign(last.content, before)
      events.push(next)
      last = next
    }
    moved += shift
  }
  return events
}

interface Half {
  recurrence: Recurrence
  overrides: Overrides
}

/** What happens before an instance, and what from it on. */
function divide({ span, recurrence, overrides }: IcalEvent['content'], id: RecurrenceId): [Half, Half] {
  const { rules, dates, exclusions } = recurrence!
  const is = {
    before: (date: string) => date.split('/', 1)[0]! < id,
    after: (date: string) => date.split('/', 1)[0]! >= id,
  }
  const some = (keep: (date: string) => boolean) => ({
    dates: dates.filter(keep),
    exclusions: exclusions.filter(keep),
  })
  const own = (keep: (date: string) => boolean) =>
    Object.fromEntries(Object.entries(overrides).filter(([date]) => keep(date)))
  const halves = rules.map((rule) => divideRule(rule, span, id))
  return [
    { recurrence: { rules: halves.map(([first]) => first), ...some(is.before) }, overrides: own(is.before) },
    {
      recurrence: { rules: halves.flatMap(([, second]) => second ?? []), ...some(is.after) },
      overrides: own(is.after),
    },
  ]
}

/** The rule up to an instance, and from it on; null where it ended before. COUNT is shared out between them. */
function divideRule(text: string, span: Span, id: RecurrenceId): [string, string | null] {
  const rule = parseRule(text)
  if (rule.count === null) {
    return [formatRule({ ...rule, until: untilBefore(span, id) }), text]
  }
  const series = { span, recurrence: { rules: [text], dates: [], exclusions: [] }, overrides: {} }
  const start = boundsOf(span).from
  const limit = boundsOf(spanFrom(span, wallOfId(id))).to + DAY
  const all = occurrences(series, { from: start, to: limit }, MOST_COUNTED)
  const before = all.filter((occurrence) => occurrence.id < id).length
  if (before >= rule.count) return [text, null]
  return [
    formatRule({ ...rule, count: Math.max(before, 1) }),
    formatRule({ ...rule, count: rule.count - before }),
  ]
}

/** UNTIL for what happens before an instance, in the form that RFC 5545 §3.3.10 wants for the series. */
function untilBefore(span: Span, id: RecurrenceId): string {
  const wall = wallOfId(id) - (span.type === 'all-day' ? DAY : 1000)
  const at = span.type === 'timed' ? instantAt(wall, span.startZone) : wall
  const text = wallOf(at).replace(/[-:]/g, '')
  return span.type === 'all-day' ? text.slice(0, 8) : span.type === 'timed' ? `${text}Z` : text
}

/** The rule for a series moved by so much; null where it says days or hours that cannot be moved with it. */
function shiftRule(text: string, shift: number): string | null {
  if (shift === 0) return text
  const rule = parseRule(text)
  const days = Math.round(shift / DAY)
  if (shift % DAY !== 0 && (rule.byHour.length || rule.byMinute.length || rule.bySecond.length)) return null
  if (days === 0) return text
  const bound = [rule.byMonthDay, rule.byYearDay, rule.byWeekNo, rule.byMonth, rule.bySetPos, rule.byDay]
  if (bound.every((list) => list.length === 0)) return text
  return rule.freq === 'WEEKLY' && bound.slice(0, -1).every((list) => list.length === 0)
    ? formatRule(shiftWeekdays(rule, days))
    : null
}

function shiftWeekdays(rule: Rule, days: number): Rule {
  const byDay = rule.byDay.map(({ nth, day }) => ({ nth, day: ((((day - 1 + days) % 7) + 7) % 7) + 1 }))
  return { ...rule, byDay: byDay.sort((a, b) => a.day - b.day) }
}

function shiftId(id: RecurrenceId, span: Span, shift: number): RecurrenceId {
  return idOfWall(span, wallOfId(id) + shift)
}
