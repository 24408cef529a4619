import { DAY, dayNumber, dayOf, wallOf, weekday } from '@/lib/calendar/day'
import type { CalendarObject } from '@/lib/calendar/event'
import { wallOfId } from '@/lib/calendar/series/recurrence'
import { WEEKDAY_CODES } from '@/lib/calendar/series/rule'
import { spanStartingAt } from '@/lib/calendar/series/series'
import { contents } from '@/lib/calendar/server/ical/round-trip.test.contents'
import { hasSlot, normalizeContent } from '@/lib/calendar/server/incoming/normalize'
import { project } from './from-object'

/**
 * Generates events that Graph can store. Series get a rule that their start matches, in place of several; their occurrences are
 * moved within a day. Each address has one name in all events, since a change of only the name is not written.
 */
export const storable = contents
  .map(withOneName)
  .map((content) => normalizeContent(content.recurrence ? asStorableSeries(content) : content))
  .filter((content) => project(content, 'Europe/Berlin') !== null)

/** Returns the name of an address; some have none. */
function nameOf(email: string): string | null {
  return email.startsWith('a') ? null : `"É", \\n; ${email[0]} 👩‍👩‍👧`
}

function withOneName({ attendees, overrides, ...content }: CalendarObject): CalendarObject {
  const named = (people: CalendarObject['attendees']) =>
    people.map((person) => ({ ...person, name: person.email ? nameOf(person.email) : person.name }))
  const entries = Object.entries(overrides).map(([id, override]) => [
    id,
    override.attendees ? { ...override, attendees: named(override.attendees) } : override,
  ])
  return { ...content, attendees: named(attendees), overrides: Object.fromEntries(entries) }
}

function asStorableSeries({ span: original, ...content }: CalendarObject): CalendarObject {
  const { recurrence, overrides } = content
  const span = spanStartingAt(original, inYears(wallOfId(original.start)))
  const day = span.start.slice(0, 10)
  const code = WEEKDAY_CODES[weekday(dayNumber(day)) - 1]
  const [month, date] = [Number(day.slice(5, 7)), Number(day.slice(8))]
  const all = [
    'FREQ=DAILY;INTERVAL=3;COUNT=20',
    `FREQ=WEEKLY;INTERVAL=2;BYDAY=${code};WKST=SU`,
    `FREQ=MONTHLY;BYDAY=${Math.ceil(date / 7)}${code}`,
    `FREQ=MONTHLY;BYMONTHDAY=${date}`,
    `FREQ=YEARLY;BYMONTH=${month};BYMONTHDAY=${date}`,
    'FREQ=WEEKLY;COUNT=5',
  ]
  const rule = all[(recurrence!.rules.length + recurrence!.exclusions.length + date) % all.length]!
  const series = { ...content, span, recurrence: { rules: [rule], dates: [], exclusions: [] }, overrides: {} }
  const slots = Array.from({ length: 60 }, (_, at) => idAfter(span.start, at)).filter((id) =>
    hasSlot(series, id),
  )
  const exclusions = recurrence!.exclusions.slice(0, 2).flatMap((_, at) => slots[at * 2 + 1] ?? [])
  const kept = Object.values(overrides).flatMap((override, at) => {
    const id = slots[at * 2]
    if (!id) return []
    const { span: moved, ...fields } = override
    return [[id, { ...fields, ...(moved?.type === span.type && { span: shifted(series, id) }) }] as const]
  })
  return {
    ...series,
    recurrence: { rules: [rule], dates: [], exclusions },
    overrides: Object.fromEntries(kept.filter(([id]) => !exclusions.includes(id))),
  }
}

/** Returns a wall time between 2025 and 2030, since each occurrence until then is read. */
function inYears(at: number): number {
  const days = ((Math.floor(at / DAY) % 1800) + 1800) % 1800
  return dayNumber('2025-01-01') * DAY + days * DAY + (((at % DAY) + DAY) % DAY)
}

function idAfter(start: string, days: number): string {
  const at = wallOf(wallOfId(start) + days * DAY)
  return start.length === 10 ? at.slice(0, 10) : at
}

/** Returns the span of an occurrence that is a little longer; all-day ones get a day more. */
function shifted({ span, kind }: CalendarObject, id: string): CalendarObject['span'] {
  const length = wallOfId(span.end) - wallOfId(span.start)
  if (span.type === 'all-day') {
    const last = dayOf(dayNumber(id) + Math.round(length / DAY) + (kind === 'reminder' ? 0 : 1))
    return { ...span, start: id, end: last }
  }
  const minute = kind === 'reminder' ? 0 : 60_000
  return { ...span, start: id, end: wallOf(wallOfId(id) + Math.max(length, 0) + minute) }
}
