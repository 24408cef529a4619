import { instantsOf, type Span } from './span'
import { fixedOffset } from './zones/fixed'

/** An event to add to another calendar by a link. */
export interface EventToAdd {
  title: string
  description: string
  location: string
  span: Span
  /** Recurrence rules of a series. */
  rules: readonly string[]
}

/** Maximum length of the description in a link. Servers limit the length of addresses. */
const MAX_DESCRIPTION_LENGTH = 1000

/** Returns the URL of Google Calendar's form for adding an event. */
export function googleLink({ span, rules, ...event }: EventToAdd): string {
  const zone = span.type === 'timed' && isNamedZone(span) ? span.startZone : undefined
  return buildUrl('https://calendar.google.com/calendar/render', {
    action: 'TEMPLATE',
    text: event.title,
    dates: googleDates(span, zone),
    ctz: zone,
    recur: rules.length ? rules.map((rule) => `RRULE:${rule}`).join('\n') : undefined,
    location: event.location,
    details: event.description.slice(0, MAX_DESCRIPTION_LENGTH),
  })
}

/** Returns the URL of the form for adding an event in Outlook on the web, which has no parameter for series. */
export function outlookLink({ span, ...event }: EventToAdd): string {
  const { from, to } = instantsOf(span, 'UTC')
  const isAllDay = span.type === 'all-day'
  const at = (instant: number) => new Date(instant).toISOString()
  return buildUrl('https://outlook.live.com/calendar/0/action/compose', {
    rru: 'addevent',
    path: '/calendar/action/compose',
    subject: event.title,
    // Floating times have no zone, which Outlook reads as the user's own.
    startdt: isAllDay ? span.start : span.type === 'floating' ? span.start : at(from),
    enddt: isAllDay ? span.end : span.type === 'floating' ? span.end : at(to),
    allday: isAllDay ? 'true' : undefined,
    location: event.location,
    body: event.description.slice(0, MAX_DESCRIPTION_LENGTH),
  })
}

/**
 * Returns start and end: wall times in a zone that Google knows, else times in UTC; for all-day events dates, with an
 * exclusive end.
 */
function googleDates(span: Span, zone: string | undefined): string {
  if (span.type !== 'timed' || zone) return `${compact(span.start)}/${compact(span.end)}`
  const { from, to } = instantsOf(span, 'UTC')
  return [from, to].map((instant) => `${compact(new Date(instant).toISOString().slice(0, 19))}Z`).join('/')
}

function compact(text: string): string {
  return text.replace(/[-:]/g, '')
}

function isNamedZone({ startZone, endZone }: Extract<Span, { type: 'timed' }>): boolean {
  return startZone === endZone && fixedOffset(startZone) === undefined
}

function buildUrl(base: string, parameters: Record<string, string | undefined>): string {
  const nonEmpty = Object.entries(parameters).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return `${base}?${new URLSearchParams(nonEmpty)}`
}
