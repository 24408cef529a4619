import { sql } from 'drizzle-orm'
import { db } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { GuestSubscription } from '@/lib/access/guest-subscriptions'
import type { ItipReply } from '@/lib/calendar/server/itip/read-reply'
import { toSingleLine } from '@/lib/calendar/text'
import type { Zone } from '@/lib/calendar/zones/zone'
import { answerByMail } from '@/lib/commands/mail-answers'
import { execute } from '@/lib/commands/pipeline/execute'
import { suggestionText } from '@/lib/mail/suggestion-text'
import { MAX_ANSWER_COMMENT } from '@/lib/schemas/choices'
import { ignored, type MailOutcome } from './mail-outcome'
import { readRepliesInWorker } from './read-mail'

type Guest = GuestSubscription['guest']

/** The event of a guest, and the language of its organizer. */
interface AnsweredEvent {
  uid: string
  zone: Zone | null
  locale: string | null
}

/** Records the answers in a mail to a guest's reply address. */
export async function applyReplies(
  guest: Guest,
  calendars: readonly string[],
  messageId: string,
): Promise<MailOutcome> {
  const event = await findEvent(guest.event)
  if (!event) return ignored('no event')
  // Most mail programs send the same message twice, as a part and as an attachment.
  const replies = distinct(await readRepliesInWorker(calendars, event.zone ?? 'UTC'))
  if (!replies.length) return ignored('no answer in it', guest.event)
  const outcomes: MailOutcome[] = []
  for (const [index, reply] of replies.entries()) {
    outcomes.push(await applyReply(guest, event, reply, `${messageId} ${index}`))
  }
  return outcomes.find(({ outcome }) => outcome !== 'ignored') ?? outcomes[0]!
}

async function applyReply(
  guest: Guest,
  event: AnsweredEvent,
  reply: ItipReply,
  key: string,
): Promise<MailOutcome> {
  const { method, uid, sequence, at, span } = reply
  if (uid !== event.uid) return ignored('another event', guest.event)
  const attendee = reply.attendees.find(({ email }) => email === guest.person.email)
  // If the invitation was forwarded, the reply address still belongs to the guest who was invited.
  if (!attendee) return ignored('another attendee', guest.event)
  const isComment = method === 'COUNTER'
  if (!attendee.status && !isComment) return ignored('no answer in it', guest.event)
  const suggestion = span && (await suggestionText(span, event.zone, event.locale ?? 'en'))
  const comment = [suggestion, reply.comment].filter(Boolean).join(': ')
  const input = {
    ...{ event: guest.event, sequence, status: attendee.status },
    at: at && { wall: at.wall, isDate: at.isDate, zone: at.zone, local: at.local },
    comment: [...toSingleLine(comment)].slice(0, MAX_ANSWER_COMMENT).join(''),
  }
  await execute(guest, answerByMail, input, { origin: 'mail', key })
  return { outcome: isComment ? 'commented' : 'answered', eventId: guest.event }
}

async function findEvent(id: string): Promise<AnsweredEvent | undefined> {
  const [event] = await db.execute<Columns<AnsweredEvent>>(sql`
    select e.uid, e.start_zone as zone, o.locale from events e left join users o on o.id = e.organizer_id
    where e.id = ${id} and e.deleted_at is null`)
  return event
}

function distinct(replies: readonly ItipReply[]): ItipReply[] {
  return [...new Map(replies.map((reply) => [JSON.stringify(reply), reply])).values()]
}
