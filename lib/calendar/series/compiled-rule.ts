import { DAY, HOUR, MINUTE, type WallMs, wallMs } from '../day'
import type { Span } from '../span'
import type { Zone } from '../zones/zone'
import { BoundedCache } from './bounded-cache'
import { MAX_RULE_LENGTH, tryParseRule } from './parse-rule'
import { type Pattern, patternOf } from './pattern'
import { startWall } from './recurrence'
import { isSubDaily, type Rule, wallOfUntil } from './rule'

/** A parsed rule of a series with a given start, with cached results. */
export interface CompiledRule {
  pattern: Pattern
  /** UNTIL's digits as wall time, ignoring `Z`. */
  until: WallMs | undefined
  /** The last start that COUNT allows, cached by zone. */
  counted: Map<Zone | undefined, WallMs>
}

/** Latest start: later ends could have more than four digits in their year. */
export const MAX_WALL = wallMs('9999-12-31T00:00:00')

/** Returns the zone of a series' wall times; undefined for all-day and floating series. */
export function zoneOf(span: Span): Zone | undefined {
  return span.type === 'timed' ? span.startZone : undefined
}

const rules = new BoundedCache<string, CompiledRule | typeof UNREADABLE>(3000)
const UNREADABLE = 'unreadable'

/**
 * Returns a compiled rule from the cache. Undefined if it is invalid: then the series has only its DTSTART instead of
 * failing.
 */
export function compileRule(text: string, span: Span): CompiledRule | undefined {
  if (text.length > MAX_RULE_LENGTH) return undefined
  const start = startWall(span)
  const days = span.type === 'all-day'
  const key = `${days ? 'd' : ''}${start} ${text}`
  let compiled = rules.get(key)
  if (!compiled) {
    const parsed = tryParseRule(text)
    const rule = parsed && days ? toDateRule(parsed) : parsed
    compiled = rule
      ? {
          pattern: patternOf(rule, start),
          until: rule.until === null ? undefined : wallOfUntil(rule.until),
          counted: new Map(),
        }
      : UNREADABLE
    rules.set(key, compiled)
  }
  return compiled === UNREADABLE ? undefined : compiled
}

/**
 * Converts a rule for an all-day series. RFC 5545 §3.3.10: BYHOUR, BYMINUTE and BYSECOND "MUST be ignored" there.
 * Sub-daily frequencies become daily.
 */
function toDateRule(rule: Rule): Rule {
  const days = { ...rule, byHour: [], byMinute: [], bySecond: [] }
  if (!isSubDaily(rule)) return days
  const unit = rule.freq === 'HOURLY' ? HOUR : rule.freq === 'MINUTELY' ? MINUTE : 1000
  return { ...days, freq: 'DAILY', interval: Math.max(1, Math.floor((rule.interval * unit) / DAY)) }
}
