import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { levelsOf, readersOf } from '@/lib/access/levels'
import { homeGroupOf, memberColorOf } from '@/lib/access/member-colors'
import type { Thread } from '@/lib/access/nouns/comment'
import { type EventRow, isEditor } from '@/lib/access/nouns/event'
import { type GatheringRow, seesParticipants } from '@/lib/access/nouns/gathering'
import { canSeePictureOf } from '@/lib/access/nouns/picture'
import { haveCommonGroup } from '@/lib/access/nouns/user'
import { isInvitationPlacement, visibleEvents } from '@/lib/access/visible-events'
import type { MentionablePerson } from '@/lib/schemas/comments'
import { hasNameLike } from './groups'

/** Maximum number of suggestions. */
const MAX_SUGGESTIONS = 8

/**
 * Returns the users whom a user can mention in a thread: members of the group, or users who see the event in full and
 * whom the user knows, by a common group, as an attendee or as the author of another comment. Returns an empty
 * list to users who cannot comment on the event: users of single occurrences must not learn who attends the series.
 * Users who cannot edit the event can also mention those from whom it is hidden, who are not notified: a missing name
 * would reveal them.
 * @param which ids to check, or a text that the name contains
 */
export async function mentionable(
  db: Db,
  userId: string,
  thread: Thread,
  which: { ids: readonly string[] } | { q: string },
): Promise<MentionablePerson[]> {
  if ('event' in thread && (thread.event.shown !== 'full' || thread.event.part?.isSingle)) return []
  const matches =
    'ids' in which
      ? sql`u.id in (select jsonb_array_elements_text(${JSON.stringify(which.ids)}::jsonb)::uuid)`
      : sql`u.id <> ${userId} and ${hasNameLike(which.q)}`
  const { group, isMentionable } = threadCondition(thread, userId)
  return await db.execute<Columns<MentionablePerson>>(sql`
    select u.id, u.name, case when ${canSeePictureOf(userId)} then u.image end as image,
      ${memberColorOf(userId, sql`u.id`, group)} as color
    from users u
    where u.deleted_at is null and u.suspended_at is null and ${matches}
      and ${isMentionable}
    order by u.search_name, u.name, u.id ${'ids' in which ? sql`` : sql`limit ${MAX_SUGGESTIONS}`}`)
}

/** Returns the group whose colors members have, and the condition that a user can mention the user `u` in a thread. */
export function threadCondition(thread: Thread, userId: string): { group: SQL; isMentionable: SQL } {
  if ('group' in thread)
    return { group: sql`${thread.group.id}::uuid`, isMentionable: isMember(thread.group.id) }
  if ('gathering' in thread)
    return {
      group: sql`${thread.gathering.groupId}::uuid`,
      isMentionable: seesGatheringToo(thread.gathering),
    }
  const { event } = thread
  return {
    group: homeGroupOf(sql`${event.id}::uuid`),
    isMentionable: sql`${readsEvent(userId, event)} and ${isKnown(userId, event)}`,
  }
}

/** Whether `u` is the organizer of a gathering, or a participant or member who sees it and whom the viewer sees. */
function seesGatheringToo(gathering: GatheringRow): SQL {
  const { id, organizerId, groupId, role, access } = gathering
  const takesPart = sql`exists (select 1 from gathering_participants p
    where p.gathering_id = ${id} and p.user_id = u.id and p.revoked_at is null)`
  return sql`(u.id = ${organizerId} ${seesParticipants(gathering) ? sql`or ${takesPart}` : sql``}
    ${groupId && role && access !== 'invited' ? sql`or ${isMember(groupId)}` : sql``})`
}

function isMember(groupId: string): SQL {
  return sql`exists (select 1 from members m where m.group_id = ${groupId} and m.user_id = u.id)`
}

/**
 * Whether `u` reads the event, and not only single occurrences of it, in full in a calendar that the user reads too, or
 * as an attendee: the user must not learn who reads other calendars, such as an attendee's own.
 */
function readsEvent(userId: string, event: EventRow): SQL {
  const reader = { userId: sql`reader.user_id`, ignoresHidden: !isEditor(event) }
  return sql`u.id in (
    select reader.user_id
    from placements p join calendars shown_in on shown_in.id = p.calendar_id
      cross join lateral ${readersOf(sql`p.calendar_id`)} reader
      cross join lateral ${visibleEvents(reader, sql`reader.level`)} e
    where p.event_id = ${event.id} and e.detail = 'full' and not e.single
      and case when ${isInvitationPlacement('p', 'shown_in')} then reader.user_id = p.placed_by
        else p.calendar_id in (select own.calendar_id from ${levelsOf(userId)} own where own.level >= 2) end)`
}

function isKnown(userId: string, event: EventRow): SQL {
  const isShownAttendee =
    event.guestListHidden && !isEditor(event)
      ? sql`false`
      : sql`exists (select 1 from attendees a where a.event_id = ${event.id} and a.user_id = u.id)`
  return sql`(${haveCommonGroup(sql`${userId}::uuid`, sql`u.id`)} or ${isShownAttendee}
    or exists (select 1 from comments other where other.event_id = ${event.id} and other.user_id = u.id))`
}
