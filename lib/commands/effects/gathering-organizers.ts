import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Change } from '@/lib/commands/pipeline/changes'
import { eraseClaims } from '@/lib/commands/rows/task-claims'
import { streamName } from '@/lib/realtime/channels'

/**
 * Ends the part of a former member in the gatherings of a group: another owner of the group organizes theirs, and their
 * votes no longer count. If the group has no other owner, it is being deleted with its gatherings.
 * @param groupId undefined for the gatherings of all groups
 */
export async function releaseGroupGatherings(tx: Tx, userId: string, groupId?: string): Promise<Change[]> {
  const isOfGroup = groupId ? sql`g.group_id = ${groupId}` : sql`g.group_id is not null`
  const passed = await tx.execute<{ id: string }>(sql`
    update gatherings g set organizer_id = owner.user_id
    from (select distinct on (m.group_id) m.group_id, m.user_id from members m
      where m.role = 'owner' and m.user_id <> ${userId} order by m.group_id, m.created_at, m.user_id) owner
    where owner.group_id = g.group_id and g.organizer_id = ${userId} and ${isOfGroup} returning g.id`)
  const left = await tx.execute<{ id: string }>(sql`
    update gathering_participants p set revoked_at = now() from gatherings g
    where g.id = p.gathering_id and ${isOfGroup} and p.user_id = ${userId} and p.revoked_at is null
    returning g.id`)
  return [...new Set([...passed, ...left].map(({ id }) => id))].map((id) => ({
    ...{ stream: streamName('gathering', id), entity: 'gathering' as const, id, op: 'changed' as const },
    hidden: true,
  }))
}

/** Deletes the gatherings that belong to a user alone, and the user's part in all others. */
export async function deleteOwnGatherings(tx: Tx, userId: string): Promise<void> {
  await eraseGatherings(
    tx,
    (
      await tx.execute<{ id: string }>(
        sql`select id from gatherings where organizer_id = ${userId} and group_id is null for update`,
      )
    ).map(({ id }) => id),
  )
  await tx.execute(sql`delete from gathering_participants where user_id = ${userId}`)
  await tx.execute(sql`
    update changes set before = null, after = null
    where entity = 'vote' and coalesce(after, before) ->> 'userId' = ${userId}`)
}

/** Deletes the part in gatherings that an address was invited to, and the address where a guest has entered it. */
export async function deleteParticipationsOf(tx: Tx, email: string): Promise<void> {
  await tx.execute(sql`
    update changes c set before = null, after = null from gathering_participants p
    where p.email = ${email} and c.entity = 'vote' and c.entity_id = p.gathering_id::text
      and coalesce(c.after, c.before) ->> 'participant' = p.id::text`)
  await eraseClaims(
    tx,
    'participantId',
    sql`select id::text from gathering_participants where email = ${email}`,
  )
  await tx.execute(sql`delete from gathering_participants where email = ${email}`)
  await tx.execute(sql`update gathering_participants set contact_email = null where contact_email = ${email}`)
}

/** Deletes gatherings permanently, and the content of their history. Their events stay. */
export async function eraseGatherings(tx: Tx, ids: readonly string[]): Promise<void> {
  if (!ids.length) return
  const list = sql`(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`
  await tx.execute(sql`
    update changes set before = null, after = null
    where stream in (select prefix || id from unnest(array['gathering-', 'owners-']) prefix,
      jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) id)`)
  await tx.execute(sql`delete from gatherings where id::text in ${list}`)
}
