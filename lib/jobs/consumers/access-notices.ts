import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { isSenderBlocked } from '@/lib/access/blocked-users'
import { calendarIdOfStream } from '@/lib/realtime/channels'
import { MAX_MEMBERS_NOTIFIED, type Notice, type StreamChange } from './notice'

/** Returns the notices of new members, shares and invitations to groups, by the change that they are about. */
export async function accessNotices(
  tx: Tx,
  changes: readonly StreamChange[],
): Promise<Map<StreamChange, Notice[]>> {
  const changesOf = (entity: string) => changes.filter(({ change }) => change.entity === entity)
  return new Map([
    ...(await memberNotices(tx, changesOf('member'))),
    ...(await shareNotices(tx, changesOf('share'))),
    ...(await invitationNotices(tx, changesOf('invitation'))),
  ])
}

type NoticesByChange = [StreamChange, Notice[]][]

/** Notifies the members of a group of new members; in a large group, only owners and admins. */
async function memberNotices(tx: Tx, all: readonly StreamChange[]): Promise<NoticesByChange> {
  const joined = all.filter(({ change }) => change.command !== 'createGroup')
  if (!joined.length) return []
  const groupOf = ({ change }: StreamChange) => (change.after as { groupId: string }).groupId
  const rows = await tx.execute<{ group: string; user: string }>(sql`
    with sizes as (
      select m.group_id, count(*) as size from members m
      where m.group_id in (select jsonb_array_elements_text(${JSON.stringify(joined.map(groupOf))}::jsonb)::uuid)
      group by m.group_id
    )
    select m.group_id as group, m.user_id as user from sizes join members m on m.group_id = sizes.group_id
    where m.role in ('owner', 'admin') or sizes.size <= ${MAX_MEMBERS_NOTIFIED}
    order by m.created_at, m.user_id`)
  return joined.map((streamChange) => {
    const groupId = groupOf(streamChange)
    const { stream, by, id } = streamChange.change
    const users = rows.filter(({ group, user }) => group === groupId && user !== id && user !== by)
    const notice = { kind: 'joined', groupId, stream, seq: streamChange.seq, by } as const
    return [streamChange, users.map(({ user: userId }) => ({ ...notice, userId }))]
  })
}

interface Share {
  calendarId: string
  userId: string | null
  groupId: string | null
  email: string | null
}

/** Notifies users of calendars that were shared with them, with a group of theirs, or with their verified address. */
async function shareNotices(tx: Tx, all: readonly StreamChange[]): Promise<NoticesByChange> {
  const shared = all.map((streamChange) => ({ streamChange, share: streamChange.change.after as Share }))
  // The owners' stream contains every share. Shares with users and groups are handled in the streams of these.
  const toNotify = shared.filter(
    ({ streamChange, share }) => !calendarIdOfStream(streamChange.change.stream) || share.email,
  )
  const users = await recipients(
    tx,
    toNotify.map(({ streamChange, share }) => ({
      ...share,
      seq: streamChange.seq,
      by: streamChange.change.by,
    })),
  )
  return toNotify.map(({ streamChange, share: { calendarId, email } }) => {
    const { stream, by } = streamChange.change
    const notice = { kind: 'shared', calendarId, stream, seq: streamChange.seq, by } as const
    const notified = users.filter(({ seq, user }) => seq === streamChange.seq && user !== by)
    return [
      streamChange,
      notified.map(({ user: userId }) => ({ ...notice, userId, hasOwnMail: email !== null })),
    ]
  })
}

/** Notifies the accounts that have verified an address of invitations of the address to groups. */
async function invitationNotices(tx: Tx, all: readonly StreamChange[]): Promise<NoticesByChange> {
  const invited = all.map((streamChange) => {
    const { email, groupId } = streamChange.change.after as { email: string; groupId: string }
    return { streamChange, email, groupId }
  })
  const users = await recipients(
    tx,
    invited.map(({ streamChange: { seq, change }, email, groupId: notIn }) => ({
      ...{ seq, by: change.by, email, notIn },
    })),
  )
  return invited.map(({ streamChange, groupId }) => {
    const { stream, by } = streamChange.change
    const notice = { kind: 'invited', groupId, stream, seq: streamChange.seq, by, hasOwnMail: true } as const
    const notified = users.filter(({ seq }) => seq === streamChange.seq)
    return [streamChange, notified.map(({ user: userId }) => ({ ...notice, userId }))]
  })
}

/** A user, a group or an address that a change concerns. */
interface Addressed extends Partial<Omit<Share, 'calendarId'>> {
  seq: number
  by: string | null
  /** A group whose members are left out. */
  notIn?: string
}

/** Returns the users whom changes concern, except those who have blocked its author. */
async function recipients(
  tx: Tx,
  addressed: readonly Addressed[],
): Promise<readonly { seq: number; user: string }[]> {
  if (!addressed.length) return []
  return await tx.execute<{ seq: number; user: string }>(sql`
    select r.seq, u.id as user
    from jsonb_to_recordset(${JSON.stringify(addressed)}::jsonb)
        as r (seq int, by uuid, "userId" uuid, "groupId" uuid, email text, "notIn" uuid)
      cross join lateral (
        select r."userId" as id
        union select e.id from users e where e.email = r.email and e.email_verified is not null
        union select m.user_id from members m where m.group_id = r."groupId"
      ) addressee
      join users u on u.id = addressee.id and u.deleted_at is null
    where not exists (select 1 from members m where m.group_id = r."notIn" and m.user_id = u.id)
      and not ${isSenderBlocked(sql`u.id`, sql`r.by`)}
    order by r.seq, u.id`)
}
