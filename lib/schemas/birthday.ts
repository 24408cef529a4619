import { z } from 'zod'
import { parseBirthday } from '@/lib/calendar/birthday-event'
import { DAY, dayNumber } from '@/lib/calendar/day'

/** The earliest year of birth of a user. */
const MIN_BIRTH_YEAR = 1900

/** A birthday with or without the year of birth: `1990-04-12`, `--04-12` (RFC 6350 §4.3.1); null for none. */
export const birthday = z
  .string()
  .max(10, { error: 'bad_birthday' })
  .refine((text) => /^(?:\d{4}|-)-\d{2}-\d{2}$/.test(text) && isPossible(text), { error: 'bad_birthday' })
  .nullable()

function isPossible(text: string): boolean {
  const parsed = parseBirthday(text, null)
  if (!parsed?.hasYear) return parsed !== null
  // In some time zones, it is tomorrow already.
  const tomorrow = Math.floor(Date.now() / DAY) + 1
  return Number(parsed.day.slice(0, 4)) >= MIN_BIRTH_YEAR && dayNumber(parsed.day) <= tomorrow
}
