import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { RecordedVote } from '@/lib/calendar/gatherings/recorded'
import { isEqual } from '@/lib/calendar/is-equal'
import { type Participant, personKey } from '@/lib/calendar/participant'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import { canReadVersions } from '@/lib/queries/changes/describe-event'
import {
  byCommand,
  combineChanges,
  type RecordedChange,
  recordedColumns,
} from '@/lib/queries/changes/recorded-change'
import { type ChangeViewer, canReadStream } from '@/lib/queries/changes/viewer'
import type { StoredNotification } from './stored-notification'

/** A change that a notification may be about. */
export type Cause = RecordedChange & { notification: string; seq: number }

/** Notifications whose changes are read at once. */
const BATCH_SIZE = 50

/**
 * Returns the changes that notifications are about, by notification id, oldest first: the changes of the event that the
 * notification covers, and what the same commands did to it in other streams. Notifications of several users that cover
 * the same changes share them.
 */
export async function causesOf(
  db: Db,
  rows: readonly CoveredChanges[],
): Promise<Map<string, readonly Cause[]>> {
  const byRange = new Map<string, [CoveredChanges, ...CoveredChanges[]]>()
  for (const row of rows) {
    const key = [row.stream, row.seq, row.lastSeq, row.eventId ?? row.gatheringId ?? row.groupId].join(' ')
    const others = byRange.get(key)
    if (others) others.push(row)
    else byRange.set(key, [row])
  }
  const causes = new Map<string, Cause[]>()
  for (const groups of chunksOf([...byRange.values()], BATCH_SIZE)) {
    const found = await readCauses(
      db,
      groups.map(([first]) => first.id),
    )
    for (const group of groups) {
      const groupCauses = found.filter(({ notification }) => notification === group[0].id)
      for (const { id } of group) causes.set(id, groupCauses)
    }
  }
  return causes
}

type CoveredChanges = Pick<
  StoredNotification,
  'id' | 'stream' | 'seq' | 'lastSeq' | 'eventId' | 'groupId' | 'gatheringId'
>

async function readCauses(db: Db, ids: readonly string[]): Promise<readonly Cause[]> {
  return await db.execute<Columns<Cause>>(sql`
    select n.id as notification, c.seq::int as seq, ${recordedColumns}
    from notifications n
    join lateral (
      select distinct covered.changeset_id from changes covered
      where covered.stream = n.stream and covered.seq between n.seq and n.last_seq
        and (covered.seq = n.seq or covered.entity_id in (n.event_id::text, n.group_id::text, n.gathering_id::text))) command on true
    join changes c on c.changeset_id = command.changeset_id and num_nonnulls(c.before, c.after) > 0
      and (c.entity_id = n.event_id::text or (c.stream = n.stream and c.seq = n.seq)
        or (c.entity = 'comment' and c.entity_id = n.group_id::text)
        or (c.entity in ('comment', 'vote') and c.entity_id = n.gathering_id::text)
        or (c.entity = 'event' and c.after ->> 'splitFrom' = n.event_id::text))
    join changesets s on s.id = c.changeset_id
    where n.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)
    order by c.created_at, c.seq limit 2000`)
}

/**
 * Returns the change that a notification shows: from before the first to after the last change by the same author, as
 * far as the viewer may read them. Undefined if they cancel each other out.
 */
export function notifiedChange(
  causes: readonly Cause[],
  { stream, seq, eventId }: Pick<StoredNotification, 'stream' | 'seq' | 'eventId'>,
  viewer: ChangeViewer,
): RecordedChange | undefined {
  const first = causes.find((cause) => cause.stream === stream && cause.seq === seq)
  if (first?.entity === 'comment') return commentOf(causes, viewer)
  if (first?.entity === 'vote') return voteOf(causes, viewer)
  if (!first || !eventId) return first
  const byAuthor = causes.filter(({ by, entity }) => by === first.by && entity === first.entity)
  if (first.entity === 'answer') return combineSteps(byAuthor.filter((cause) => isSameAnswer(cause, first)))
  const readable = byAuthor.filter((cause) => canReadStream(cause, viewer) && canReadVersions(cause, viewer))
  const steps = byCommand(readable).flatMap(
    (changes) => combineChanges(changes).find(({ id }) => id === eventId) ?? [],
  )
  // Of a split, the last change is shown: it compares the part that was split off with the series.
  return steps.at(-1)?.splitOff ? steps.at(-1) : combineSteps(steps)
}

/** Returns the last comment by another user that is not deleted, with the number of such comments. */
function commentOf(causes: readonly Cause[], viewer: ChangeViewer): RecordedChange | undefined {
  const isShown = ({ entity, op, by, commentText }: Cause) =>
    entity === 'comment' && op !== 'removed' && commentText !== null && by !== viewer.userId
  const comments = causes.filter((cause) => isShown(cause) && canReadStream(cause, viewer))
  const last = comments.at(-1)
  const added = comments.filter(({ op }) => op === 'added')
  return last && { ...last, commentCount: Math.max(added.length, 1) }
}

/** Returns the last ballot of another participant that has votes, with the number of such participants. */
function voteOf(causes: readonly Cause[], viewer: ChangeViewer): RecordedChange | undefined {
  const ballotOf = ({ after }: Cause) => after as RecordedVote
  const votes = causes.filter(
    (cause) =>
      cause.entity === 'vote' &&
      cause.by !== viewer.userId &&
      Object.keys(ballotOf(cause).votes).length > 0 &&
      canReadStream(cause, viewer),
  )
  const last = votes.at(-1)
  const participants = new Set(votes.map((cause) => ballotOf(cause).participant))
  return last && { ...last, commentCount: participants.size }
}

/** Combines the changes of one row, oldest first. */
function combineSteps(changes: readonly RecordedChange[]): RecordedChange | undefined {
  const [first, last] = [changes[0], changes.at(-1)]
  if (!first || !last || first === last) return last
  const { before } = first
  const { after } = last
  if (isEqual(before, after)) return undefined
  return { ...last, before, op: !before ? 'added' : !after ? 'removed' : 'changed' }
}

function isSameAnswer(a: RecordedChange, b: RecordedChange): boolean {
  const keyOf = ({ before, after }: RecordedChange) => {
    const answer = (after ?? before) as Participant & { recurrenceId: string | null }
    return `${personKey(answer)} ${answer.recurrenceId}`
  }
  return keyOf(a) === keyOf(b)
}
