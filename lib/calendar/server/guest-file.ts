import type { Answer } from '../answers'
import type { EventContent } from '../event'
import { guestParticipant, type Participant, personKey } from '../participant'
import { writeIcal } from './ical/write'
import { invitationOf } from './itip/guest-invitation'

type Content = Omit<EventContent, 'calendarId'>

interface Source {
  uid: string
  sequence: number
  created: Date
  modified: Date
}

/**
 * Writes the event to which a guest is invited as an iCalendar file without METHOD and without other attendees; null if
 * the event is cancelled. A guest who is invited to single occurrences gets only these.
 */
export function writeGuestFile(
  source: Source,
  content: Content,
  answers: readonly Answer[],
  person: Pick<Participant, 'email' | 'name'>,
): string | null {
  const key = personKey(guestParticipant(person))
  const invitation = invitationOf(content, answers, (attendee) => personKey(attendee) === key)
  if (!invitation) return null
  const { isWhole, object } = invitation
  const only = isWhole ? {} : { only: Object.keys(object.overrides) }
  return [...writeIcal({}, [{ ...source, content: object, ...only }])].join('')
}
