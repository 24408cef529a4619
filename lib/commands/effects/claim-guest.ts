import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { GuestPerson } from '@/lib/access/actor'
import { changedContent, contentOf } from '@/lib/calendar/edits/content'
import type { EventSnapshot } from '@/lib/calendar/event'
import { type Participant, personKey, sortParticipants } from '@/lib/calendar/participant'
import { mapAttendees } from '@/lib/calendar/series/map-attendees'
import type { Change } from '@/lib/commands/pipeline/changes'
import { updateEventRow } from '@/lib/commands/rows/events'
import { eventChanges } from './event-plan'
import { notifyPlacements } from './notify-placements'

/**
 * Replaces a guest with the account that has verified the guest's address, or holds the guest's link: in the event, its
 * occurrences, its answers and its comments. The account's own answers stay. Revokes the guest's link.
 */
export async function claimGuest(
  tx: Tx,
  event: EventSnapshot,
  { userId, guest }: { userId: string; guest: GuestPerson },
  now: Date,
): Promise<{ event: EventSnapshot; changes: Change[] }> {
  const content = contentOf(event)
  const patch = changedContent(content, {
    ...content,
    attendees: claimedIn(content.attendees, userId, guest),
    overrides: mapAttendees(content.overrides, (people) => claimedIn(people, userId, guest)),
  })
  await tx.execute(sql`
    update answers a set user_id = ${userId}, email = null, name = null
    where a.event_id = ${event.id} and ${isOf(sql`a`, guest)}
      and not exists (select 1 from answers own where own.event_id = a.event_id and own.user_id = ${userId}
        and own.recurrence_id is not distinct from a.recurrence_id)`)
  await tx.execute(sql`delete from answers a where a.event_id = ${event.id} and ${isOf(sql`a`, guest)}`)
  await tx.execute(sql`
    update comments c set user_id = ${userId}, email = null, name = null
    where c.event_id = ${event.id} and ${isOf(sql`c`, guest)}`)
  // The account keeps what it has taken of a sign-up sheet itself.
  await tx.execute(sql`
    update task_claims c set user_id = ${userId}, guest_link_id = null from guest_links l
    where l.id = c.guest_link_id and l.event_id = ${event.id} and ${isLinkOf(guest)}
      and l.revoked_at is null and not exists (
      select 1 from task_claims own where own.task_id = c.task_id and own.user_id = ${userId})`)
  await tx.execute(sql`
    update guest_links l set revoked_at = now()
    where l.event_id = ${event.id} and ${isLinkOf(guest)} and l.revoked_at is null`)
  // Deletes the record of what was mailed, so that the address gets no cancellation.
  await tx.execute(sql`
    delete from sent_invitations s using guest_links l
    where l.id = s.guest_link_id and l.event_id = ${event.id} and ${isLinkOf(guest)}`)
  if (!Object.keys(patch).length) return { event, changes: [] }
  const claimed = await updateEventRow(tx, event, patch, now)
  return {
    event: claimed,
    changes: [...eventChanges(event, claimed), ...(await notifyPlacements(tx, [event.id]))],
  }
}

function claimedIn(people: readonly Participant[], userId: string, guest: GuestPerson): Participant[] {
  const claimed = people.map((person) =>
    isGuest(person, guest) ? { userId, email: null, name: null } : person,
  )
  return sortParticipants([...new Map(claimed.map((person) => [personKey(person), person])).values()])
}

/** Checks whether an attendee is a guest: by address, or by name if the guest has no address. */
export function isGuest(person: Participant, { email, name }: GuestPerson): boolean {
  if (person.userId) return false
  return email === null ? !person.email && person.name === name : person.email?.toLowerCase() === email
}

function isLinkOf({ email, name }: GuestPerson): SQL {
  return email === null ? sql`l.email is null and l.name = ${name}` : sql`l.email = ${email}`
}

function isOf(table: SQL, { email, name }: GuestPerson): SQL {
  return email === null
    ? sql`${table}.user_id is null and ${table}.email is null and ${table}.name = ${name}`
    : sql`${table}.email = ${email}`
}
