import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { groupPeople } from '@/lib/access/group-people'
import { lockManagedMembers } from '@/lib/access/nouns/managed-member'
import { contentOf } from '@/lib/calendar/edits/content'
import { planEdit } from '@/lib/calendar/edits/scope'
import type { EventSnapshot } from '@/lib/calendar/event'
import { sortParticipants } from '@/lib/calendar/participant'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import { eventChanges } from '@/lib/commands/effects/event-plan'
import { placeInvitations } from '@/lib/commands/effects/invitation-placements'
import { notifyPlacements } from '@/lib/commands/effects/notify-placements'
import { currentEvents } from '@/lib/commands/effects/revert-changeset'
import type { Change } from '@/lib/commands/pipeline/changes'
import { updateEvents } from '@/lib/commands/rows/event-batch'
import { MAX_ATTENDEES } from '@/lib/schemas/choices'
import type { Consumer } from './consumer'

/** Invites new members of a group to the events that invite its later members and are not over. */
export const invitedGroupsConsumer: Consumer = async (tx, changes) => {
  const invited = await eventsInviting(
    tx,
    changes.map(({ after }) => after as NewMember),
  )
  const written: Change[] = []
  for (const ids of chunksOf([...invited.keys()])) {
    const events = [...(await currentEvents(tx, ids)).values()]
    const edits = events.flatMap(({ event }) => withAttendees(event, invited.get(event.id)!))
    if (!edits.length) continue
    const updated = await updateEvents(tx, edits, new Date())
    const pairs = updated.map((event, index) => [edits[index]![0], event] as const)
    written.push(
      ...pairs.flatMap(([before, after]) => eventChanges(before, after)),
      ...(await placeInvitations(tx, pairs)),
      ...(await notifyPlacements(
        tx,
        updated.map(({ id }) => id),
      )),
    )
  }
  return { changes: written }
}

/** A member as stored in a change. */
interface NewMember {
  groupId: string
  userId: string
}

/** Returns an event before and after users are added to its attendees; nothing if it has no room for more. */
function withAttendees(
  event: EventSnapshot,
  userIds: readonly string[],
): [before: EventSnapshot, after: EventSnapshot][] {
  const room = Math.max(MAX_ATTENDEES - event.attendees.length, 0)
  const added = userIds.slice(0, room).map((userId) => ({ userId, email: null, name: null }))
  if (!added.length) return []
  const attendees = sortParticipants([...event.attendees, ...added])
  const plan = planEdit(contentOf(event), undefined, 'all', { attendees })
  return [[event, { ...event, ...plan.event, sequence: event.sequence + 1 }]]
}

/**
 * Returns the users to add to each event that invites later members of their group, if they are still members. Leaves
 * out events that already invite the user.
 */
async function eventsInviting(tx: Tx, joined: readonly NewMember[]): Promise<Map<string, string[]>> {
  const lock = lockManagedMembers(
    tx,
    joined.map(({ userId }) => userId),
    sql`key share`,
  )
  // Sent together: it reads the members once they are locked.
  const query = tx.execute<Columns<{ id: string; users: string[] }>>(sql`
    select e.id, json_agg(distinct m.user_id) as users
    from jsonb_to_recordset(${JSON.stringify(joined)}::jsonb) as j ("groupId" uuid, "userId" uuid)
      join ${groupPeople} m on m.group_id = j."groupId" and m.user_id = j."userId"
      join invited_groups i on i.group_id = m.group_id
      join events e on e.id = i.event_id
    where e.deleted_at is null and e.status <> 'cancelled' and e.span_to > now()
      and e.created_by is distinct from m.user_id
      and not exists (select 1 from attendees a where a.event_id = e.id and a.user_id = m.user_id)
      and not exists (select 1 from hidden_from h where h.event_id = e.id and h.user_id = m.user_id)
    group by e.id order by e.id`)
  const [, rows] = await Promise.all([lock, query])
  return new Map(rows.map(({ id, users }) => [id, users]))
}
