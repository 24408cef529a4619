import { isDay, isWall } from '../day'
import {
  createRule,
  FREQUENCIES,
  type Frequency,
  type NthDay,
  RULE_LISTS,
  type Rule,
  WEEKDAY_CODES,
} from './rule'

/** An invalid rule. `part`: the invalid part, such as `BYDAY`. */
export class RuleError extends Error {
  constructor(readonly part: string) {
    super(`not a recurrence rule: ${part}`)
  }
}

const SKIPS = ['omit', 'backward', 'forward'] as const

/** Maximum length of a rule: longer than one that names all 366 days of a year. */
export const MAX_RULE_LENGTH = 4000

/**
 * Parses the value of an RRULE in any case and order, with or without the property name. Ignores `X-` parts.
 * @throws RuleError naming the invalid part
 */
export function parseRule(text: string): Rule {
  if (text.length > MAX_RULE_LENGTH) throw new RuleError('RRULE')
  const rule = createRule('YEARLY')
  const seen = new Set<string>()
  for (const part of text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';')) {
    if (!part) continue
    const at = part.indexOf('=')
    if (at < 1) throw new RuleError(part.slice(0, 20))
    const name = part.slice(0, at)
    if (seen.has(name)) throw new RuleError(name)
    seen.add(name)
    readPart(rule, name, part.slice(at + 1))
  }
  if (!seen.has('FREQ')) throw new RuleError('FREQ')
  return rule
}

/** Parses a rule; returns undefined if it is invalid. */
export function tryParseRule(text: string): Rule | undefined {
  try {
    return parseRule(text)
  } catch (error) {
    if (error instanceof RuleError) return undefined
    throw error
  }
}

function readPart(rule: Rule, name: string, value: string): void {
  switch (name) {
    case 'FREQ':
      if (!FREQUENCIES.includes(value as Frequency)) throw new RuleError(name)
      rule.freq = value as Frequency
      return
    case 'INTERVAL':
      rule.interval = parseInteger(name, value, 1, 1e9)
      return
    case 'COUNT':
      rule.count = parseInteger(name, value, 1, 1e12)
      return
    case 'UNTIL':
      if (!isUntil(value)) throw new RuleError(name)
      rule.until = value
      return
    case 'BYDAY':
      rule.byDay = value.split(',').map(nthDay)
      return
    case 'WKST':
      rule.weekStart = weekdayOf(name, value)
      return
    case 'RSCALE':
      // RFC 7529: other calendars than the Gregorian are not supported.
      if (value !== 'GREGORIAN') throw new RuleError(name)
      return
    case 'SKIP': {
      const skip = SKIPS.find((mode) => mode.toUpperCase() === value)
      if (!skip) throw new RuleError(name)
      rule.skip = skip
      return
    }
    default: {
      const list = RULE_LISTS[name as keyof typeof RULE_LISTS]
      if (!list) {
        if (/^X-[\w-]+$/.test(name)) return
        throw new RuleError(name)
      }
      const [field, min, max, signed] = list
      rule[field] = value.split(',').map((text) => {
        const size = parseInteger(name, signed ? text.replace(/^[+-]/, '') : text, min, max)
        return text.startsWith('-') ? -size : size
      })
    }
  }
}

function nthDay(text: string): NthDay {
  const [, sign, digits, name] = /^([+-]?)(\d{1,2})?([A-Z]{2})$/.exec(text) ?? []
  if (!name || (sign && !digits)) throw new RuleError('BYDAY')
  const nth = digits ? parseInteger('BYDAY', digits, 1, 53) : 0
  return { nth: sign === '-' ? -nth : nth, day: weekdayOf('BYDAY', name) }
}

function weekdayOf(part: string, name: string): number {
  const index = WEEKDAY_CODES.indexOf(name)
  if (index < 0) throw new RuleError(part)
  return index + 1
}

function parseInteger(part: string, text: string, min: number, max: number): number {
  const value = /^\d{1,13}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= min && value <= max)) throw new RuleError(part)
  return value
}

function isUntil(text: string): boolean {
  const [, y, m, d, hours, minutes, seconds] =
    /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z?)?$/.exec(text) ?? []
  if (!y) return false
  const day = `${y}-${m}-${d}`
  // Programs write "forever" with years outside the supported range.
  return (
    isDay(day.replace(/^(9999|000[01])/, '2000')) &&
    isWall(`2000-01-01T${hours ?? '00'}:${minutes ?? '00'}:${seconds ?? '00'}`)
  )
}
