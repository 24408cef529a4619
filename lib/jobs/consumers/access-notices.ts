import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { isSenderBlocked } from '@/lib/access/blocked-users'
import { calendarOf } from '@/lib/realtime/channels'
import type { Notice, StreamChange } from './notice'

/** Maximum size of groups whose members are all notified of new members. In larger ones only owners and admins are. */
const MAX_MEMBERS_NOTIFIED = 50

/** Notifies the members of a group of a new member. */
export async function memberNotices(tx: Tx, { change, seq }: StreamChange): Promise<Notice[]> {
  const { stream, by, id: joined, command } = change
  if (command === 'createGroup') return []
  const groupId = (change.after as { groupId: string }).groupId
  const rows = await tx.execute<{ id: string }>(sql`
    select m.user_id as id from members m where m.group_id = ${groupId}
      and (m.role in ('owner', 'admin')
        or (select count(*) from members other where other.group_id = m.group_id) <= ${MAX_MEMBERS_NOTIFIED})`)
  return rows.flatMap(({ id: userId }) =>
    userId === joined || userId === by ? [] : [{ userId, kind: 'joined', groupId, stream, seq, by }],
  )
}

interface Share {
  calendarId: string
  userId: string | null
  groupId: string | null
  email: string | null
}

/** Notifies users of a calendar that was shared with them, with a group of theirs, or with their verified address. */
export async function shareNotices(tx: Tx, { change, seq }: StreamChange): Promise<Notice[]> {
  const { stream, by } = change
  const { calendarId, userId, groupId, email } = change.after as Share
  // The owners' stream contains every share. Shares with users and groups are handled in the streams of these.
  if (calendarOf(stream) && !email) return []
  const rows = await tx.execute<{ id: string }>(sql`
    select u.id from users u where u.deleted_at is null and ${notBlocked(by)} and (
      u.id = ${userId}::uuid or (u.email = ${email} and u.email_verified is not null)
      or exists (select 1 from members m where m.group_id = ${groupId}::uuid and m.user_id = u.id))`)
  return rows.flatMap(({ id }) =>
    id === by
      ? []
      : [{ userId: id, kind: 'shared', calendarId, stream, seq, by, hasOwnMail: email !== null }],
  )
}

/** Notifies the account that has verified an address of an invitation to a group. */
export async function invitationNotices(tx: Tx, { change, seq }: StreamChange): Promise<Notice[]> {
  const { stream, by } = change
  const { email, groupId } = change.after as { email: string; groupId: string }
  const rows = await tx.execute<{ id: string }>(sql`
    select u.id from users u where u.email = ${email} and u.email_verified is not null and u.deleted_at is null
      and ${notBlocked(by)}
      and not exists (select 1 from members m where m.group_id = ${groupId} and m.user_id = u.id)`)
  return rows.map(({ id: userId }) => ({
    userId,
    kind: 'invited',
    groupId,
    stream,
    seq,
    by,
    hasOwnMail: true,
  }))
}

function notBlocked(by: string | null) {
  return by ? sql`not ${isSenderBlocked(sql`u.id`, sql`${by}::uuid`)}` : sql`true`
}
