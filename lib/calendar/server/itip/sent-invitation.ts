import { createHash } from 'node:crypto'
import { isEqual } from '@/lib/calendar/is-equal'
import type { OccurrenceContent, Recurrence, RecurrenceId } from '@/lib/calendar/series/recurrence'
import { slotSpan } from '@/lib/calendar/series/series'
import type { Span } from '@/lib/calendar/span'
import type { GuestInvitation } from './guest-invitation'

/** Fields whose change is mailed. The description is stored as a digest, since only its change is mentioned. */
export const MAILED_FIELDS = ['span', 'location', 'title', 'status', 'url', 'description'] as const

export type MailedFields = Pick<OccurrenceContent, (typeof MAILED_FIELDS)[number]>

/** The invitation as the last mail to a guest stated it. Updates and cancellations state what differs from it. */
export interface SentInvitation {
  /** Time of the event, or of the first occurrence of the series. */
  span: Span
  recurrence: Pick<Recurrence, 'rules' | 'dates'> | null
  /** Null if the guest is invited to single occurrences only. */
  event: MailedFields | null
  /** Occurrences that differ from the series, or to which the guest is invited without the series. */
  occurrences: Record<RecurrenceId, MailedFields>
  /** Occurrences of the series that do not take place for the guest. */
  excluded: RecurrenceId[]
}

/** Returns the state that a guest knows after the mail. */
export function sentInvitationOf({ isWhole, object }: GuestInvitation): SentInvitation {
  const { span, recurrence, overrides } = object
  const occurrences: SentInvitation['occurrences'] = {}
  for (const [id, override] of Object.entries(overrides)) {
    const slot = mailedFields({ ...object, span: slotSpan(object, id) })
    const fields = mailedFields({ ...object, ...override, span: override.span ?? slot.span })
    // Overrides of other fields only, such as the color, are not mailed.
    if (!isWhole || !isEqual(fields, slot)) occurrences[id] = fields
  }
  return {
    span,
    recurrence: recurrence && { rules: recurrence.rules, dates: recurrence.dates },
    event: isWhole ? mailedFields(object) : null,
    occurrences,
    excluded: recurrence?.exclusions ?? [],
  }
}

function mailedFields({ span, location, title, status, url, description }: MailedFields): MailedFields {
  return { span, location, title, status, url, description: description && digest(description) }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64').slice(0, 16)
}
