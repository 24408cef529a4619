import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { loadBlocks } from '@/lib/access/blocked-users'
import { describeChange } from '@/lib/queries/changes/describe-change'
import { MAX_MEMBERS_NOTIFIED, type Notice, type StreamChange } from './notice'
import type { Viewers } from './viewers'

/** A comment that users are notified of. */
interface NoticedComment {
  streamChange: StreamChange
  /** Users whom the comment mentions, and did not mention before. */
  mentioned: string[]
}

/**
 * Returns notifications of comments, by change: for the users whom a comment mentions, and for those who take part in
 * its thread. The number of queries does not depend on the number of comments.
 */
export async function commentNotices(
  tx: Tx,
  streamChanges: readonly StreamChange[],
  viewers: Viewers,
): Promise<Map<StreamChange, Notice[]>> {
  if (!streamChanges.length) return new Map()
  const all = streamChanges.map((streamChange) => ({ streamChange, mentioned: newlyMentioned(streamChange) }))
  const participants = await participantsOf(
    tx,
    all.flatMap(({ streamChange: { change } }) => (change.op === 'added' ? change.id : [])),
  )
  const readers = all.flatMap(({ streamChange, mentioned }) => [
    ...mentioned,
    ...participantsIn(participants, streamChange),
  ])
  await viewers.load(readers)
  const authors = streamChanges.flatMap(({ change }) => change.by ?? [])
  const hasBlocked = await loadBlocks(tx, [...new Set(readers)], authors)
  const notices = all.map(
    (noticed) => [noticed.streamChange, noticesOf(noticed, participants, viewers, hasBlocked)] as const,
  )
  return oncePerThread(notices)
}

/** Combines the notifications of a user about comments in the same thread. */
function oncePerThread(all: readonly (readonly [StreamChange, Notice[]])[]): Map<StreamChange, Notice[]> {
  const first = new Map<string, Notice>()
  const isNew = (notice: Notice) => {
    if (notice.kind !== 'commented') return true
    const key = `${notice.userId} ${notice.eventId ?? notice.groupId}`
    const earlier = first.get(key)
    if (earlier) earlier.lastSeq = notice.seq
    else first.set(key, notice)
    return !earlier
  }
  return new Map(all.map(([streamChange, notices]) => [streamChange, notices.filter(isNew)]))
}

function noticesOf(
  { streamChange, mentioned }: NoticedComment,
  participants: ReadonlyMap<string, readonly string[]>,
  viewers: Viewers,
  hasBlocked: (userId: string, senderId: string | null) => boolean,
): Notice[] {
  const { change, seq } = streamChange
  const { id, stream, by } = change
  const thread = stream.startsWith('group-') ? { groupId: id } : { eventId: id }
  const notice = (kind: 'mentioned' | 'commented') => (userId: string) => {
    const isLeftOut =
      userId === by ||
      hasBlocked(userId, by) ||
      change.commentText === null ||
      !describeChange(change, viewers.of(userId))
    return isLeftOut ? [] : [{ ...thread, userId, kind, stream, seq, by }]
  }
  const others = participantsIn(participants, streamChange).filter((userId) => !mentioned.includes(userId))
  return [...mentioned.flatMap(notice('mentioned')), ...others.flatMap(notice('commented'))]
}

function newlyMentioned({ change }: StreamChange): string[] {
  const mentionsOf = (version: object | null) => (version as { mentions: string[] } | null)?.mentions ?? []
  const before = mentionsOf(change.before)
  return mentionsOf(change.after).filter((id) => !before.includes(id))
}

/** Edits of a comment notify only the users whom they mention. */
function participantsIn(
  participants: ReadonlyMap<string, readonly string[]>,
  { change }: StreamChange,
): readonly string[] {
  return change.op === 'added' ? (participants.get(change.id) ?? []) : []
}

/**
 * Returns the users who take part in threads, by event or group: the organizer and the attendees who have not declined,
 * the members of a group, unless it is large, and all who have written.
 */
async function participantsOf(tx: Tx, threads: readonly string[]): Promise<Map<string, string[]>> {
  if (!threads.length) return new Map()
  const rows = await tx.execute<{ thread: string; users: string[] }>(sql`
    with given as (
      select distinct id::uuid from jsonb_array_elements_text(${JSON.stringify(threads)}::jsonb) as a (id)
    ), users as (
      select e.id as thread, coalesce(e.organizer_id, e.created_by) as user_id from given join events e using (id)
      union
      select a.event_id, a.user_id from given join attendees a on a.event_id = given.id
      where not exists (select 1 from answers declined where declined.event_id = a.event_id
        and declined.user_id = a.user_id and declined.recurrence_id is null and declined.status = 'declined')
      union
      select m.group_id, m.user_id from given join members m on m.group_id = given.id
      where (select count(*) from members other where other.group_id = m.group_id) <= ${MAX_MEMBERS_NOTIFIED}
      union
      select given.id, written.user_id from given
        join comments written on written.event_id = given.id or written.group_id = given.id
    )
    select thread, json_agg(user_id) as users from users where user_id is not null group by thread`)
  return new Map(rows.map(({ thread, users }) => [thread, users]))
}
