import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { isSenderBlocked } from '@/lib/access/blocked-users'
import { levelsOf } from '@/lib/access/levels'
import { defaultCalendarOf, seesInFull } from '@/lib/access/nouns/event-invitation'
import { haveCommonGroup } from '@/lib/access/nouns/user'
import type { EventSnapshot } from '@/lib/calendar/event'
import { everyoneIn } from '@/lib/calendar/participant'
import type { Change } from '@/lib/commands/pipeline/changes'
import type { PlacementSnapshot } from '@/lib/commands/rows/placements'
import { placementChanges } from './placement-changes'

/** An event before (null for a new one) and after a command. */
type EventEdit = readonly [before: EventSnapshot | null, after: EventSnapshot]

/**
 * Shows events in the calendars of new attendees, and removes them from those of former attendees. Attendees who share
 * a group with the organizer get the event at once, in their oldest calendar, unless they see it in a calendar already;
 * all others have to accept the invitation. Events without an organizer were imported: they invite no user.
 */
export async function placeInvitations(tx: Tx, edits: readonly EventEdit[]): Promise<Change[]> {
  const added: Attendance[] = []
  const removed: Attendance[] = []
  for (const [before, after] of edits) {
    const [old, next] = [before ? usersIn(before) : new Set<string>(), usersIn(after)]
    const attendance = (user: string) => ({ event: after.id, user })
    removed.push(...[...old].filter((user) => !next.has(user)).map(attendance))
    if (after.organizerId) added.push(...[...next].filter((user) => !old.has(user)).map(attendance))
  }
  const removedPlacements = removed.length ? await removeInvitations(tx, removed) : []
  const addedPlacements = added.length ? await addInvitations(tx, added) : []
  const changes = [
    ...removedPlacements.flatMap((placement) => placementChanges(placement, null)),
    ...addedPlacements.flatMap((placement) => placementChanges(null, placement)),
  ]
  return changes.map((change) => ({ ...change, hidden: true }))
}

interface Attendance {
  event: string
  user: string
}

function usersIn(event: EventSnapshot): Set<string> {
  return new Set(everyoneIn(event).flatMap(({ userId }) => userId ?? []))
}

async function addInvitations(tx: Tx, added: readonly Attendance[]): Promise<PlacementSnapshot[]> {
  // The included relations (levelsOf, visibleEvents) must not use the same aliases.
  return await tx.execute<Columns<PlacementSnapshot>>(sql`
    insert into placements (event_id, calendar_id, home, detail, placed_by, uid, span_from, span_to, long)
    select invited.id, own.id, false, 'full', attendee.id, invited.uid, invited.span_from, invited.span_to, at_home.long
    from jsonb_to_recordset(${JSON.stringify(added)}::jsonb) as given (event uuid, "user" uuid)
      join users attendee on attendee.id = given."user" and attendee.deleted_at is null
      join events invited on invited.id = given.event and invited.organizer_id <> attendee.id
      join placements at_home on at_home.event_id = invited.id and at_home.home
      cross join lateral (${defaultCalendarOf(sql`attendee.id`)}) own
    where ${haveCommonGroup(sql`attendee.id`, sql`invited.organizer_id`)}
      and not ${isSenderBlocked(sql`attendee.id`, sql`invited.organizer_id`)}
      and not ${seesInFull(sql`attendee.id`, sql`invited.id`)}
    on conflict do nothing
    returning event_id as "eventId", calendar_id as "calendarId", detail, placed_by as "placedBy"`)
}

/**
 * Removes the placements of attendees in calendars of their own, unless they can read the event in its home calendar.
 */
async function removeInvitations(tx: Tx, removed: readonly Attendance[]): Promise<PlacementSnapshot[]> {
  return await tx.execute<Columns<PlacementSnapshot>>(sql`
    delete from placements p
    using jsonb_to_recordset(${JSON.stringify(removed)}::jsonb) as given (event uuid, "user" uuid),
      calendars own, placements at_home
    where p.event_id = given.event and p.placed_by = given."user" and not p.home
      and own.id = p.calendar_id and own.owner_user_id = given."user"
      and at_home.event_id = given.event and at_home.home
      and not exists (select 1 from ${levelsOf(sql`given."user"`)} l
        where l.calendar_id = at_home.calendar_id and l.level >= 2)
    returning p.event_id as "eventId", p.calendar_id as "calendarId", p.detail, p.placed_by as "placedBy"`)
}
