import { guestToken } from '@/lib/access/guest-tokens'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { fieldsAt } from '@/lib/calendar/server/itip/next-message'
import { type MailedFields, sentInvitationOf } from '@/lib/calendar/server/itip/sent-invitation'
import { type MessageHeader, writeCancel, writeRequest } from '@/lib/calendar/server/itip/write-message'
import { type InvitationMail, renderInvitationMail } from '@/lib/mail/invitation-mail'
import { replyAddress } from '@/lib/mail/reply-address'
import { addressOf, type RenderedMail } from '@/lib/mail/templates'
import type { NextGuestMail } from './next-guest-mail'

/** Renders a mail to a guest with its iTIP message. */
export async function renderGuestMail(next: NextGuestMail, now: Date): Promise<RenderedMail> {
  const { guest, planned } = next
  const { link, event, organizer, sent } = guest
  const unsubscribe = `/unsubscribe/${guestToken(link, 'unsubscribe')}`
  const rendered = await renderInvitationMail({
    ...contentOf(next),
    ...{ locale: guest.locale, organizer: organizer.name, changes: planned.changes },
    answerBy: event.answerBy,
    page: `/g/${guestToken(link, 'page')}`,
    unsubscribe,
  })
  return {
    ...rendered,
    calendar: { method: planned.method, text: calendarText(next, now) },
    ...(organizer.isVerified && { replyTo: organizer.email }),
    ...(sent && { thread: sent.messageId }),
    unsubscribe: addressOf(`/api${unsubscribe}`),
  }
}

type Content = Pick<InvitationMail, 'kind' | 'title' | 'parts' | 'series' | 'url' | 'description'>

/**
 * Returns the content of the mail: the event as the guest may see it now or, for a cancellation, as it was last mailed.
 */
function contentOf({ planned, invitation, guest }: NextGuestMail): Content {
  const { method, isNew, ids } = planned
  if (method === 'REQUEST' && invitation) {
    const state = sentInvitationOf(invitation)
    const { object } = invitation
    const partAt = (id: RecurrenceId | null) => partOf(id, id ? fieldsAt(state, id) : state.event)
    // A mail about restored occurrences of a series lists them.
    const restored = planned.changes.flatMap(({ field, occurrence }) =>
      field === 'restored' ? occurrence : [],
    )
    const parts = [...(ids ?? [null]), ...restored].flatMap(partAt)
    const first = ids?.[0] ? { ...object, ...object.overrides[ids[0]] } : object
    return {
      ...{ kind: isNew ? 'invited' : 'changed', title: first.title, parts, url: first.url },
      ...{ series: ids ? null : object, description: first.description },
    }
  }
  const lastSent = guest.sent!.content!
  const cancelled = ids ?? (lastSent.event ? [null] : Object.keys(lastSent.occurrences))
  const cancelledParts = cancelled.map((id) => [id, id ? fieldsAt(lastSent, id) : lastSent.event] as const)
  return {
    ...{
      kind: 'cancelled',
      title: cancelledParts[0]?.[1]?.title ?? '',
      series: null,
      url: '',
      description: '',
    },
    parts: cancelledParts.flatMap(([id, fields]) => partOf(id, fields)),
  }
}

function partOf(occurrence: RecurrenceId | null, fields: MailedFields | null): Content['parts'] {
  return fields ? [{ occurrence, span: fields.span, location: fields.location }] : []
}

function calendarText({ guest, planned, invitation, sequence }: NextGuestMail, now: Date): string {
  const { link, email, name, event, organizer, sent } = guest
  const header: MessageHeader = {
    ...{ uid: event.uid, sequence, created: new Date(event.createdAt), stamp: now },
    organizer: { name: organizer.name, email: replyAddress(link, organizer) },
    attendee: { email, name },
  }
  return planned.method === 'REQUEST' && invitation
    ? writeRequest(header, invitation, planned.ids)
    : writeCancel(header, sent!.content!, planned.ids)
}
