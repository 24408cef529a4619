/** Description, DTSTART, equivalent rules of the RFC, whether it ends, and the expected dates. */
export type Example = [title: string, start: string, rules: string[], ends: boolean, expected: string[]]

export const SEPTEMBER = '1997-09-02T09:00:00'
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

export function at(time: string, dates: string): string[] {
  return datesOf(dates).map((date) => `${date}T${time}:00`)
}

export function timesOn(dates: string, times: string): string[] {
  return datesOf(dates).flatMap((date) => times.split(' ').map((time) => `${date}T${time}:00`))
}
