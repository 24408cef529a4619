import type { EventContent } from '@/lib/calendar/event'
import { PALETTE } from '@/lib/calendar/palette'
import type { Participant } from '@/lib/calendar/participant'
import { toMultiline, toSingleLine } from '@/lib/calendar/text'
import { htmlToText, isHtml } from './html'
import { type ContentLine, param, unescapeText } from './line'

/** What a component says of an event apart from when it happens. */
export type ComponentFields = Omit<EventContent, 'calendarId' | 'kind' | 'span' | 'recurrence' | 'overrides'>

/** The longest that Kinday shows; what is longer stays in the file's own property. */
const MAX_LENGTHS = { title: 500, description: 20_000, location: 500, name: 200 }

const STATUSES = { CONFIRMED: 'confirmed', TENTATIVE: 'tentative', CANCELLED: 'cancelled' } as const
const ANSWERS = {
  'NEEDS-ACTION': 'needs-action',
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
} as const

/** Properties that RFC 5545 §3.6.1 forbids in a VEVENT: they are kept under names that it may have. */
export const TODO_ONLY = new Set(['COMPLETED', 'PERCENT-COMPLETE', 'DUE'])

/** A field read, and whether writing it would say all that the line said. If not, the line has to be kept too. */
export interface FieldReading {
  patch: Partial<ComponentFields>
  isComplete: boolean
  shortened?: boolean
}

/** Reads a property that Kinday has a field for; null for all others. */
export function readField(line: ContentLine): FieldReading | null {
  switch (line.name) {
    case 'SUMMARY':
      return readText(line, 'title', toSingleLine)
    case 'DESCRIPTION':
      // Kinday marks text that only looks like HTML with VALUE=TEXT, which other programs leave out.
      return readText(line, 'description', (text) =>
        toMultiline(isHtml(text) && !param(line, 'value') ? htmlToText(text) : text),
      )
    case 'LOCATION':
      return readText(line, 'location', toSingleLine)
    case 'STATUS': {
      const status = STATUSES[line.value.trim().toUpperCase() as keyof typeof STATUSES]
      return { patch: { status: status ?? 'confirmed' }, isComplete: Boolean(status) && isPlain(line) }
    }
    case 'TRANSP': {
      const value = line.value.trim().toUpperCase()
      return {
        patch: { busy: value !== 'TRANSPARENT' },
        isComplete: (value === 'TRANSPARENT' || value === 'OPAQUE') && isPlain(line),
      }
    }
    case 'CLASS': {
      const value = line.value.trim().toUpperCase()
      // RFC 5545 §3.8.1.3: what is not known is to be treated as private.
      return {
        patch: { visibility: value === 'PUBLIC' ? 'default' : 'private' },
        isComplete: (value === 'PUBLIC' || value === 'PRIVATE') && isPlain(line),
      }
    }
    case 'X-KINDAY-COLOR': {
      const color = PALETTE.find((name) => name === line.value.trim().toLowerCase())
      return color ? { patch: { color }, isComplete: true } : null
    }
    case 'X-KINDAY-DONE':
      return { patch: { done: line.value.trim().toUpperCase() === 'TRUE' }, isComplete: true }
    default:
      return null
  }
}

/** An ATTENDEE (RFC 5545 §3.8.4.1), and whether it is all said by that. A file knows no accounts. */
export function readAttendee(line: ContentLine): { participant: Participant; whole: boolean } {
  const value = line.value.trim()
  const own = /^mailto:/i.test(value)
    ? addressIn(value.slice(7))
    : /^[^\s:]+@[^\s:]+$/.test(value)
      ? value
      : ''
  const email = readEmail(own) ?? readEmail(param(line, 'email') ?? '')
  const cn = toSingleLine(param(line, 'cn') ?? '')
  const name = truncate(cn, MAX_LENGTHS.name) || null
  const answer = (param(line, 'partstat') ?? 'NEEDS-ACTION').toUpperCase()
  const status = ANSWERS[answer as keyof typeof ANSWERS]
  const whole =
    email !== null &&
    value.toLowerCase() === `mailto:${email}` &&
    Boolean(status) &&
    (name ?? '') === cn &&
    [...line.params.keys()].every((key) => key === 'cn' || key === 'partstat')
  return {
    participant: { userId: null, email, name, status: status ?? 'needs-action' },
    whole: whole || NOBODY.test(value),
  }
}

/** An address that says there is none. */
export const NO_ADDRESS = 'invalid:nomail'
const NOBODY = /^invalid:/i

export function formatPartstat(status: Participant['status']): string {
  return status.toUpperCase()
}

function readText(
  line: ContentLine,
  field: 'title' | 'description' | 'location',
  clean: (text: string) => string,
): FieldReading {
  const text = unescapeText(line.value)
  const value = clean(text)
  const short = truncate(value, MAX_LENGTHS[field])
  return {
    patch: { [field]: short },
    // Spaces around it, and how its characters are composed, say nothing.
    isComplete: isPlain(line) && short === text.normalize('NFC').trim(),
    shortened: short !== value,
  }
}

function isPlain(line: ContentLine): boolean {
  return [...line.params].every(([key, [value]]) => key === 'value' && value?.toUpperCase() === 'TEXT')
}

/** Of `"A" <a@example.org>` and `a@example.org?subject=b` (RFC 6068 §2) the address. */
function addressIn(text: string): string {
  return (/<([^<>]*)>/.exec(text)?.[1] ?? text).split('?', 1)[0]!
}

function readEmail(text: string): string | null {
  const email = toSingleLine(text.includes('%') ? decoded(text) : text).toLowerCase()
  return email.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(email) ? email : null
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Cut without cutting a character. */
function truncate(text: string, most: number): string {
  if (text.length <= most) return text
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
