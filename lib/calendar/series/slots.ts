import type { WallMs } from '../day'
import type { Span } from '../span'
import { compileRule, eachRuleStart } from './compiled-rule'
import { idOfWall, type RecurrenceId, type Series, startWall } from './recurrence'
import { eachStart } from './starts'
import { rdateSlots } from './times'

/** Returns the first `limit` wall times that a rule generates from `from` to before `to`. */
export function ruleStarts(text: string, span: Span, from: WallMs, to: WallMs, limit: number): WallMs[] {
  const start = startWall(span)
  const compiled = compileRule(text, span)
  const found: WallMs[] = []
  const add = (at: WallMs) => found.push(at) < limit
  if (!compiled || limit < 1) return found
  // The engine always includes DTSTART, so this checks whether the rule generates it.
  if (from <= start && start < to) eachStart(compiled.pattern, start, start + 1, add)
  if (found.length < limit) eachRuleStart(compiled, span, from, to, add)
  return found
}

/** Returns the instances that DTSTART, rules and RDATEs generate between two wall times, ignoring exceptions. */
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
