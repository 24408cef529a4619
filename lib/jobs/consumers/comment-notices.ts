import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
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
    all.map(({ streamChange: { change } }) => change.id),
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
    const key = `${notice.userId} ${notice.eventId ?? notice.gatheringId ?? notice.groupId}`
    const earlier = first.get(key)
    if (earlier) earlier.lastSeq = notice.seq
    else first.set(key, notice)
    return !earlier
  }
  return new Map(all.map(([streamChange, notices]) => [streamChange, notices.filter(isNew)]))
}

function noticesOf(
  { streamChange, mentioned }: NoticedComment,
  participants: ReadonlyMap<string, Thread>,
  viewers: Viewers,
  hasBlocked: (userId: string, senderId: string | null) => boolean,
): Notice[] {
  const { change, seq } = streamChange
  const { id, stream, by } = change
  const thread = threadOf(change, participants.get(id))
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

/** Returns what a notification of a comment is about. That of a gathering has its group, too, which can be muted. */
function threadOf({ id, stream }: StreamChange['change'], thread: Thread | undefined) {
  if (stream.startsWith('group-')) return { groupId: id }
  return thread?.isGathering ? { gatheringId: id, groupId: thread.groupId } : { eventId: id }
}

function newlyMentioned({ change }: StreamChange): string[] {
  const mentionsOf = (version: object | null) => (version as { mentions: string[] } | null)?.mentions ?? []
  const before = mentionsOf(change.before)
  return mentionsOf(change.after).filter((id) => !before.includes(id))
}

/** Edits of a comment notify only the users whom they mention. */
function participantsIn(
  participants: ReadonlyMap<string, Thread>,
  { change }: StreamChange,
): readonly string[] {
  return change.op === 'added' ? (participants.get(change.id)?.users ?? []) : []
}

/** A thread of comments, and the users who take part in it. */
interface Thread {
  users: string[]
  isGathering: boolean
  /** The group of a gathering. */
  groupId: string | null
}

/**
 * Returns threads, by event, group or gathering, with the users who take part in them: the organizer and the attendees
 * who have not declined, the participants of a gathering, the members of a group, unless it is large, and all who have
 * written.
 */
async function participantsOf(tx: Tx, threads: readonly string[]): Promise<Map<string, Thread>> {
  if (!threads.length) return new Map()
  const rows = await tx.execute<Columns<Thread & { thread: string }>>(sql`
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
      select g.id, g.organizer_id from given join gatherings g using (id)
      union
      select p.gathering_id, p.user_id from given join gathering_participants p on p.gathering_id = given.id
      where p.revoked_at is null
      union
      select given.id, written.user_id from given
        join comments written
          on written.event_id = given.id or written.group_id = given.id or written.gathering_id = given.id
    )
    select users.thread, json_agg(users.user_id) as users, g.id is not null as "isGathering", g.group_id as "groupId"
    from users left join gatherings g on g.id = users.thread
    where users.user_id is not null group by users.thread, g.id`)
  return new Map(rows.map(({ thread, ...found }) => [thread, found]))
}
