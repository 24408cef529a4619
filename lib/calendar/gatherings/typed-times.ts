import type { TimeOfDayRange } from './slot-pattern'
import type { SlotWords } from './slot-words'
import type { Reader } from './text-reader'

const DAY_MINUTES = 24 * 60
const DEFAULT_MINUTES = 60

interface Clock {
  hour: number
  minute: number
  half: 'am' | 'pm' | undefined
}

/**
 * Takes times of day and ranges of them: `19–21`, `7–9pm`, `18:00 for 2 hours`, `evening`. A single time needs minutes,
 * "pm", or a word such as "at", since a number alone may be anything. Returns null if a time does not exist.
 */
export function takeTimes(reader: Reader, words: SlotWords): TimeOfDayRange[] | null {
  const half = `(?:\\s*(${words.am})|\\s*(${words.pm})|\\s*(?:${words.clock}))?`
  const clock = `(\\d{1,2})(?:[:.h](\\d{2}))?${half}`
  const edge = '(?![\\p{L}\\p{N}:])'
  const lead = `(?<![\\p{L}\\p{N}:])(?:(?:${words.at})\\s+)?`
  const range = new RegExp(`${lead}${clock}\\s*(?:[-–—]|${words.to})\\s*${clock}${edge}`, 'iu')
  const length = `(?:,?\\s+(?:for\\s+|für\\s+|لمدة\\s+)?(\\d+(?:[.,]\\d)?)\\s?(?:(${words.hours})|(${words.minutes})))?`
  const single = new RegExp(
    `(?<![\\p{L}\\p{N}:])(?:(${words.at})\\s+)?(?:@\\s*)?(?:(\\d{1,2})[:.h](\\d{2})${half}|(\\d{1,2})(?:\\s*(${words.am})|\\s*(${words.pm})|\\s*(${words.clock}))|(?<=(?:${words.at})\\s+)(\\d{1,2}))${length}${edge}`,
    'iu',
  )
  const clocks: { start: Clock; end?: Clock; minutes: number }[] = []
  for (let match = reader.takePattern(range); match; match = reader.takePattern(range)) {
    const [, hour, minute, am, pm, endHour, endMinute, endAm, endPm] = match
    const [start, end] = [toClock(hour, minute, am, pm), toClock(endHour, endMinute, endAm, endPm)]
    if (!start || !end) return null
    // 7–9pm begins in the afternoon too, 11–1pm in the morning.
    if (!start.half && end.half) start.half = start.hour % 12 <= end.hour % 12 ? end.half : 'am'
    clocks.push({ start, end, minutes: 0 })
  }
  for (let match = reader.takePattern(single); match; match = reader.takePattern(single)) {
    const [, , hour, minute, am, pm, bareHour, bareAm, barePm, , atHour, number, hours] = match
    const start = toClock(hour ?? bareHour ?? atHour, minute, am ?? bareAm, pm ?? barePm)
    if (!start) return null
    const amount = number === undefined ? null : Number(number.replace(',', '.'))
    const minutes = amount === null ? DEFAULT_MINUTES : Math.round(amount * (hours ? 60 : 1))
    clocks.push({ start, minutes: Math.min(Math.max(minutes, 1), DAY_MINUTES - 1) })
  }
  const parts = words.parts.filter(([part]) => reader.take(part))
  if (!clocks.length) return parts.map(([, time]) => time)
  // "In the evening, 7–9": an hour without "am" or "pm" that is too early for this part of the day.
  const isLate = parts.length > 0 && parts.every(([, time]) => time.start >= 12 * 60)
  return clocks.map((one) => {
    if (isLate && !one.start.half && one.start.hour < 12) {
      one.start.half = 'pm'
      if (one.end && !one.end.half && one.end.hour < 12) one.end.half = 'pm'
    }
    return toRange(one)
  })
}

function toClock(
  hourText: string | undefined,
  minuteText: string | undefined,
  am: string | undefined,
  pm: string | undefined,
): Clock | null {
  const [hour, minute] = [Number(hourText), Number(minuteText ?? 0)]
  const half = am ? 'am' : pm ? 'pm' : undefined
  if (minute > 59 || hour > (half ? 12 : 24) || (half && hour === 0) || (hour === 24 && minute)) return null
  return { hour, minute, half }
}

function toMinutes({ hour, minute, half }: Clock): number {
  const hours = half ? (hour % 12) + (half === 'pm' ? 12 : 0) : hour
  return hours * 60 + minute
}

function toRange({ start, end, minutes }: { start: Clock; end?: Clock; minutes: number }): TimeOfDayRange {
  const from = toMinutes(start) % DAY_MINUTES
  return { start: from, end: (end ? toMinutes(end) : from + minutes) % DAY_MINUTES }
}
