import { type WallMs, wallMs } from '../day'

export const FREQUENCIES = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const

export type Frequency = (typeof FREQUENCIES)[number]

/**
 * A weekday of BYDAY: ISO, 1 Monday … 7 Sunday. `nth`: ordinal in the month or year, from its end if negative; 0:
 * every.
 */
export interface NthDay {
  nth: number
  day: number
}

/** A parsed RRULE (RFC 5545 §3.3.10). Lists are empty if the rule lacks the part. */
export interface Rule {
  freq: Frequency
  interval: number
  count: number | null
  /** As written: `YYYYMMDD`, `YYYYMMDDTHHMMSS`, or that with `Z`. */
  until: string | null
  bySecond: number[]
  byMinute: number[]
  byHour: number[]
  byDay: NthDay[]
  byMonthDay: number[]
  byYearDay: number[]
  byWeekNo: number[]
  byMonth: number[]
  bySetPos: number[]
  /** Handling of dates that a month or year lacks (RFC 7529 §4.1). */
  skip: 'omit' | 'backward' | 'forward'
  /** WKST as ISO weekday; Monday by default. */
  weekStart: number
}

export const WEEKDAY_CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** Field, minimum, maximum and sign of each list part. Negative numbers count from the end of the period. */
export const RULE_LISTS = {
  BYSECOND: ['bySecond', 0, 60, false],
  BYMINUTE: ['byMinute', 0, 59, false],
  BYHOUR: ['byHour', 0, 23, false],
  BYMONTHDAY: ['byMonthDay', 1, 31, true],
  BYYEARDAY: ['byYearDay', 1, 366, true],
  BYWEEKNO: ['byWeekNo', 1, 53, true],
  BYMONTH: ['byMonth', 1, 12, false],
  BYSETPOS: ['bySetPos', 1, 366, true],
} as const

/** Creates a rule from a frequency and optional parts. */
export function createRule(freq: Frequency, parts: Partial<Rule> = {}): Rule {
  return {
    freq,
    interval: 1,
    count: null,
    until: null,
    bySecond: [],
    byMinute: [],
    byHour: [],
    byDay: [],
    byMonthDay: [],
    byYearDay: [],
    byWeekNo: [],
    byMonth: [],
    bySetPos: [],
    skip: 'omit',
    weekStart: 1,
    ...parts,
  }
}

/** Returns the wall time of an UNTIL's digits, ignoring `Z`. */
export function wallOfUntil(until: string): WallMs {
  const [, y, m, d, hours = '00', minutes = '00', seconds = '00'] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d))?/.exec(until)!
  return wallMs(`${y}-${m}-${d}T${hours}:${minutes}:${seconds}`)
}

/** Returns whether the frequency is higher than daily. */
export function isSubDaily({ freq }: Rule): boolean {
  return freq === 'HOURLY' || freq === 'MINUTELY' || freq === 'SECONDLY'
}
