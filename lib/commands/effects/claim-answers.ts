import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { seesInFull } from '@/lib/access/nouns/event-invitation'
import { everyoneIn } from '@/lib/calendar/participant'
import type { Change } from '@/lib/commands/pipeline/changes'
import { defaultCalendarIdOf, writePlacement } from '@/lib/commands/rows/placements'
import { claimGuest, isGuest } from './claim-guest'
import { placementChanges } from './placement-changes'
import { currentEvents } from './revert-changeset'

/** Maximum number of events whose answers an account gets when it verifies its address. */
const MAX_CLAIMED = 1000

/**
 * Assigns to an account the answers that its user gave by guest links before the account had verified the address, and
 * shows these events in the user's calendar. Unanswered invitations have to be accepted first.
 */
export async function claimAnswers(tx: Tx, userId: string, now: Date): Promise<Change[]> {
  const answered = await answeredByLink(tx, userId)
  if (!answered.length) return []
  const events = await currentEvents(tx, answered.map(({ event }) => event).sort())
  const calendarId = await defaultCalendarIdOf(tx, userId)
  const changes: Change[] = []
  for (const { event: eventId, email } of answered) {
    const current = events.get(eventId)
    if (!current || current.isDeleted) continue
    const claim = { userId, guest: { email, name: null } }
    const claimed = await claimGuest(tx, current.event, claim, now)
    changes.push(...claimed.changes, ...(await showClaimed(tx, userId, eventId, calendarId)))
  }
  return changes
}

/**
 * Replaces a guest of a gathering's event with the account that has claimed the personal link, and shows the event in
 * the user's calendar. A guest by name may have changed the name at the event, but not the link (gathering-lock.ts).
 */
export async function claimAttendee(
  tx: Tx,
  { id, email, eventId }: { id: string; email: string | null; eventId: string },
  userId: string,
  now: Date,
): Promise<Change[]> {
  const current = (await currentEvents(tx, [eventId])).get(eventId)
  if (!current || current.isDeleted || current.event.hiddenFrom?.includes(userId)) return []
  const [link] = await tx.execute<{ name: string }>(sql`
    select name from guest_links where id = ${id} and event_id = ${eventId} and revoked_at is null`)
  const guest = email === null ? link && { email, name: link.name } : { email, name: null }
  if (!guest || !everyoneIn(current.event).some((person) => isGuest(person, guest))) return []
  const { changes } = await claimGuest(tx, current.event, { userId, guest }, now)
  return [...changes, ...(await showClaimed(tx, userId, eventId, await defaultCalendarIdOf(tx, userId)))]
}

/** Shows a claimed event in a calendar of the user, unless the user sees it already or has declined. */
async function showClaimed(
  tx: Tx,
  userId: string,
  eventId: string,
  calendarId: string | undefined,
): Promise<Change[]> {
  if (!calendarId || !(await isToBeShown(tx, userId, eventId))) return []
  const placement = { eventId, calendarId, detail: 'full', placedBy: userId } as const
  await writePlacement(tx, placement)
  return placementChanges(null, placement)
}

/** Finds events that the holder of a link to the user's verified address has answered. */
async function answeredByLink(tx: Tx, userId: string): Promise<{ event: string; email: string }[]> {
  return await tx.execute<Columns<{ event: string; email: string }>>(sql`
    select distinct l.event_id as event, me.email from users me
    join guest_links l on l.email = me.email and l.revoked_at is null
    join answers a on a.event_id = l.event_id and a.email = l.email
    join events e on e.id = l.event_id and e.deleted_at is null
    where me.id = ${userId} and me.email_verified is not null and me.deleted_at is null
      -- Not an answer that the organizer recorded.
      and exists (select 1 from changes c join changesets s on s.id = c.changeset_id
        where c.entity_id = l.event_id::text and c.entity = 'answer' and s.actor_kind = 'guest'
          and s.actor_id = l.id::text)
      and not exists (select 1 from hidden_from h where h.event_id = l.event_id and h.user_id = me.id)
    order by 1 limit ${MAX_CLAIMED}`)
}

/** Checks whether the user has not declined the event and sees it in no calendar in full. */
async function isToBeShown(tx: Tx, userId: string, eventId: string): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 where not ${seesInFull(sql`${userId}::uuid`, sql`${eventId}::uuid`)}
      and not exists (select 1 from answers a where a.event_id = ${eventId} and a.user_id = ${userId}
        and a.recurrence_id is null and a.status = 'declined')`)
  return rows.length > 0
}
