import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Actor } from '../actor'
import { isSenderBlocked } from '../blocked-users'
import { levelsOf } from '../levels'
import type { LoadedTarget, VerbOf } from '../verbs'
import { attendsOccurrence, visibleEvents } from '../visible-events'
import { lockEventsAndRead } from './event-lock'

/** An invitation to an event that the user has neither accepted nor declined. */
export interface EventInvitationRow {
  eventId: string
  organizerId: string
  userId: string
  /** The user's verified address, if the event invites the address instead of the account. */
  email: string | null
}

/**
 * Loads a pending invitation to an event. It gives no access to the event beyond what the list of invitations shows.
 */
export async function loadEventInvitation(
  tx: Tx,
  actor: Actor,
  eventId: string,
  verb: VerbOf<'event-invitation'>,
): Promise<LoadedTarget<EventInvitationRow, 'event-invitation'> | undefined> {
  if (actor.kind !== 'user') return undefined
  const select = tx.execute<Columns<EventInvitationRow>>(sql`
    select e.id as "eventId", e.organizer_id as "organizerId", me.id as "userId",
      case when not ${attends(sql`me.id`)} then me.email end as email
    from users me, events e where me.id = ${actor.id} and e.id = ${eventId} and ${isInvitationPending()}`)
  const [row] = verb === 'read' ? await select : await lockEventsAndRead(tx, [eventId], select)
  return row && { row, isVisible: true, allows: () => true }
}

/**
 * Whether the user `me` has a pending invitation to the event `e`: the event is not over, invites the account or its
 * verified address, is in no calendar of the user, and the user has not declined it.
 */
export function isInvitationPending(): SQL {
  return sql`(e.organizer_id <> me.id and e.deleted_at is null and e.status <> 'cancelled' and e.span_to > now()
    and (${attends(sql`me.id`)} or (me.email_verified is not null and ${isInvited(sql`me.email`)}))
    and not exists (select 1 from hidden_from h where h.event_id = e.id and h.user_id = me.id)
    and not exists (select 1 from answers given where given.event_id = e.id and given.recurrence_id is null
      and given.status = 'declined'
      and (given.user_id = me.id or (me.email_verified is not null and given.email = me.email)))
    and exists (select 1 from placements p join calendars c on c.id = p.calendar_id and c.deleted_at is null
      where p.event_id = e.id and p.home)
    and not ${isSenderBlocked(sql`me.id`, sql`e.organizer_id`)}
    and not ${seesInFull(sql`me.id`, sql`e.id`)})`
}

function attends(userId: SQL): SQL {
  return sql`(exists (select 1 from attendees a where a.event_id = e.id and a.user_id = ${userId})
    or (e.overrides <> '{}' and ${attendsOccurrence(userId)}))`
}

/** Whether the event `e` or an occurrence of it invites an address without an account. */
function isInvited(email: SQL): SQL {
  return sql`(exists (select 1 from attendees a where a.event_id = e.id and a.user_id is null and a.email = ${email})
    or (e.overrides <> '{}' and jsonb_path_exists(e.overrides,
      '$.*.attendees[*] ? (@.userId == null && @.email == $email)', jsonb_build_object('email', ${email}))))`
}

/** Whether a user sees an event in full in one of their calendars. */
export function seesInFull(userId: SQL, eventId: SQL): SQL {
  return sql`exists (
    select 1 from ${levelsOf(userId)} l join placements p on p.calendar_id = l.calendar_id
      cross join lateral ${visibleEvents({ userId }, sql`l.level`)} seen
    where p.event_id = ${eventId} and p.deleted_at is null and seen.detail = 'full')`
}

/**
 * Returns the statement that selects the id of the calendar that gets a user's invitations: the oldest that the user
 * owns.
 */
export function defaultCalendarOf(userId: SQL): SQL {
  return sql`select c.id from calendars c where c.owner_user_id = ${userId} and c.deleted_at is null
    order by c.created_at, c.id limit 1`
}
