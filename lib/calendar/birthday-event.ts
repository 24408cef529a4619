import { birthdayTitle } from './birthday'
import { addDays, type Day, dayNumber, dayOf, isDay } from './day'
import type { CalendarObject } from './event'
import { DEFAULT_GUEST_OPTIONS, NO_TEXTS } from './event-fields'

/** A birthday: its day, and whether the year of birth is known. */
export interface Birthday {
  /** The day of birth; in {@link LEAP_YEAR} if the year is unknown. */
  day: Day
  hasYear: boolean
}

/** A group with the birthdays of its members. */
export interface GroupBirthdays {
  id: string
  name: string
  people: { id: string; name: string; birthday: string }[]
}

/** The year of birthdays without one: it has all 366 days. */
const LEAP_YEAR = '2000'

/**
 * Reads a BDAY: a date or date-time of vCard 3 (RFC 2426 §3.1.5) or 4 (RFC 6350 §4.3.1, where the year can be missing).
 * @param omittedYear the year that means that the year of birth is unknown (X-APPLE-OMIT-YEAR)
 * @returns null if it does not state a day
 */
export function parseBirthday(value: string, omittedYear: string | null): Birthday | null {
  const [, year, month, date] = /^(\d{4}|--)-?(\d{2})-?(\d{2})(?:$|[T\s])/.exec(value.trim()) ?? []
  if (!year || !month || !date) return null
  const hasYear = year !== '--' && year !== omittedYear
  const day = `${hasYear ? year : LEAP_YEAR}-${month}-${date}`
  // A day that the month does not have becomes another one.
  return isDay(day) && dayOf(dayNumber(day)) === day ? { day, hasYear } : null
}

/** Returns the recurrence rule of a birthday. One on February 29 recurs on the last day of February. */
function birthdayRule({ day }: Birthday): string {
  return day.endsWith('-02-29') ? 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1' : 'FREQ=YEARLY'
}

/** Returns the yearly event of a person's birthday. The title has the year of birth if it is known. */
export function birthdayEvent(name: string, birthday: Birthday): CalendarObject {
  const { day, hasYear } = birthday
  return {
    ...{ kind: 'event', status: 'confirmed', ...NO_TEXTS, color: null, busy: false, done: false },
    title: hasYear ? birthdayTitle(name, day.slice(0, 4)) : name,
    span: { type: 'all-day', start: day, end: addDays(day, 1) },
    recurrence: { rules: [birthdayRule(birthday)], dates: [], exclusions: [] },
    ...{ overrides: {}, attendees: [], unknown: [], visibility: 'default' },
    ...DEFAULT_GUEST_OPTIONS,
  }
}
