import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { changedContent, contentOf } from '@/lib/calendar/edits/content'
import type { EventSnapshot } from '@/lib/calendar/event'
import { type Participant, personKey, sortParticipants } from '@/lib/calendar/participant'
import { mapAttendees } from '@/lib/calendar/series/map-attendees'
import type { Change } from '@/lib/commands/pipeline/changes'
import { updateEventRow } from '@/lib/commands/rows/events'
import { eventChanges } from './event-plan'
import { notifyPlacements } from './notify-placements'

/**
 * Replaces a guest with the account that has verified the guest's address: in the event, its occurrences, its answers
 * and its comments. The account's own answers stay. Revokes the link of the address.
 */
export async function claimGuest(
  tx: Tx,
  event: EventSnapshot,
  { userId, email }: { userId: string; email: string },
  now: Date,
): Promise<{ event: EventSnapshot; changes: Change[] }> {
  const content = contentOf(event)
  const patch = changedContent(content, {
    ...content,
    attendees: claimedIn(content.attendees, userId, email),
    overrides: mapAttendees(content.overrides, (people) => claimedIn(people, userId, email)),
  })
  await tx.execute(sql`
    update answers a set user_id = ${userId}, email = null where a.event_id = ${event.id} and a.email = ${email}
      and not exists (select 1 from answers own where own.event_id = a.event_id and own.user_id = ${userId}
        and own.recurrence_id is not distinct from a.recurrence_id)`)
  await tx.execute(sql`delete from answers where event_id = ${event.id} and email = ${email}`)
  await tx.execute(sql`
    update comments set user_id = ${userId}, email = null where event_id = ${event.id} and email = ${email}`)
  await tx.execute(sql`
    update guest_links set revoked_at = now()
    where event_id = ${event.id} and email = ${email} and revoked_at is null`)
  // Deletes the record of what was mailed, so that the address gets no cancellation.
  await tx.execute(sql`
    delete from sent_invitations s using guest_links l
    where l.id = s.guest_link_id and l.event_id = ${event.id} and l.email = ${email}`)
  if (!Object.keys(patch).length) return { event, changes: [] }
  const claimed = await updateEventRow(tx, event, patch, now)
  return {
    event: claimed,
    changes: [...eventChanges(event, claimed), ...(await notifyPlacements(tx, [event.id]))],
  }
}

function claimedIn(people: readonly Participant[], userId: string, email: string): Participant[] {
  const claimed = people.map((person) =>
    !person.userId && person.email?.toLowerCase() === email ? { userId, email: null, name: null } : person,
  )
  return sortParticipants([...new Map(claimed.map((person) => [personKey(person), person])).values()])
}
