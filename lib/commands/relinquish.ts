import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Role } from '@/lib/calendar/roles'
import type { Job } from '@/lib/queue'
import { streamOf } from '@/lib/realtime/channels'
import { cutOffs, streamsOf } from './audience'
import { expel } from './members'
import { type PlacementSnapshot, placementChanges, removePlacement } from './placements'
import type { Change } from './record'

interface Outcome {
  changes: Change[]
  jobs: Job[]
}

/**
 * Takes back every right that was given to others in what an account owns: its calendars and the groups it founded. For an
 * account that turns out to be another's than whoever used it until now: who comes is alone with what is theirs.
 */
export async function relinquish(tx: Tx, self: string, now: Date): Promise<Outcome> {
  const left = await removeMembers(tx, self, now)
  await tx.execute(sql`
    update feeds set revoked_at = now()
    where revoked_at is null and (created_by = ${self} or calendar_id in ${ownedBy(self)})`)
  await tx.execute(sql`
    update invitations set revoked_at = now()
    where revoked_at is null and (created_by = ${self} or group_id in ${foundedBy(self)})`)
  const unshared = await endShares(tx, self)
  const placed = (await tx.execute(sql`
    select p.event_id as "eventId", p.calendar_id as "calendarId", p.redaction, p.placed_by as "placedBy"
    from placements p join placements h on h.event_id = p.event_id and h.home
    where not p.home and (p.placed_by = ${self} or h.calendar_id in ${ownedBy(self)})
    order by 2, 1`)) as unknown as PlacementSnapshot[]
  for (const placement of placed) await removePlacement(tx, placement)
  return {
    changes: [
      ...left.changes,
      ...unshared.changes,
      ...placed.flatMap((placement) => placementChanges(placement, null)),
    ],
    jobs: [...left.jobs, ...unshared.jobs],
  }
}

async function removeMembers(tx: Tx, self: string, now: Date): Promise<Outcome> {
  const others = (await tx.execute(sql`
    select m.group_id as "groupId", m.user_id as "userId", m.role from members m
    where m.group_id in ${foundedBy(self)} and m.user_id <> ${self} order by 1, 2`)) as unknown as {
    groupId: string
    userId: string
    role: Role
  }[]
  const outcome: Outcome = { changes: [], jobs: [] }
  for (const member of others) {
    const { changes, jobs } = await expel(tx, member, now)
    outcome.changes.push(...changes)
    outcome.jobs.push(...jobs)
  }
  return outcome
}

async function endShares(tx: Tx, self: string): Promise<Outcome> {
  const shares = (await tx.execute(sql`
    delete from shares where calendar_id in ${ownedBy(self)}
    returning id, calendar_id as "calendarId", user_id as "userId", group_id as "groupId", email, role`)) as unknown as {
    id: string
    calendarId: string
    userId: string | null
    groupId: string | null
    email: string | null
    role: string
  }[]
  const outcome: Outcome = { changes: [], jobs: [] }
  for (const share of shares) {
    for (const stream of [streamOf('calendar', share.calendarId), ...streamsOf(share)]) {
      outcome.changes.push({ stream, entity: 'share', id: share.id, op: 'removed', before: { ...share } })
    }
    outcome.jobs.push(...(await cutOffs(tx, share)))
  }
  return outcome
}

/** Groups that an account owns and was in first. What others made and gave it a part in stays theirs. */
function foundedBy(self: string) {
  return sql`(select m.group_id from members m where m.user_id = ${self} and m.role = 'owner'
    and not exists (select 1 from members o where o.group_id = m.group_id and o.created_at < m.created_at))`
}

function ownedBy(self: string) {
  return sql`(select c.id from calendars c where c.owner_user_id = ${self} or c.owner_group_id in ${foundedBy(self)})`
}
