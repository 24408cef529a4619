import type { WallMs } from '../day'
import type { Span } from '../span'
import { compileRule } from './compiled-rule'
import { rdateSlots } from './rdates'
import { idOfWall, type RecurrenceId, type Series, startWall } from './recurrence'
import { eachRuleStart } from './rule-starts'
import { eachStart } from './starts'

/** Returns the first `limit` wall times that a rule generates in [from, to). */
export function ruleStarts(text: string, span: Span, from: WallMs, to: WallMs, limit: number): WallMs[] {
  const start = startWall(span)
  const compiled = compileRule(text, span)
  const found: WallMs[] = []
  /** Returns whether the limit permits more. */
  const collect = (at: WallMs) => found.push(at) < limit
  if (!compiled || limit < 1) return found
  // Series always include DTSTART; this function returns it only if the rule generates it.
  if (from <= start && start < to) eachStart(compiled.pattern, start, start + 1, collect)
  if (found.length < limit) eachRuleStart(compiled, span, from, to, collect)
  return found
}

/**
 * Returns the slots of a series in [from, to): the recurrence ids that DTSTART, rules and RDATEs generate, including
 * excluded and moved ones.
 */
export function slotsBetween(series: Series, from: WallMs, to: WallMs, limit: number): RecurrenceId[] {
  const { span, recurrence } = series
  const walls = new Set<WallMs>()
  const add = (at: WallMs) => at >= from && at < to && walls.add(at)
  add(startWall(span))
  for (const at of rdateSlots(recurrence?.dates ?? [], span).keys()) add(at)
  for (const rule of recurrence?.rules ?? []) {
    for (const at of ruleStarts(rule, span, from, to, limit)) walls.add(at)
  }
  return [...walls].map((at) => idOfWall(span, at))
}
