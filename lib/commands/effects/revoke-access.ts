import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Change } from '@/lib/commands/pipeline/changes'
import { type PlacementSnapshot, removePlacements } from '@/lib/commands/rows/placements'
import type { Job } from '@/lib/queue'
import { streamName } from '@/lib/realtime/channels'
import { cutOffJobs, shareeStreams } from './calendar-audience'
import { eraseLostEvents } from './lost-events'
import { placementChanges } from './placement-changes'

interface Outcome {
  changes: Change[]
  jobs: Job[]
}

/**
 * Revokes all access that an account has granted in the calendars it owns, when the account may turn out to belong to
 * another person. Group memberships stay: members see each other, and a family must not fall apart because one member
 * forgot a password.
 */
export async function revokeGrantedAccess(tx: Tx, self: string): Promise<Outcome> {
  await tx.execute(sql`
    update feeds set revoked_at = now()
    where revoked_at is null and (created_by = ${self} or calendar_id in ${ownedBy(self)})`)
  await tx.execute(sql`
    update invitations set revoked_at = now() where revoked_at is null and created_by = ${self}`)
  const unshared = await endShares(tx, self)
  const placed = await tx.execute<Columns<PlacementSnapshot>>(sql`
    select p.event_id as "eventId", p.calendar_id as "calendarId", p.detail, p.placed_by as "placedBy"
    from placements p join placements h on h.event_id = p.event_id and h.home
    where not p.home
      and (p.placed_by = ${self} or h.calendar_id in ${ownedBy(self)} or p.calendar_id in ${ownedBy(self)})
    order by 2, 1`)
  await removePlacements(tx, placed)
  return {
    changes: [...unshared.changes, ...placed.flatMap((placement) => placementChanges(placement, null))],
    jobs: unshared.jobs,
  }
}

async function endShares(tx: Tx, self: string): Promise<Outcome> {
  const ended = await tx.execute<{ id: string }>(
    sql`select id from shares where calendar_id in ${ownedBy(self)}`,
  )
  // The owner keeps all events that the account sees, and does not learn of the others.
  await eraseLostEvents(tx, { shares: ended.map(({ id }) => id) }, { actorId: self, agreed: 0 })
  const shares = await tx.execute<{
    id: string
    calendarId: string
    userId: string | null
    groupId: string | null
    email: string | null
    level: string
  }>(sql`
    delete from shares where calendar_id in ${ownedBy(self)}
    returning id, calendar_id as "calendarId", user_id as "userId", group_id as "groupId", email, level`)
  const outcome: Outcome = { changes: [], jobs: [] }
  for (const share of shares) {
    for (const stream of [streamName('calendar', share.calendarId), ...shareeStreams(share)]) {
      outcome.changes.push({ stream, entity: 'share', id: share.id, op: 'removed', before: { ...share } })
    }
    outcome.jobs.push(...(await cutOffJobs(tx, share)))
  }
  return outcome
}

function ownedBy(self: string) {
  return sql`(select c.id from calendars c where c.owner_user_id = ${self})`
}
