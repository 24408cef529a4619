import type { Answer } from '@/lib/calendar/answers'
import type { CalendarObject, EventContent } from '@/lib/calendar/event'
import { DEFAULT_GUEST_OPTIONS, pick, TEXT_FIELD_NAMES } from '@/lib/calendar/event-fields'
import type { Participant } from '@/lib/calendar/participant'
import type { Override, Overrides, RecurrenceId } from '@/lib/calendar/series/recurrence'
import { occurrenceAt } from '@/lib/calendar/series/series'
import { calendarObjectOf } from '../calendar-object'

/** The event as a guest with an e-mail address may see it: without other attendees and the organizer's own data. */
export interface GuestInvitation {
  /** Whether the guest is invited to the event or series as a whole, and not only to the occurrences in `overrides`. */
  isWhole: boolean
  object: CalendarObject
}

/**
 * Fields that are sent to a guest's calendar. Unknown properties of imported files may contain anything and are left
 * out.
 */
const SENT_FIELDS = ['status', ...TEXT_FIELD_NAMES, 'busy', 'span', 'attendees'] as const

/**
 * Returns the event as a guest may see it; null if the guest is not invited or the event is cancelled. Occurrences
 * without the guest become exclusions.
 */
export function guestInvitationOf(
  content: Omit<EventContent, 'calendarId'>,
  answers: readonly Answer[],
  email: string,
): GuestInvitation | null {
  const isGuest = (person: Participant) => !person.userId && person.email?.toLowerCase() === email
  return invitationOf(content, answers, isGuest)
}

/** Returns the event as {@link guestInvitationOf} does, for the participants that `isGuest` selects. */
export function invitationOf(
  content: Omit<EventContent, 'calendarId'>,
  answers: readonly Answer[],
  isGuest: (person: Participant) => boolean,
): GuestInvitation | null {
  const isInvited = ({ status, attendees }: Pick<EventContent, 'status' | 'attendees'>) =>
    status !== 'cancelled' && attendees.some(isGuest)
  const isWhole = isInvited(content)
  const overrides: Overrides = {}
  const excluded: RecurrenceId[] = []
  for (const [id, override] of Object.entries(content.overrides)) {
    if (!occurrenceAt(content, id)) continue
    if (isInvited({ ...content, ...override })) overrides[id] = sentFields(override, isGuest)
    else if (isWhole) excluded.push(id)
  }
  if (!isWhole && !Object.keys(overrides).length) return null
  const { recurrence } = content
  const sent = {
    ...sentFields(content, isGuest),
    ...DEFAULT_GUEST_OPTIONS,
    ...{ kind: 'meeting', visibility: 'default', color: null, done: false, unknown: [], overrides },
    recurrence: recurrence && { ...recurrence, exclusions: [...recurrence.exclusions, ...excluded].sort() },
  } as Omit<EventContent, 'calendarId'>
  return { isWhole, object: calendarObjectOf(sent, answers) }
}

function sentFields(fields: Override, isGuest: (person: Participant) => boolean): Override {
  const { attendees } = fields
  return { ...pick(fields, SENT_FIELDS), ...(attendees && { attendees: attendees.filter(isGuest) }) }
}
