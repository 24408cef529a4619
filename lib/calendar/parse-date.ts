import { type Day, dayNumber, dayOf } from './day'

/**
 * Parses a date as typed or pasted: `2026-12-08`, `8.12.2026`, `12/8/26` in the order of the locale's region,
 * `Tue, 8 December 2026` with month names in the locale's language or English. Ignores a time of day after it.
 *
 * @param base supplies the year if the text has none
 * @returns null if the text is not exactly one existing date
 */
export function parseDateText(text: string, locale: string, base: Day): Day | null {
  const plain = withLatinDigits(text.slice(0, MAX_LENGTH)).replace(TIME, ' ')
  const numbers = plain.match(/\d+/g) ?? []
  const month = monthNamed(plain, locale)
  const parts = month ? fromNamedMonth(numbers, month) : fromNumbers(numbers, locale)
  if (!parts) return null
  const year = parts.year ?? base.slice(0, 4)
  return toExistingDay(year.length <= 2 ? `20${year.padStart(2, '0')}` : year, parts.month, parts.day)
}

/**
 * Parses a time of day: `14:30`, `14.30`, `2:30 pm`, `2pm`, `14 Uhr`.
 *
 * @returns minutes since midnight; null if the text is not a time
 */
export function parseTimeText(text: string): number | null {
  const match = TIME_OF_DAY.exec(withLatinDigits(text.slice(0, MAX_LENGTH)))
  if (!match) return null
  const meridiem = match[3]?.toLowerCase()
  const [hour, minute] = [Number(match[1]), Number(match[2] ?? 0)]
  if (minute > 59 || hour > (meridiem ? 12 : 23) || (meridiem && hour === 0)) return null
  if (!meridiem) return hour * 60 + minute
  const isAfternoon = meridiem.startsWith('p') || meridiem === 'م'
  return ((hour % 12) + (isAfternoon ? 12 : 0)) * 60 + minute
}

interface DateParts {
  year?: string
  month: number
  day: number
}

const MAX_LENGTH = 100

const TIME = /(?:T|\b)\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([ap]\.?m\b\.?|Z|[+-]\d{2}:?\d{2})?/gi
const TIME_OF_DAY =
  /(?:^|[\sT,])(\d{1,2})(?:[:.h](\d{2})(?::\d{2})?)?\s*([ap]\.?m\b\.?|م|ص)?(?:\s*(?:Uhr|h))?\s*$/iu

/** Replaces Arabic-Indic and Persian digits by 0–9. */
export function withLatinDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
}

/** Returns the date of two or three numbers: year first (ISO 8601) or in the locale's order. */
function fromNumbers(numbers: string[], locale: string): DateParts | null {
  const [first, second, third] = numbers
  if (!first || !second || numbers.length > 3) return null
  if (first.length === 4) {
    return third ? { year: first, month: Number(second), day: Number(third) } : null
  }
  const order = numericOrder(locale)
  // A number above 12 is the day.
  const isMonthFirst =
    Number(second) > 12 || (order.indexOf('month') < order.indexOf('day') && Number(first) <= 12)
  const [month, day] = isMonthFirst ? [first, second] : [second, first]
  return { year: third, month: Number(month), day: Number(day) }
}

/** Returns the date of a month name with a day and an optional year. */
function fromNamedMonth(numbers: string[], month: number): DateParts | null {
  const year = numbers.find((number) => number.length === 4)
  const [day, other, more] = numbers.filter((number) => number !== year)
  if (!day || more || (year && other)) return null
  return { year: year ?? other, month, day: Number(day) }
}

function toExistingDay(year: string, month: number, day: number): Day | null {
  if (year.length !== 4 || month < 1 || month > 12 || day < 1 || day > 31) return null
  const twoDigits = (number: number) => String(number).padStart(2, '0')
  const text = `${year}-${twoDigits(month)}-${twoDigits(day)}`
  return dayOf(dayNumber(text)) === text ? text : null
}

function numericOrder(locale: string): string[] {
  return new Intl.DateTimeFormat(locale, { calendar: 'gregory', timeZone: 'UTC' })
    .formatToParts(0)
    .map(({ type }) => type)
}

/** Returns the number of the month whose full or short name is a word of the text. */
function monthNamed(text: string, locale: string): number | null {
  const words = text.toLocaleLowerCase(locale).match(/[\p{L}\p{M}]{3,}/gu) ?? []
  for (const language of [locale, 'en']) {
    for (let month = 1; month <= 12; month++) {
      const names = (['long', 'short'] as const).map((length) =>
        new Intl.DateTimeFormat(language, { month: length, timeZone: 'UTC', calendar: 'gregory' })
          .format(Date.UTC(2000, month - 1, 1))
          .toLocaleLowerCase(locale)
          .replace(/\.$/, ''),
      )
      if (words.some((word) => names.includes(word))) return month
    }
  }
  return null
}
