import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { seesInFull } from '@/lib/access/nouns/event-invitation'
import type { Change } from '@/lib/commands/pipeline/changes'
import { defaultCalendarIdOf, writePlacement } from '@/lib/commands/rows/placements'
import { claimGuest } from './claim-guest'
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
    const claimed = await claimGuest(tx, current.event, { userId, email }, now)
    changes.push(...claimed.changes)
    if (!calendarId || !(await isToBeShown(tx, userId, eventId))) continue
    const placement = { eventId, calendarId, detail: 'full', placedBy: userId } as const
    await writePlacement(tx, placement)
    changes.push(...placementChanges(null, placement))
  }
  return changes
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
