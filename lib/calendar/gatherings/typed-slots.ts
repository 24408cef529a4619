import { addDays, DAY, type Day, dayOf, type WallMs } from '../day'
import { monthNames, weekdayNames } from '../format'
import { addMonths } from '../month'
import { parseDateText, withLatinDigits } from '../parse-date'
import { MAX_SLOTS } from './choices'
import { type SlotPattern, weekOf } from './slot-pattern'
import { NUMBER_WORDS, SLOT_WORDS, type SlotWords } from './slot-words'
import { Reader } from './text-reader'
import { takeTimes } from './typed-times'

/** Properties of the user's calendar that the reading of typed times depends on. */
export interface TypedSlotContext {
  locale: string
  /** The user's wall clock. */
  now: WallMs
  /** ISO weekday on which weeks begin. */
  weekStart: number
}

/** Number of weeks in which weekdays after "every" are proposed, if the text names no dates. */
const DEFAULT_WEEKS = 4

const WORKDAYS = [1, 2, 3, 4, 5]
const WEEKEND = [6, 7]
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]

/**
 * Reads proposed times: `every evening next week 19–21`, `Mon, Wed 18:00 for 2 hours`, `5, 8 and 12 Dec 7–9pm`,
 * `weekends in March`. Returns null unless every word of the text is understood and it names at least one day.
 */
export function parseTypedSlots(text: string, context: TypedSlotContext): SlotPattern[] | null {
  if (text.length > 200) return null
  const words = SLOT_WORDS[context.locale.slice(0, 2).toLowerCase()] ?? SLOT_WORDS.en!
  const reader = new Reader(` ${withLatinDigits(text).toLocaleLowerCase(context.locale)} `)
  const today = dayOf(Math.floor(context.now / DAY))
  const dates = takeDates(reader, words.to, context.locale, today)
  const range = takeRange(reader, words, today, context)
  // After the range: in "jeden Morgen", the second word is not "tomorrow".
  const isEvery = reader.take(words.every) !== null
  const weekdays = takeWeekdays(reader, words, context.locale)
  const times = takeTimes(reader, words)
  const namesEveryDay = reader.take(words.day) !== null
  for (let filler = reader.take(words.filler); filler; filler = reader.take(words.filler));
  if (!times || /[\p{L}\p{N}]/u.test(reader.rest)) return null

  const chosen = weekdays ?? EVERY_DAY
  const on = (from: Day, to: Day): SlotPattern => ({ from, to, weekdays: chosen, times })
  if (dates.length) return dates.slice(0, MAX_SLOTS).map(([from, to]) => on(from, to))
  if (range) return [on(range.from, range.to)]
  if (weekdays) {
    const weeks = isEvery ? DEFAULT_WEEKS : 1
    return [on(today, addDays(today, 7 * weeks - 1))]
  }
  return namesEveryDay || (isEvery && times.length) ? [on(today, addDays(today, 6))] : null
}

const DASH = '[-–—]'

/** Takes dates and ranges of dates. */
function takeDates(reader: Reader, to: string, locale: string, today: Day): [from: Day, to: Day][] {
  const month = alternatives([...monthNames(locale), ...shortMonthNames(locale), ...monthNames('en')])
  const number = '\\d{1,2}(?:\\.|st|nd|rd|th)?'
  const list = `${number}(?:\\s*(?:,|and|und|و|&)\\s*${number})*`
  const year = '(?:,?\\s+\\d{4})?'
  const date = [
    '\\d{4}-\\d{2}-\\d{2}',
    '\\d{1,2}\\.\\s?\\d{1,2}\\.(?:\\d{2,4})?',
    '\\d{1,2}/\\d{1,2}(?:/\\d{2,4})?',
    `${number}\\s*(?:of\\s+)?${month}${year}`,
    `${month}\\s+${number}${year}`,
  ].join('|')
  const found: [Day, Day][] = []
  const read = (text: string, base = today) => {
    const day = parseDateText(
      text.replace(/(\d)(?:st|nd|rd|th)\b/g, '$1').replace(/\bof\b/, ''),
      locale,
      base,
    )
    const hasYear = /\d{4}/.test(text) || /[./]\d\d$/.test(text)
    return day && day < base && !hasYear ? `${Number(day.slice(0, 4)) + 1}${day.slice(4)}` : day
  }
  const take = (pattern: string, add: (match: RegExpExecArray) => void) => {
    const whole = new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'iu')
    for (let match = reader.takePattern(whole); match; match = reader.takePattern(whole)) add(match)
  }
  const addRange = (from: Day | null, until: Day | null) => {
    if (from && until && until >= from) found.push([from, until])
  }
  const between = `\\s*(?:${DASH}|${to})\\s*`
  take(`(${date})${between}(${date})`, ([, first, last]) => {
    const from = read(first!)
    addRange(from, from && read(last!, from))
  })
  // 5–8 December, December 5–8.
  take(`(${number})${between}(${number})\\s*(${month})(${year})`, ([, first, last, name, in_]) =>
    addRange(read(`${first} ${name}${in_}`), read(`${last} ${name}${in_}`)),
  )
  take(
    `(${month})\\s+(${number})${between}(${number})(?!\\s*[:.]\\d|\\s*(?:am|pm))`,
    ([, name, first, last]) => addRange(read(`${first} ${name}`), read(`${last} ${name}`)),
  )
  // 5, 8 and 12 December.
  take(`(${list})\\s*(${month})(${year})`, ([, numbers, name, in_]) => {
    for (const [one] of numbers!.matchAll(/\d{1,2}/g)) {
      const day = read(`${one} ${name}${in_}`)
      addRange(day, day)
    }
  })
  take(`(${date})`, ([text]) => {
    const day = read(text)
    addRange(day, day)
  })
  return found
}

