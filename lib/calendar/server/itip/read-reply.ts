import type { Span } from '@/lib/calendar/span'
import { toMultiline } from '@/lib/calendar/text'
import type { Zone } from '@/lib/calendar/zones/zone'
import { readComponents } from '../ical/components'
import type { InstanceTime } from '../ical/ical-event'
import { param, parseLine, unescapeText } from '../ical/line'
import { localOf, readTime } from '../ical/moments'
import { parseComponent } from '../ical/parse-component'
import { readSpan, startLine } from '../ical/read-span'
import { readTimezone, type Timezone } from '../ical/read-timezone'
import { fileZones } from '../ical/zones'

/** An attendee's message to the organizer (RFC 5546 §3.2.3, §3.2.7) about an event or one occurrence. */
export interface ItipReply {
  method: 'REPLY' | 'COUNTER'
  uid: string
  /** Null if the message does not state it. */
  sequence: number | null
  /**
   * The attendee who replies, by address in lower case; a COUNTER may name others, too. The status is null where it is
   * no answer, such as DELEGATED.
   */
  attendees: { email: string; status: 'accepted' | 'declined' | 'tentative' | null }[]
  /** RECURRENCE-ID; null for the event or series as a whole. */
  at: InstanceTime | null
  comment: string
  /** The time that a COUNTER suggests. */
  span: Span | null
}

/** Limits of a message, which contains one event, or some occurrences of it. */
const LIMITS = { file: 512 * 1024, component: 256 * 1024, componentLines: 2000, line: 64 * 1024 }
const MAX_REPLIES = 50

/**
 * Reads the replies and counter-proposals in the calendar part of a mail; empty for all other messages. Times without
 * zone count as `zone`. Malformed text does not throw.
 */
export async function readReplies(text: string, zone: Zone): Promise<ItipReply[]> {
  let method = ''
  const timezones = new Map<string, Timezone>()
  const parsed: ReturnType<typeof parseComponent>[] = []
  const hasSequence = new Set<object>()
  const comments = new Map<object, string>()
  for await (const item of readComponents(bytesOf(text), LIMITS)) {
    if ('code' in item) continue
    const lines = item.lines.map(({ text, line }) => parseLine(text, line))
    if (item.name === 'VCALENDAR') {
      const methodLine = lines.find((line) => line?.name === 'METHOD')
      if (methodLine) method = methodLine.value.trim().toUpperCase()
    } else if (item.name === 'VTIMEZONE') {
      const timezone = readTimezone(item.lines)
      if (timezone) timezones.set(timezone.id, timezone)
    } else if (item.name === 'VEVENT' && parsed.length < MAX_REPLIES) {
      const component = parseComponent(item, ignore)
      const comment = lines.find((line) => line?.name === 'COMMENT')?.value ?? ''
      if (lines.some((line) => line?.name === 'SEQUENCE')) hasSequence.add(component)
      comments.set(component, toMultiline(unescapeText(comment)))
      parsed.push(component)
    }
  }
  if (method !== 'REPLY' && method !== 'COUNTER') return []
  const zones = fileZones(timezones, new Map(), zone, ignore)
  const context = { zones, userZone: zone, report: ignore, splits: { remaining: 0 } }
  return parsed.flatMap((component): ItipReply[] => {
    const { uid, sequence, recurrenceId, fields } = component
    const attendees = fields.attendees.flatMap(({ email, status }) =>
      email ? [{ email: email.toLowerCase(), status: status === 'needs-action' ? null : status }] : [],
    )
    const isValid = method === 'REPLY' ? attendees.length === 1 : attendees.length > 0
    const moment = recurrenceId && readTime(recurrenceId.value, recurrenceId, zones)
    const isRange = Boolean(recurrenceId && param(recurrenceId, 'range'))
    if (!uid || !isValid || isRange || (recurrenceId && !moment)) return []
    return [
      {
        ...{ method, uid, attendees },
        sequence: hasSequence.has(component) ? sequence : null,
        at: moment && { ...moment, local: localOf(moment, zone) },
        comment: comments.get(component) ?? '',
        span: method === 'COUNTER' && startLine(component) ? readSpan(component, context) : null,
      },
    ]
  })
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text)
}

function ignore(): void {}
