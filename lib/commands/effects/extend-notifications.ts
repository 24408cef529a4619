import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { authorOf } from '@/lib/access/author'
import { loadReaches } from '@/lib/access/reach'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import type { Change } from '@/lib/commands/pipeline/changes'
import { deleteNotifications } from '@/lib/commands/rows/notifications'
import { notificationItemsOf } from '@/lib/queries/notifications/items'
import { notificationColumns, type StoredNotification } from '@/lib/queries/notifications/stored-notification'
import type { Job } from '@/lib/queue'
import { queueNotificationMails } from './notification-mails'
import { queueNotificationPushes } from './notification-pushes'
import { recipientsOf } from './notification-recipients'
import { type NewNotification, notificationPings } from './notify'

/** Time within which further changes by the same author extend an unread notification. */
const BURST_MINUTES = 5

/** Number of users whose notifications are read at once. */
const USERS_AT_ONCE = 100

/** A notification that may extend an earlier one. `by`: author of the change; `person`: attendee of an answer. */
export type ExtendingNotification = NewNotification & { by: string | null; person?: string }

/**
 * Extends unread notifications of the last minutes to further changes of the same event by the same author, and to
 * further comments in the same thread and votes in the same gathering by any author. Deletes notifications that are
 * left without content because the author took the change back.
 * @returns the notifications that are still to be written, with pings and jobs of those that were extended
 */
export async function extendNotifications(
  tx: Tx,
  rows: readonly ExtendingNotification[],
): Promise<{ toInsert: ExtendingNotification[]; changes: Change[]; jobs: Job[] }> {
  const candidates = rows.flatMap(
    (
      { userId, kind, eventId, groupId, gatheringId, recurrenceId = null, stream, seq, lastSeq, by, person },
      index,
    ) =>
      canExtend({ kind, eventId, groupId, gatheringId })
        ? {
            index,
            kind,
            stream,
            seq,
            by,
            person,
            user_id: userId,
            event_id: eventId,
            group_id: groupId,
            gathering_id: gatheringId,
            last_seq: lastSeq ?? seq,
            recurrence_id: recurrenceId,
          }
        : [],
  )
  if (!candidates.length) return { toInsert: [...rows], changes: [], jobs: [] }
  const extended = await tx.execute<Columns<Extended>>(sql`
    with candidates as (
      select * from jsonb_to_recordset(${JSON.stringify(candidates)}::jsonb) as a (index int, kind text, stream text,
        seq bigint, last_seq bigint, by text, person text, user_id uuid, event_id uuid, group_id uuid, gathering_id uuid,
        recurrence_id text)
    ), found as (
      select distinct on (a.index) a.index, a.last_seq, a.recurrence_id, n.id
      from candidates a join notifications n on n.user_id = a.user_id and n.kind = a.kind
          and (n.event_id = a.event_id or n.group_id = a.group_id or n.gathering_id = a.gathering_id)
          and n.stream = a.stream and n.seq <= a.seq and n.read_at is null and n.dismissed_at is null
          and n.created_at > now() - ${BURST_MINUTES} * interval '1 minute'
        join changes c on c.stream = n.stream and c.seq = n.seq join changesets s on s.id = c.changeset_id
        cross join lateral (select coalesce(c.after, c.before) as answer) recorded
      where (a.kind in ('commented', 'voted') or ${authorOf()} is not distinct from a.by) and (c.entity <> 'answer' or a.person = coalesce(
        recorded.answer ->> 'userId', lower(recorded.answer ->> 'email'), 'name:' || (recorded.answer ->> 'name')))
      order by a.index, n.created_at desc
    )
    update notifications n set last_seq = greatest(n.last_seq, found.last_seq), created_at = now(),
      recurrence_id = case when n.recurrence_id = found.recurrence_id then n.recurrence_id end
    from found where n.id = found.id
    returning found.index, n.user_id as "userId", n.mailed_at is not null as "wasMailed",
      exists (select 1 from deliveries d where d.notification_id = n.id and d.channel = 'push') as "wasPushed",
      ${notificationColumns}`)
  const indexes = new Set(extended.map(({ index }) => index))
  const obsolete = new Set(await withoutContent(tx, extended))
  await deleteNotifications(tx, [...obsolete])
  return {
    toInsert: rows.filter((_, index) => !indexes.has(index)),
    changes: notificationPings(extended.map(({ userId }) => userId)),
    jobs: await sendAgain(
      tx,
      // Of a burst of comments or votes, one mail is enough.
      extended.filter(({ id, kind }) => kind !== 'commented' && kind !== 'voted' && !obsolete.has(id)),
    ),
  }
}

function canExtend({
  kind,
  eventId,
  groupId,
  gatheringId,
}: Pick<NewNotification, 'kind' | 'eventId' | 'groupId' | 'gatheringId'>): boolean {
  if (kind === 'commented') return Boolean(eventId ?? groupId ?? gatheringId)
  if (gatheringId) return kind === 'voted' || kind === 'changed'
  return Boolean(eventId) && kind !== 'invited' && kind !== 'mentioned'
}

/** Queues mails and push messages about extended notifications that were already mailed or pushed. */
async function sendAgain(tx: Tx, rows: readonly Extended[]): Promise<Job[]> {
  const sent = rows.filter(({ wasMailed, wasPushed }) => wasMailed || wasPushed)
  if (!sent.length) return []
  const recipients = await recipientsOf(tx, sent)
  const deliverable = sent.flatMap((row, at) =>
    recipients[at] ? [{ ...row, recipient: recipients[at] }] : [],
  )
  const mails = deliverable.filter(({ wasMailed, recipient }) => wasMailed && recipient.modes.email === 'now')
  const pushes = deliverable.filter(({ wasPushed, recipient }) => wasPushed && recipient.modes.push === 'now')
  return [...(await queueNotificationMails(tx, mails)), ...(await queueNotificationPushes(tx, pushes))]
}

interface Extended extends StoredNotification {
  index: number
  userId: string
  wasMailed: boolean
  wasPushed: boolean
}

/** Returns the ids of the notifications without content that their users may read. */
async function withoutContent(tx: Tx, extended: readonly Extended[]): Promise<string[]> {
  const rowsByUser = new Map<string, Extended[]>()
  for (const row of extended) rowsByUser.set(row.userId, [...(rowsByUser.get(row.userId) ?? []), row])
  const withContent = new Set<string>()
  for (const ids of chunksOf([...rowsByUser.keys()], USERS_AT_ONCE)) {
    const reaches = await loadReaches(tx, ids)
    const readers = reaches.map((reach) => ({ reach, zone: 'UTC', rows: rowsByUser.get(reach.userId)! }))
    for (const { id } of await notificationItemsOf(tx, readers)) withContent.add(id)
  }
  return extended.flatMap(({ id }) => (withContent.has(id) ? [] : id))
}
