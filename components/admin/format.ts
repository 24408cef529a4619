/** The viewer's date settings. */
export interface DateSettings {
  locale: string
  timeZone: string
  hourCycle: 'h12' | 'h23'
}

/** Formats an ISO 8601 instant as date and time. */
export function formatInstant(instant: string, { locale, timeZone, hourCycle }: DateSettings): string {
  return new Intl.DateTimeFormat(locale, {
    ...{ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' },
    timeZone,
    hourCycle,
  }).format(new Date(instant))
}

/** Formats a number of bytes in the largest decimal unit that it contains at least once. */
export function formatDecimalBytes(bytes: number, locale: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte']
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3))
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[power],
    unitDisplay: 'short',
    maximumFractionDigits: power > 1 ? 1 : 0,
  }).format(bytes / 1000 ** power)
}

/** Formats a number of seconds in the largest unit that it contains at least once. */
export function formatSeconds(seconds: number, locale: string): string {
  const [unit, length] = (
    [
      ['day', 86_400],
      ['hour', 3600],
      ['minute', 60],
    ] as const
  ).find(([, length]) => seconds >= length) ?? ['second', 1]
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.floor(seconds / length),
  )
}
