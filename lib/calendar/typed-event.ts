import { DAY, type Day, dayNumber, MINUTE, type WallMs, wallOf } from './day'
import { withLatinDigits } from './parse-date'
import { maskReferences } from './typed-references'
import { NO_WORDS, TYPED_WORDS, type TypedWords } from './typed-words'

/** A parser of dates in one language, with the interface of chrono-node. */
export interface DateParser {
  parse(text: string, reference: Date, options: { forwardDate: boolean }): ParsedDate[]
}

interface ParsedDate {
  index: number
  text: string
  start: ParsedComponents
  end?: ParsedComponents | null
  tags(): ReadonlySet<string>
}

interface ParsedComponents {
  get(component: Component): number | null
  isCertain(component: Component): boolean
}

type Component = 'year' | 'month' | 'day' | 'weekday' | 'hour' | 'minute'

/** The time in a typed title. */
export interface TypedTime {
  day?: Day
  /** The last day, inclusive, if the text names two days. */
  lastDay?: Day
  /** Minutes since midnight. An end before the start is on the next day. */
  start?: number
  end?: number
  /** In minutes. */
  duration?: number
}

export interface TypedEvent extends TypedTime {
  /** The text without the time. */
  title: string
  /** The parts of the text that are the time. */
  match: [from: number, to: number][]
}

/**
 * Separates the time from a typed title: "Dinner Fri 7pm". Returns null unless the text has a title and an unambiguous
 * time: a time of day with minutes or am/pm, a day with a time, or at the end of the text a date, or a weekday after a
 * word such as "on". So titles such as "Formula 1", "Sun protection", "Black Friday" or "John 3:15" stay as they are.
 *
 * @param now the user's wall clock, which "tomorrow" and "Fri" refer to
 */
export function parseTypedEvent(
  text: string,
  locale: string,
  parser: DateParser,
  now: WallMs,
): TypedEvent | null {
  if (text.length > MAX_LENGTH) return null
  const words = TYPED_WORDS[locale.slice(0, 2).toLowerCase()] ?? NO_WORDS
  const latin = withLatinDigits(text)
  const plain = maskReferences(words.rewrite?.(latin) ?? latin)
  const found = parser.parse(plain, localDate(now), { forwardDate: true }).flatMap((parsed) => {
    const candidate = { words, latin, plain, parsed }
    return isUnambiguous(candidate) ? [toFound(candidate)] : []
  })
  const timed = found.find(({ time }) => time.start !== undefined)
  const dated = found.find(({ time }) => time.start === undefined)
  const completeTime = timed?.time.day || !dated ? timed : undefined
  const parts = completeTime ? [completeTime] : [timed, dated].filter((part) => part !== undefined)
  const title = withoutParts(
    text,
    parts.map(({ match }) => match),
  )
  if (!parts.length || !title) return null
  return {
    ...Object.assign({}, ...parts.map(({ time }) => time)),
    title,
    match: parts.map(({ match }) => match).sort(([a], [b]) => a - b),
  }
}

const MAX_LENGTH = 300

interface Found {
  time: TypedTime
  match: [from: number, to: number]
}

interface Candidate {
  words: TypedWords
  /** The text with digits 0–9, and as the parser reads it: both of the same length. */
  latin: string
  plain: string
  parsed: ParsedDate
}

function isUnambiguous({ words, latin, plain, parsed }: Candidate): boolean {
  const { index, text, start, end } = parsed
  const before = plain.slice(0, index)
  const after = plain.slice(index + text.length)
  const tags = [...parsed.tags()]
  if (tags.some((tag) => tag === 'result/relativeDate' || tag === 'casualReference/now')) return false
  if (/[\p{L}\p{N}_./:-]$/u.test(before) || /^(?:[\p{L}\p{N}_/:]|-\S)/u.test(after)) return false
  if (endsWithWord(before, words.recurring) || endsWithWord(before, words.limit)) return false
  const hasDay = namesDay(start)
  if (start.isCertain('hour')) {
    // The parser may read "tomorrow" without its day.
    if (!hasDay && tags.some((tag) => NAMED_DAY.test(tag))) return false
    if (!end && words.until && new RegExp(`^\\s+(?:${words.until})\\s`, 'iu').test(after)) return false
    if (hasDay) return true
    // "3:16" may be a verse; "3:15", "3:16pm" and "at 3:16" are times.
    const isRound = (start.get('minute') ?? 0) % 5 === 0 || /^\p{L}/u.test(text)
    return AM_OR_PM.test(text) || (TIME_MARK.test(plain.slice(index, index + text.length + 4)) && isRound)
  }
  if (!hasDay || !before.trim() || /[\p{L}\p{N}]/u.test(after)) return false
  if (start.isCertain('weekday')) return /\s/.test(text) || endsWithWord(before, words.before)
  if (/\d/.test(text)) return /\p{L}|\d{4}/u.test(text) || /\.\s*$/.test(latin.slice(index))
  // German nouns have a capital: "Guten Morgen".
  const isNoun = /^\p{Lu}/u.test(text) && words === TYPED_WORDS.de
  return !isNoun && !endsWithWord(before, words.phrase) && !tags.some((tag) => PART_OF_DAY.test(tag))
}