/** Takes a range of days relative to today, or a month. */
function takeRange(
  reader: Reader,
  words: SlotWords,
  today: Day,
  { locale, weekStart }: TypedSlotContext,
): { from: Day; to: Day } | null {
  const single = (day: Day) => ({ from: day, to: day })
  if (reader.take(words.afterTomorrow)) return single(addDays(today, 2))
  if (reader.take(words.tomorrow)) return single(addDays(today, 1))
  if (reader.take(words.today)) return single(today)
  const { from, to } = weekOf(today, weekStart)
  const weeks = reader.take(words.nextWeeks)
  if (weeks) {
    const count = NUMBER_WORDS[weeks[1]!] ?? Number(weeks[1])
    return { from: addDays(from, 7), to: addDays(to, 7 * count) }
  }
  if (reader.take(words.nextWeek)) return { from: addDays(from, 7), to: addDays(to, 7) }
  if (reader.take(words.thisWeek)) return { from: today, to }
  const month = `${today.slice(0, 7)}-01`
  const whole = (first: Day) => ({
    from: first > today ? first : today,
    to: addDays(addMonths(first, 1), -1),
  })
  if (reader.take(words.thisMonth)) return whole(month)
  if (reader.take(words.nextMonth)) return whole(addMonths(month, 1))
  const names = monthNames(locale).map((name) => name.toLocaleLowerCase(locale))
  const named = reader.take(alternatives(names))
  if (!named) return null
  const index = names.indexOf(named[0])
  const first = `${today.slice(0, 4)}-${String(index + 1).padStart(2, '0')}-01`
  return whole(first < month ? addMonths(first, 12) : first)
}

/** Takes weekdays, ranges of weekdays, "weekdays" and "weekend". Returns null if the text names none. */
function takeWeekdays(reader: Reader, words: SlotWords, locale: string): number[] | null {
  const days = new Set<number>()
  if (reader.take(words.workdays)) for (const day of WORKDAYS) days.add(day)
  if (reader.take(words.weekend)) for (const day of WEEKEND) days.add(day)
  const lists = [locale, 'en'].flatMap((language) =>
    (['long', 'short'] as const).map((length) =>
      weekdayNames(1, language, length).map((name) => name.toLocaleLowerCase(locale).replace(/\.$/, '')),
    ),
  )
  const name = `(${alternatives(lists.flat())})s?\\.?`
  const numberOf = (text: string) => lists.map((list) => list.indexOf(text)).find((index) => index >= 0)! + 1
  const ranges = `${name}\\s*(?:${DASH}|${words.to})\\s*${name}`
  for (let match = reader.take(ranges); match; match = reader.take(ranges)) {
    const [first, last] = [numberOf(match[1]!), numberOf(match[2]!)]
    for (let day = first; ; day = (day % 7) + 1) {
      days.add(day)
      if (day === last) break
    }
  }
  for (let match = reader.take(name); match; match = reader.take(name)) days.add(numberOf(match[1]!))
  return days.size ? [...days].sort() : null
}

function shortMonthNames(locale: string): string[] {
  return [locale, 'en'].flatMap((language) =>
    Array.from({ length: 12 }, (_, month) =>
      new Intl.DateTimeFormat(language, { month: 'short', timeZone: 'UTC' }).format(Date.UTC(2000, month, 1)),
    ),
  )
}

/** Returns a group that matches any of the texts, longer ones first. */
function alternatives(texts: readonly string[]): string {
  const escaped = texts
    .map((text) => text.toLowerCase().replace(/\.$/, ''))
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return `(?:${[...new Set(escaped)].join('|')})`
}
