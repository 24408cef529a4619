import { isDay } from '@/lib/calendar/day'
import { decodeUri } from '@/lib/calendar/decode-uri'
import type { CalendarObject } from '@/lib/calendar/event'
import { MAX_CAPACITY, TEXT_FIELD_NAMES, TEXT_FIELDS, type TextFieldName } from '@/lib/calendar/event-fields'
import { isWebLink } from '@/lib/calendar/links'
import { PALETTE } from '@/lib/calendar/palette'
import type { AnsweredParticipant } from '@/lib/calendar/participant'
import { toMultiline, toSingleLine } from '@/lib/calendar/text'
import { htmlToText, isHtml } from './html'
import { type ContentLine, param, unescapeText } from './line'

/** The fields of a component other than its times. */
export type ComponentFields = Omit<CalendarObject, 'kind' | 'span' | 'recurrence' | 'overrides'>

/** Maximum length of a name. Longer values stay in the kept property. */
const MAX_NAME_LENGTH = 200

const STATUSES = { CONFIRMED: 'confirmed', TENTATIVE: 'tentative', CANCELLED: 'cancelled' } as const
const ANSWERS = {
  'NEEDS-ACTION': 'needs-action',
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
} as const

/** Properties that RFC 5545 §3.6.1 forbids in a VEVENT; they are kept as X-KINDAY- properties. */
export const TODO_ONLY = new Set(['COMPLETED', 'PERCENT-COMPLETE', 'DUE'])

/** A parsed field. If `isComplete` is false, the field does not represent the whole line, so the line is kept, too. */
export interface ParsedField {
  patch: Partial<ComponentFields>
  isComplete: boolean
  isShortened?: boolean
}

/** Parses a property that Kinday has a field for; returns null for others. */
export function readField(line: ContentLine): ParsedField | null {
  const text = TEXT_FIELD_NAMES.find((field) => TEXT_FIELDS[field].property === line.name)
  if (text) return readText(line, text)
  switch (line.name) {
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
      // RFC 5545 §3.8.1.3: unknown values are treated as private.
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
    case 'X-KINDAY-GUEST-LIST-HIDDEN':
      return { patch: { guestListHidden: line.value.trim().toUpperCase() === 'TRUE' }, isComplete: true }
    case 'X-KINDAY-GUESTS-MAY-COMMENT':
      return { patch: { guestsMayComment: line.value.trim().toUpperCase() === 'TRUE' }, isComplete: true }
    case 'X-KINDAY-CAPACITY': {
      const capacity = Number(line.value)
      const isValid = Number.isInteger(capacity) && capacity >= 1 && capacity <= MAX_CAPACITY
      return isValid ? { patch: { capacity }, isComplete: true } : null
    }
    case 'X-KINDAY-ANSWER-BY':
      return isDay(line.value) ? { patch: { answerBy: line.value }, isComplete: true } : null
    default:
      return null
  }
}

/** Parses an ATTENDEE (RFC 5545 §3.8.4.1). `isComplete`: the participant represents the whole line. */
export function readAttendee(line: ContentLine): { participant: AnsweredParticipant; isComplete: boolean } {
  const value = line.value.trim()
  const address = /^mailto:/i.test(value)
    ? addressIn(value.slice(7))
    : /^[^\s:]+@[^\s:]+$/.test(value)
      ? value
      : ''
  const email = readEmail(address) ?? readEmail(param(line, 'email') ?? '')
  const cn = toSingleLine(param(line, 'cn') ?? '')
  const name = truncate(cn, MAX_NAME_LENGTH) || null
  const answer = (param(line, 'partstat') ?? 'NEEDS-ACTION').toUpperCase()
  const status = ANSWERS[answer as keyof typeof ANSWERS]
  const isComplete =
    email !== null &&
    value.toLowerCase() === `mailto:${email}` &&
    Boolean(status) &&
    (name ?? '') === cn &&
    [...line.params.keys()].every((key) => key === 'cn' || key === 'partstat')
  return {
    participant: { userId: null, email, name, status: status ?? 'needs-action' },
    isComplete: isComplete || WITHOUT_ADDRESS.test(value),
  }
}

/** CAL-ADDRESS of attendees without e-mail address. */
export const NO_ADDRESS = 'invalid:nomail'
const WITHOUT_ADDRESS = /^invalid:/i

export function formatPartstat(status: AnsweredParticipant['status']): string {
  return status.toUpperCase()
}

function readText(line: ContentLine, field: TextFieldName): ParsedField | null {
  const { isMultiline, isUri, maxLength } = TEXT_FIELDS[field]
  if (isUri) return readUri(line, field, maxLength)
  const text = unescapeText(line.value)
  // Kinday writes VALUE=TEXT for plain text that looks like HTML; other programs do not.
  const plain = isMultiline && isHtml(text) && !param(line, 'value') ? htmlToText(text) : text
  const value = isMultiline ? toMultiline(plain) : toSingleLine(text)
  const short = truncate(value, maxLength)
  return {
    patch: { [field]: short },
    // Surrounding white space and Unicode normalization are not significant.
    isComplete: isPlain(line) && short === text.normalize('NFC').trim(),
    isShortened: short !== value,
  }
}

/** Parses a URI, which is not escaped as text is. Other schemes than those of links are kept as unknown properties. */
function readUri(line: ContentLine, field: TextFieldName, maxLength: number): ParsedField | null {
  const address = line.value.trim()
  if (!isWebLink(address) || address.length > maxLength) return null
  const isComplete = [...line.params].every(
    ([key, [value]]) => key === 'value' && value?.toUpperCase() === 'URI',
  )
  return { patch: { [field]: address }, isComplete }
}

function isPlain(line: ContentLine): boolean {
  return [...line.params].every(([key, [value]]) => key === 'value' && value?.toUpperCase() === 'TEXT')
}

/** Returns the address in `"A" <a@example.org>` or `a@example.org?subject=b` (RFC 6068 §2). */
function addressIn(text: string): string {
  return (/<([^<>]*)>/.exec(text)?.[1] ?? text).split('?', 1)[0]!
}

function readEmail(text: string): string | null {
  const email = toSingleLine(text.includes('%') ? decodeUri(text) : text).toLowerCase()
  return email.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(email) ? email : null
}

/** Truncates a text without splitting a surrogate pair. */
function truncate(text: string, max: number): string {
  if (text.length <= max) return text
  return `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
