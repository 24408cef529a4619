import type { Recurrence, RecurrenceId } from '@/lib/calendar/series/recurrence'
import { parseLine } from '@/lib/calendar/server/ical/line'
import type { IcalNote } from '@/lib/calendar/server/ical/notes'
import { readRecurrence } from '@/lib/calendar/server/ical/read-recurrence'
import { zoneOfTzid } from '@/lib/calendar/server/ical/tzid'
import { dateLines, withTypedUntil } from '@/lib/calendar/server/ical/write-times'
import type { Span } from '@/lib/calendar/span'
import type { Zone } from '@/lib/calendar/zones/zone'
import type { GoogleEvent } from './event'
import { toSpan } from './times'

/** Parses the RRULE, RDATE and EXDATE lines of a Google event; null for a single event. Google ignores EXRULE, too. */
export function toRecurrence(lines: readonly string[], span: Span, calendarZone: Zone): Recurrence | null {
  const parsed = lines.flatMap((text, index) => parseLine(text.trim(), index + 1) ?? [])
  const named = (name: string) => parsed.filter((line) => line.name === name)
  const recurrence = readRecurrence(
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
  return recurrence && { ...recurrence, dates: startsOf(recurrence.dates) }
}

/** Returns the recurrence as lines of iCalendar. Google has no PERIOD, so these are written as starts. */
export function fromRecurrence({ rules, dates, exclusions }: Recurrence, span: Span): string[] {
  return [
    ...rules.map((rule) => `RRULE:${withTypedUntil(rule, span)}`),
    ...dateLines('RDATE', startsOf(dates), span),
    ...dateLines('EXDATE', exclusions, span),
  ]
}

/** Returns the occurrences that the lines of a series exclude, without those that are deleted as instances. */
export function exclusionsOf(root: GoogleEvent, calendarZone: Zone): RecurrenceId[] {
  const span = toSpan(root, calendarZone)
  return (span && toRecurrence(root.recurrence ?? [], span, calendarZone)?.exclusions) ?? []
}

/** Returns the lines that Kinday does not read, and has to keep. */
export function unreadableLines({ recurrence }: GoogleEvent): string[] {
  return (recurrence ?? []).filter((line) => !/^(RRULE|RDATE|EXDATE)[:;]/i.test(line.trim()))
}

function startsOf(dates: readonly string[]): string[] {
  return dates.map((date) => date.split('/', 1)[0]!)
}
