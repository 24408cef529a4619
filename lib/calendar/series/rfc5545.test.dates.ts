/**
 * Description, DTSTART, equivalent rules of the RFC, whether they end, and the expected dates (of endless rules, the
 * first ones).
 */
export type Example = [title: string, start: string, rules: string[], ends: boolean, expected: string[]]

/** DTSTART of most examples of the RFC. */
export const RFC_DTSTART = '1997-09-02T09:00:00'

/** Parses days of months: `1997-09 2-4 9, 1997-10 1`. */
export function datesOf(text: string): string[] {
  return text.split(/,\s*/).flatMap((month) => {
    const [name, ...days] = month.trim().split(/\s+/)
    return days.flatMap((range) => {
      const [from, to = from] = range.split('-').map(Number) as [number, number | undefined]
      const count = (to ?? from) - from + 1
      return Array.from({ length: count }, (_, index) => `${name}-${String(from + index).padStart(2, '0')}`)
    })
  })
}

/** Returns the wall times of the days at one time: `at('09:00', '1997-09 2-4')`. */
export function at(time: string, dates: string): string[] {
  return datesOf(dates).map((date) => `${date}T${time}:00`)
}

/** Returns the wall times of the days at each time: `timesOn('1997-09 2-4', '09:00 09:20')`. */
export function timesOn(dates: string, times: string): string[] {
  return datesOf(dates).flatMap((date) => times.split(' ').map((time) => `${date}T${time}:00`))
}
