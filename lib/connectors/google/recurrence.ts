import type { Recurrence } from '@/lib/calendar/series/recurrence'
import { parseLine } from '@/lib/calendar/server/ical/line'
import type { IcalNote } from '@/lib/calendar/server/ical/notes'
import { readRecurrence } from '@/lib/calendar/server/ical/read-recurrence'
import { zoneOfTzid } from '@/lib/calendar/server/ical/tzid'
import { dateLines, withTypedUntil } from '@/lib/calendar/server/ical/write-times'
import type { Span } from '@/lib/calendar/span'
import type { Zone } from '@/lib/calendar/zones/zone'

/** Parses the RRULE, RDATE and EXDATE lines of a Google event; null for a single event. Google ignores EXRULE, too. */
export function toRecurrence(lines: readonly string[], span: Span, calendarZone: Zone): Recurrence | null {
  const parsed = lines.flatMap((text, index) => parseLine(text.trim(), index + 1) ?? [])
  const named = (name: string) => parsed.filter((line) => line.name === name)
  return readRecurrence(
    {
      line: 0,
      fields: { title: '', unknown: [] },
      rules: named('RRULE'),
      dates: named('RDATE'),
      exclusions: named('EXDATE'),
    },
    span,
    {
      zones: { resolve: (tzid) => ({ zone: zoneOfTzid(tzid) ?? calendarZone, convert: null }) },
      userZone: calendarZone,
      report: (_: IcalNote) => {},
      splits: { remaining: 0 },
    },
  )
}

/** Returns the recurrence as lines of iCalendar. Google has no PERIOD, so these are written as starts. */
export function fromRecurrence({ rules, dates, exclusions }: Recurrence, span: Span): string[] {
  const starts = dates.map((date) => date.split('/', 1)[0]!)
  return [
    ...rules.map((rule) => `RRULE:${withTypedUntil(rule, span)}`),
    ...dateLines('RDATE', starts, span),
    ...dateLines('EXDATE', exclusions, span),
  ]
}
