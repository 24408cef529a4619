import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { type Actor, principalOf } from '@/lib/access/actor'
import { homeGroupOf, memberColorOf } from '@/lib/access/member-colors'
import { isEditor } from '@/lib/access/nouns/event'
import { seesParticipants } from '@/lib/access/nouns/gathering'
import { canSeePictureOf } from '@/lib/access/nouns/picture'
import type { TaskListOwner, TaskListRow } from '@/lib/access/nouns/task'
import type { TaskClaim } from '@/lib/schemas/tasks'

/** Whether the person of a claim `c` still takes part: the claims of removed participants and guests do not count. */
export const isActiveClaim: SQL = sql`not exists (
    select 1 from gathering_participants p where p.id = c.participant_id and p.revoked_at is not null)
  and not exists (select 1 from guest_links l where l.id = c.guest_link_id and l.revoked_at is not null)`

type Row = Omit<TaskClaim, 'person'> & {
  userId: string | null
  name: string | null
  image: string | null
  color: string | null
}

/**
 * Returns what people have taken of the sign-up sheets of a list. Who took it is not read for viewers who may not see
 * the other guests of the event or participants of the gathering.
 */
export async function claimsOfList(
  db: Db,
  actor: Actor,
  { id, owner }: Pick<TaskListRow, 'id' | 'owner'>,
): Promise<TaskClaim[]> {
  const userId = principalOf(actor)
  const isOwn = isOwnClaim(actor)
  const rows = await db.execute<Columns<Row>>(sql`
    select c.id, c.task_id as task, c.quantity, ${isOwn} as "isOwn",
      case when s.shown then c.comment else '' end as comment,
      case when s.shown then c.user_id end as "userId",
      case when s.shown then case when c.user_id is not null then u.name
        when c.participant_id is not null then coalesce(p.name, split_part(p.email, '@', 1))
        else coalesce(l.name, (select a.name from attendees a where a.event_id = l.event_id and a.user_id is null
          and lower(a.email) = l.email limit 1), split_part(l.email, '@', 1)) end end as name,
      case when s.shown and ${userId ? canSeePictureOf(userId) : sql`false`} then u.image end as image,
      ${userId ? sql`case when s.shown then ${memberColorOf(userId, sql`u.id`, groupOf(owner))} end` : sql`null`} as color
    from task_claims c join tasks t on t.id = c.task_id
      left join users u on u.id = c.user_id and u.deleted_at is null
      left join gathering_participants p on p.id = c.participant_id
      left join guest_links l on l.id = c.guest_link_id
      cross join lateral (select (${seesOthers(owner)} or ${isOwn} or ${isOfOrganizer(owner)}) as shown) s
    where t.list_id = ${id} and t.deleted_at is null and t.wanted is not null and ${isActiveClaim}
    order by c.created_at, c.id`)
  return rows.map(({ userId: id, name, image, color, ...claim }) => ({
    ...claim,
    // Guests learn names alone.
    person: name === null ? null : { id: userId && id, name, image, color },
  }))
}

/** The condition that a claim `c` is the actor's. */
function isOwnClaim(actor: Actor): SQL {
  if (actor.kind === 'guest') return sql`(c.guest_link_id is not distinct from ${actor.link}::uuid)`
  if (actor.kind === 'participant') return sql`(c.participant_id is not distinct from ${actor.id}::uuid)`
  return sql`(c.user_id is not distinct from ${principalOf(actor)}::uuid and c.user_id is not null)`
}

/** Whether the actor may know the other people, as in the list of guests. */
function seesOthers(owner: TaskListOwner): boolean {
  if ('group' in owner) return true
  if ('gathering' in owner) return seesParticipants(owner.gathering)
  return !owner.event.guestListHidden || isEditor(owner.event)
}

function isOfOrganizer(owner: TaskListOwner): SQL {
  if ('group' in owner) return sql`false`
  const organizer = 'gathering' in owner ? owner.gathering.organizerId : owner.event.organizerId
  return sql`(c.user_id is not distinct from ${organizer}::uuid and c.user_id is not null)`
}

function groupOf(owner: TaskListOwner): SQL {
  if ('group' in owner) return sql`${owner.group.id}::uuid`
  return 'gathering' in owner
    ? sql`${owner.gathering.groupId}::uuid`
    : homeGroupOf(sql`${owner.event.id}::uuid`)
}
