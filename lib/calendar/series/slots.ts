import type { WallMs } from '../day'
import type { Span } from '../span'
import { compileRule, eachRuleStart } from './compiled-rule'
import { idOfWall, type RecurrenceId, type Series, startWall } from './recurrence'
import { eachStart } from './starts'
import { rdateSlots } from './times'

/** The wall times from `from` to before `to` that a rule itself leads to, in order, at most `limit`. */
export function ruleStarts(text: string, span: Span, from: WallMs, to: WallMs, limit: number): WallMs[] {
  const start = startWall(span)
  const ready = compileRule(text, span)
  const found: WallMs[] = []
  const add = (at: WallMs) => found.push(at) < limit
  if (!ready || limit < 1) return found
  // DTSTART happens anyway, so the engine does not ask whether the rule leads there.
  if (from <= start && start < to) eachStart(ready.pattern, start, start + 1, add)
  if (found.length < limit) eachRuleStart(ready, span, from, to, add)
  return found
}

/** The instances that DTSTART, the rules and the RDATEs put between two wall times, exceptions not asked for. */
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
