import { DAY, type WallMs } from '../day'
import type { EventContent } from '../event'
import { same } from '../merge'
import { countedBefore, lastStart } from '../series/ready'
import {
  idOfWall,
  type Overrides,
  type Recurrence,
  type RecurrenceId,
  startWall,
  wallOfId,
} from '../series/recurrence'
import { formatRule, parseRule } from '../series/rule'
import { ALWAYS, END_OF_TIME, occurrences, spanFrom } from '../series/series'
import { ruleStarts } from '../series/slots'
import type { Span } from '../span'
import { ScopeError } from './plan'
import { untilText } from './shift'

/** A series cut in two before an occurrence; undefined when nothing lies before it. */
export function splitAt(content: EventContent, id: RecurrenceId) {
  const recurrence = content.recurrence!
  const at = wallOfId(id)
  if (at <= startWall(content.span)) return undefined
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
  if (going.length > 1 && !goesOn(whole, next, at)) throw new ScopeError('occurrence', 'not_movable')
  return next
}

/** Whether the rest has the first fifty occurrences that the whole has from there on, or all that there are. */
function goesOn(whole: EventContent, rest: EventContent, at: WallMs): boolean {
  const around = occurrences(whole, { from: at - 3 * DAY, to: END_OF_TIME }, 110)
  const expected = around.map(({ id }) => id).filter((id) => wallOfId(id) >= at)
  const most = around.length < 110 ? 50 : Math.min(expected.length, 50)
  const found = occurrences(rest, ALWAYS, 100).map(({ id }) => id)
  return same(found.slice(0, most), expected.slice(0, most))
}

/** The rule with its COUNT as it is left when the first are gone. */
function countedFrom(text: string, span: Span, from: WallMs): string {
  const rule = parseRule(text)
  if (!rule.count) return text
  return formatRule({ ...rule, count: rule.count - countedBefore(text, span, from) })
}
