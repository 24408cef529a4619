/**
 * Arithmetic of the proleptic Gregorian calendar in days since 1970-01-01. The calendar repeats every 400 years, which
 * are {@link GREGORIAN_CYCLE_DAYS} days and whole weeks; this bounds the search for a rule without occurrences.
 */

/** Days in 400 years. */
export const GREGORIAN_CYCLE_DAYS = 146_097

export interface Civil {
  year: number
  month: number
  date: number
}

/** Returns the year, month and day of the month of a day number. */
export function civilOf(day: number): Civil {
  const fromMarch = day + 719_468
  const era = Math.floor(fromMarch / GREGORIAN_CYCLE_DAYS)
  const ofEra = fromMarch - era * GREGORIAN_CYCLE_DAYS
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  )
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * ofYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    date: ofYear - Math.floor((153 * shifted + 2) / 5) + 1,
  }
}

/** Returns the day number of a date. A day beyond the end of the month overflows into the next. */
export function dayOfCivil(year: number, month: number, date: number): number {
  const fromMarch = month > 2 ? year : year - 1
  const era = Math.floor(fromMarch / 400)
  const ofEra = fromMarch - era * 400
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + date - 1
  return (
    era * GREGORIAN_CYCLE_DAYS +
    ofEra * 365 +
    Math.floor(ofEra / 4) -
    Math.floor(ofEra / 100) +
    ofYear -
    719_468
  )
}

/** Returns the day number of 1 January. */
export function newYearDay(year: number): number {
  const before = year - 1
  return 365 * before + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 719_162
}

export function yearLength(year: number): number {
  return isLeap(year) ? 366 : 365
}

export function monthLength(year: number, month: number): number {
  return month === 2 ? (isLeap(year) ? 29 : 28) : 30 + ((month + (month >> 3)) & 1)
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}
