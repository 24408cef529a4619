import { inArray, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { deliveries } from '@/db/schema/deliveries'
import { takeAttempts } from '@/lib/access/attempts'
import type { Participant } from '@/lib/calendar/participant'
import { GUEST_MAIL, PLACE_MAIL } from '@/lib/commands/effects/guest-mails'
import { isMailEnabled } from '@/lib/mail/send'
import type { Job } from '@/lib/queue'
import { MAX_MAILS_PER_GUEST, organizerLimit } from './mail-limits'

/** A guest who got a place, or lost it and waits. */
interface PlaceChange {
  eventId: string
  person: Participant
  isWaiting: boolean
}

/** Time in which the opposite change cancels a mail. */
const DELAY_MS = 120_000

/**
 * Queues mails to guests without an account who got or lost a place. A queued mail is replaced, or cancelled by the
 * opposite change. A mail is checked again when it is sent.
 */
export async function queuePlaceMails(tx: Tx, changes: readonly PlaceChange[]): Promise<Job[]> {
  if (!isMailEnabled()) return []
  const guests = await readGuests(tx, changes)
  const planned = guests.map((guest) => ({ ...guest, isWaiting: nextMail(guest, changes) }))
  const stale = planned.filter(({ queued, isWaiting }) => queued && queued.isWaiting !== isWaiting)
  if (stale.length) {
    const ids = stale.map(({ queued }) => queued!.id)
    await tx.delete(deliveries).where(inArray(deliveries.id, ids))
  }
  const wanted = planned.filter(
    ({ queued, isWaiting, mailedToday }) =>
      isWaiting !== null && queued?.isWaiting !== isWaiting && mailedToday < MAX_MAILS_PER_GUEST,
  )
  const jobs: Job[] = []
  for (const organizer of new Set(wanted.map((mail) => mail.organizer))) {
    const mails = wanted.filter((mail) => mail.organizer === organizer)
    const taken = await takeAttempts(tx, organizerLimit(organizer), mails.length)
    const rows = mails.slice(0, taken).map(({ link, eventId, email, isWaiting }) => ({
      ...{ id: uuidv7(), channel: 'email' as const, address: email, template: PLACE_MAIL },
      ...{ data: { sender: organizer, isWaiting }, eventId, guestLinkId: link },
    }))
    if (rows.length) await tx.insert(deliveries).values(rows)
    const runAt = new Date(Date.now() + DELAY_MS)
    jobs.push(...rows.map(({ id }) => ({ name: 'mail' as const, payload: { delivery: id }, runAt })))
  }
  return jobs
}

interface PlaceGuest {
  link: string
  eventId: string
  email: string
  organizer: string
  queued: { id: string; isWaiting: boolean } | null
  mailedToday: number
}

/** Returns whether the next mail tells the guest to wait; null if the guest knows the present state. */
function nextMail({ eventId, email, queued }: PlaceGuest, changes: readonly PlaceChange[]): boolean | null {
  let next = queued?.isWaiting ?? null
  for (const { eventId: changedId, person, isWaiting } of changes) {
    if (changedId !== eventId || person.email?.toLowerCase() !== email) continue
    next = next === null || next === isWaiting ? isWaiting : null
  }
  return next
}

/** Reads the guests who may be mailed about their places. */
async function readGuests(tx: Tx, changes: readonly PlaceChange[]): Promise<PlaceGuest[]> {
  const people = changes.flatMap(({ eventId, person: { userId, email } }) =>
    !userId && email ? { event: eventId, email: email.toLowerCase() } : [],
  )
  if (!people.length) return []
  return await tx.execute<Columns<PlaceGuest>>(sql`
    select l.id as link, l.event_id as "eventId", l.email, o.id as organizer,
      (select json_build_object('id', d.id, 'isWaiting', d.data -> 'isWaiting') from deliveries d
        where d.guest_link_id = l.id and d.template = ${PLACE_MAIL} and d.outcome = 'queued'
          and coalesce(d.taken_until < now(), true) limit 1) as queued,
      (select count(*)::int from deliveries d where d.guest_link_id = l.id
        and d.template in (${GUEST_MAIL}, ${PLACE_MAIL}) and d.created_at > now() - interval '1 day') as "mailedToday"
    from guest_links l join events e on e.id = l.event_id join users o on o.id = e.organizer_id
    where (l.event_id, l.email) in (
        select a.event, a.email from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as a (event uuid, email text))
      and l.revoked_at is null and not l.unsubscribed and o.email_verified is not null and o.suspended_at is null
    order by l.id`)
}
