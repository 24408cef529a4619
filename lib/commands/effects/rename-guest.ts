import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { answers } from '@/db/schema/answers'
import { attendees, guestLinks } from '@/db/schema/attendees'
import { comments } from '@/db/schema/comments'
import { events } from '@/db/schema/events'
import type { Guest } from '@/lib/access/guest-links'
import type { EventRow } from '@/lib/access/nouns/event'
import type { EventSnapshot } from '@/lib/calendar/event'
import { everyoneIn, guestParticipant, type Participant, personKey } from '@/lib/calendar/participant'
import { mapAttendees } from '@/lib/calendar/series/map-attendees'
import type { Change } from '@/lib/commands/pipeline/changes'
import { isGuestNameTaken, releaseGuestName, snapshotForGuest } from '@/lib/commands/rows/guest-links'
import { fieldError } from '@/lib/errors'
import { eventChanges } from './event-plan'
import { notifyPlacements } from './notify-placements'

/**
 * Changes the name of a guest. Increases neither version nor SEQUENCE of the event, so it does not conflict with edits
 * of the content.
 * @throws AppError INVALID if a guest without an address would get the name of another person
 */
export async function renameGuest(
  tx: Tx,
  guest: Guest,
  row: EventRow,
  name: string,
  now: Date,
): Promise<Change[]> {
  const { event: before, names } = await snapshotForGuest(tx, row, guest.link)
  const after = renamed(before, guest.person, name)
  if (after === before) return []
  const { email, name: ownName } = guest.person
  if (email === null) {
    if (await isGuestNameTaken(tx, before, names, name, ownName)) throw fieldError('name', 'taken')
    await releaseGuestName(tx, row.id, name, now)
  }
  await writeName(tx, after, guest, name)
  return [...eventChanges(before, after), ...(await notifyPlacements(tx, [row.id]))]
}

/** Returns the event with another name of a guest; the same object if nothing changes. */
function renamed(event: EventSnapshot, person: Guest['person'], name: string): EventSnapshot {
  const key = personKey(guestParticipant(person))
  const ownEntries = everyoneIn(event).filter((attendee) => personKey(attendee) === key)
  if (ownEntries.every((attendee) => attendee.name === name)) return event
  const rename = <P extends Participant>(people: readonly P[]) =>
    people.map((attendee) => (personKey(attendee) === key ? { ...attendee, name } : attendee))
  return {
    ...event,
    attendees: rename(event.attendees),
    overrides: mapAttendees(event.overrides, rename),
  }
}

async function writeName(
  tx: Tx,
  { id, overrides }: EventSnapshot,
  guest: Guest,
  name: string,
): Promise<void> {
  const { email, name: formerName } = guest.person
  const isSelf = email
    ? and(isNull(attendees.userId), sql`lower(${attendees.email}) = ${email}`)
    : and(isNull(attendees.userId), isNull(attendees.email), eq(attendees.name, formerName!))
  await tx
    .update(attendees)
    .set({ name })
    .where(and(eq(attendees.eventId, id), isSelf))
  await tx.update(events).set({ overrides }).where(eq(events.id, id))
  if (email) return
  await tx.update(guestLinks).set({ name }).where(eq(guestLinks.id, guest.link))
  await tx
    .update(answers)
    .set({ name })
    .where(and(eq(answers.eventId, id), eq(answers.name, formerName!)))
  await tx
    .update(comments)
    .set({ name })
    .where(and(eq(comments.eventId, id), eq(comments.name, formerName!)))
}
