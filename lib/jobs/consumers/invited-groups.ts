import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { contentOf } from '@/lib/calendar/edits/content'
import { planEdit } from '@/lib/calendar/edits/scope'
import { sortParticipants } from '@/lib/calendar/participant'
import { writePlan } from '@/lib/commands/effects/event-plan'
import { currentEvents } from '@/lib/commands/effects/revert-changeset'
import type { Change } from '@/lib/commands/pipeline/changes'
import { MAX_ATTENDEES } from '@/lib/schemas/choices'
import type { Consumer } from './consumer'

/** Invites new members of a group to the events that invite its later members and are not over. */
export const invitedGroups: Consumer = async (tx, changes) => {
  const written: Change[] = []
  for (const { after } of changes) {
    const member = after as { groupId: string; userId: string }
    const events = await currentEvents(tx, await eventsInviting(tx, member))
    for (const { event } of events.values()) {
      if (event.attendees.length >= MAX_ATTENDEES) continue
      const attendees = [...event.attendees, { userId: member.userId, email: null, name: null }]
      const plan = planEdit(contentOf(event), undefined, 'all', { attendees: sortParticipants(attendees) })
      written.push(...(await writePlan(tx, event, plan, { now: new Date(), organizer: null })).changes)
    }
  }
  return { changes: written }
}

/**
 * Returns the ids of the events that invite later members of a group, if the user is still in it. Leaves out events
 * that already invite the user.
 */
async function eventsInviting(
  tx: Tx,
  { groupId, userId }: { groupId: string; userId: string },
): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select e.id from invited_groups i join events e on e.id = i.event_id
      join members m on m.group_id = i.group_id and m.user_id = ${userId}
    where i.group_id = ${groupId} and e.deleted_at is null and e.status <> 'cancelled' and e.span_to > now()
      and e.created_by is distinct from ${userId}::uuid
      and not exists (select 1 from attendees a where a.event_id = e.id and a.user_id = ${userId})
      and not exists (select 1 from hidden_from h where h.event_id = e.id and h.user_id = ${userId})
    order by e.id`)
  return rows.map(({ id }) => id)
}