const AM_OR_PM = /\d\s?(?:[ap]\.?\s?m\b|م|ص|مساء|صباح)/iu
const TIME_MARK = /\d[:.]\d\d|\d\s?h(?:\d|\b)|\d\s?(?:Uhr|heures?)|o.clock|\bkl(?:\.|ockan)?\s*\d/iu
const NAMED_DAY = /^casualReference\/(?:today|tomorrow|yesterday)/
const PART_OF_DAY = /tonight|evening|morning|afternoon|night|noon/i

function toFound({ words, latin, plain, parsed }: Candidate): Found {
  const { index, text, start, end } = parsed
  const time: TypedTime = {}
  let to = index + text.length
  // A rewritten phrase is padded with spaces.
  const padding = /^ */.exec(plain.slice(to))![0].length
  to += latin.slice(to, to + padding).trimEnd().length
  if (namesDay(start)) {
    time.day = toDay(start)
    if (end && toDay(end) !== time.day && namesDay(end)) time.lastDay = toDay(end)
  }
  if (start.isCertain('hour')) {
    time.start = toMinutes(start)
    if (end?.isCertain('hour')) time.end = toMinutes(end)
    to += /^\s?Uhr(?!\p{L})/iu.exec(plain.slice(to))?.[0].length ?? 0
    const duration = time.end === undefined && words.duration?.exec(plain.slice(to))
    if (duration) {
      time.duration = Math.round(Number(duration[1]!.replace(',', '.')) * (isMinutes(duration[2]!) ? 1 : 60))
      to += duration[0].length
    }
  }
  const lead = new RegExp(`(?:(?<![\\p{L}\\p{N}])(?:${words.before})\\s*)+$`, 'iu').exec(
    plain.slice(0, index),
  )
  return { time, match: [index - (lead?.[0].length ?? 0), to] }
}

function isMinutes(unit: string): boolean {
  return /^(?:m|دق)/iu.test(unit)
}

function namesDay(components: ParsedComponents): boolean {
  const isDate = components.isCertain('day') && components.isCertain('month')
  return (isDate || components.isCertain('weekday')) && DATE.test(toDay(components))
}

const DATE = /^(?:19|2\d)\d\d-\d\d-\d\d$/

/** Returns the date of a parsed text. */
export function toDay(components: ParsedComponents): Day {
  const [year, month, day] = (['year', 'month', 'day'] as const).map((part) => components.get(part) ?? 0)
  return [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
}

function toMinutes(components: ParsedComponents): number {
  return (components.get('hour') ?? 0) * 60 + (components.get('minute') ?? 0)
}

function endsWithWord(before: string, words: string): boolean {
  return words !== '' && new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})\\s*$`, 'iu').test(before)
}

/** Returns a date whose local time in this process is the wall time, as the parser expects it. */
export function localDate(now: WallMs): Date {
  const [year, month, day] = wallOf(now).slice(0, 10).split('-').map(Number) as [number, number, number]
  const minutes = Math.floor((now - dayNumber(wallOf(now).slice(0, 10)) * DAY) / MINUTE)
  return new Date(year, month - 1, day, Math.floor(minutes / 60), minutes % 60)
}

function withoutParts(text: string, parts: readonly Found['match'][]): string {
  const units = text.split('')
  for (const [from, to] of parts) units.fill(' ', from, to)
  return units
    .join('')
    .replace(/\s+/g, ' ')
    .replace(/\s+([,;.])/g, '$1')
    .replace(/^[\s,،;:–—-]+|[\s,،;:–—-]+$/gu, '')
}
