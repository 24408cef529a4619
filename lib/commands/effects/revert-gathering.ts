import { eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { comments } from '@/db/schema/comments'
import { gatherings } from '@/db/schema/gatherings'
import { type Actor, userIdOf } from '@/lib/access/actor'
import type { GatheringRow } from '@/lib/access/nouns/gathering'
import { isGatheringChange } from '@/lib/access/nouns/gathering-changeset'
import type { EventSnapshot } from '@/lib/calendar/event'
import type { RecordedParticipant, RecordedSlots, RecordedVote } from '@/lib/calendar/gatherings/recorded'
import { isEqual } from '@/lib/calendar/is-equal'
import { revert } from '@/lib/calendar/merge'
import type { Change } from '@/lib/commands/pipeline/changes'
import { readBallot, slotsIn, writeBallot } from '@/lib/commands/rows/gatherings'
import { AppError } from '@/lib/errors'
import type { Job } from '@/lib/queue'
import {
  type GatheringFields,
  gatheringChanges,
  type RecordedGathering,
  recordedOf,
  voteChange,
} from './gathering-changes'
import { setStatus } from './gathering-status'
import { isAnsweredSince } from './revert-answers'
import { revertParticipants } from './revert-participants'
import { type Reverted, revertSlots } from './revert-slots'
import { cutOffVisitors, updateGatheringRow } from './update-gathering'

interface RecordedChange {
  stream: string
  entity: string
  before: object | null
  after: object | null
}

/**
 * Undoes changes of a gathering, its slots, participants and ballots. What was changed again since stays: `kept` lists
 * the entities.
 * @throws AppError CONFLICT if the gathering was locked, cancelled or reopened since the change of its status
 */
export async function revertGathering(
  tx: Tx,
  actor: Actor,
  row: GatheringRow,
  rows: readonly RecordedChange[],
  now: Date,
): Promise<{ changes: Change[]; jobs: Job[]; kept: string[] }> {
  // The copies in the streams of the group and of users have no content to restore.
  const recorded = rows.filter(
    (change) =>
      isGatheringChange(change) &&
      /^(gathering|owners)-/.test(change.stream) &&
      (change.before ?? change.after),
  )
  const created = recorded.find(({ entity, before, after }) => entity === 'gathering' && !(before && after))
  const result = { changes: [] as Change[], jobs: [] as Job[], kept: [] as string[] }
  // The slots and participants of a new gathering are in the trash with it. Ballots come first: a user who took part by
  // voting is removed only without one.
  const order = ['gathering', 'vote', 'slot', 'participant']
  const steps = created
    ? [created]
    : [...recorded].sort((a, b) => order.indexOf(a.entity) - order.indexOf(b.entity))
  let current = row
  for (const { entity, before, after } of steps) {
    const reverted =
      entity === 'gathering'
        ? await revertFields(tx, current, before, after, now)
        : current.deletedAt
          ? undefined
          : await revertPart(tx, actor, current, { entity, before, after }, now)
    if (reverted) {
      result.changes.push(...reverted.changes)
      result.jobs.push(...(reverted.jobs ?? []))
      if (entity === 'gathering') current = { ...current, version: current.version + 1 }
    } else result.kept.push(entity)
  }
  return result
}

/**
 * Whether the event of a gathering was edited, answered or commented on, or got tasks, after the command that created
 * it.
 */
export async function hasChangedSinceLock(
  tx: Tx,
  changeset: string,
  event: EventSnapshot,
  created: EventSnapshot,
): Promise<boolean> {
  if (event.version !== created.version || (await isAnsweredSince(tx, changeset, [event.id]))) return true
  const [answered] = await tx.execute(sql`
    select 1 from answers a join changesets s on s.id = ${changeset}
    where a.event_id = ${event.id} and a.answered_at > s.created_at limit 1`)
  const [task] = await tx.execute(sql`
    select 1 from tasks t join task_lists l on l.id = t.list_id
    where l.event_id = ${event.id} and t.deleted_at is null limit 1`)
  return Boolean(answered ?? task) || (await tx.$count(comments, eq(comments.eventId, event.id))) > 0
}

async function revertPart(
  tx: Tx,
  actor: Actor,
  row: GatheringRow,
  { entity, before, after }: Omit<RecordedChange, 'stream'>,
  now: Date,
): Promise<Reverted | undefined> {
  if (entity === 'vote') return revertVote(tx, actor, row, before as RecordedVote, after as RecordedVote, now)
  if (entity === 'slot') {
    const slotsOf = (version: object | null) => (version as { slots: RecordedSlots } | null)?.slots
    return revertSlots(tx, row, slotsOf(before), slotsOf(after), now)
  }
  const peopleOf = (version: object | null) =>
    (version as { participants: RecordedParticipant[] } | null)?.participants
  return revertParticipants(tx, row, peopleOf(before), peopleOf(after), now)
}

async function revertFields(
  tx: Tx,
  row: GatheringRow,
  before: RecordedGathering | null,
  after: RecordedGathering | null,
  now: Date,
): Promise<Reverted | undefined> {
  const isDeleted = row.deletedAt !== null
  if (isDeleted !== (after === null)) return undefined
  if (!before || !after) {
    // A gathering that was edited, locked or cancelled since it was created stays.
    if (after?.version !== undefined && row.version !== after.version) return undefined
    await tx
      .update(gatherings)
      .set({ deletedAt: isDeleted ? null : now })
      .where(eq(gatherings.id, row.id))
    const fields = recordedOf(row)
    return {
      changes: isDeleted ? gatheringChanges(row, null, fields) : gatheringChanges(row, fields, null),
      jobs: isDeleted ? [] : cutOffVisitors(row),
    }
  }
  if (before.status !== after.status) return revertStatus(tx, row, before, after, now)
  const current = recordedOf(row)
  const { patch } = revert<GatheringFields>(
    recordedOf(before as GatheringFields),
    recordedOf(after as GatheringFields),
    current,
  )
  if (!Object.keys(patch).length) return undefined
  const next = await updateGatheringRow(tx, row, patch, now)
  return {
    changes: gatheringChanges(
      next,
      { ...current, version: row.version },
      { ...recordedOf(next), version: next.version },
    ),
    jobs: row.access === next.access ? [] : cutOffVisitors(row),
  }
}

async function revertStatus(
  tx: Tx,
  row: GatheringRow,
  before: RecordedGathering,
  after: RecordedGathering,
  now: Date,
): Promise<Reverted> {
  const { status, lockedSlotId = null } = before
  const isSame = row.status === after.status && row.lockedSlotId === (after.lockedSlotId ?? null)
  const isSlotThere = !lockedSlotId || (await slotsIn(tx, row.id, [lockedSlotId])).length > 0
  if (!status || !isSame || !isSlotThere) throw new AppError('CONFLICT', { data: { kept: ['gathering'] } })
  const eventId = before.eventId === undefined ? row.eventId : before.eventId
  return { changes: await setStatus(tx, row, { status, lockedSlotId, eventId }, now) }
}

/** Gives a user the ballot before, unless they have voted again since. Votes for slots that were removed stay away. */
async function revertVote(
  tx: Tx,
  actor: Actor,
  row: GatheringRow,
  before: RecordedVote,
  after: RecordedVote,
  now: Date,
): Promise<Reverted | undefined> {
  const userId = userIdOf(actor)
  const { participant, votes, comment } = before
  if (row.status !== 'draft' || !userId || row.participant !== participant) return undefined
  const current = await readBallot(tx, row.id, participant)
  const present = Object.fromEntries(
    Object.entries(after.votes).filter(([slot]) => current.existing.has(slot)),
  )
  if (!isEqual(current.votes, present) || current.comment !== after.comment) return undefined
  const written = await writeBallot(tx, { gathering: row.id, participant, now }, { votes, comment })
  return { changes: [voteChange(row, { participant, userId }, written.before, written.after)] }
}
