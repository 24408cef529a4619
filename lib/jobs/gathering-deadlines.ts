import { and, eq, gt, inArray, isNotNull, isNull, lte, notExists, notInArray } from 'drizzle-orm'
import { db, type Tx } from '@/db/client'
import { gatheringParticipants, gatheringSlots, gatherings, gatheringVotes } from '@/db/schema/gatherings'
import { groups } from '@/db/schema/groups'
import { DAY } from '@/lib/calendar/day'
import type { Vote } from '@/lib/calendar/gatherings/choices'
import { isAcceptable, rankSlots } from '@/lib/calendar/gatherings/rank-slots'
import { instantsOf, spanFromRow } from '@/lib/calendar/span'
import { homeOf } from '@/lib/commands/effects/gathering-event'
import { mailChangedSlots, mailReminders } from '@/lib/commands/effects/gathering-mails'
import { notify } from '@/lib/commands/effects/notify'
import { lockGathering } from '@/lib/commands/gathering-lock'
import { afterCommit, execute, recordOutcome } from '@/lib/commands/pipeline/execute'
import { enqueue } from '@/lib/commands/pipeline/record'
import { AppError } from '@/lib/errors'
import { causeOf, logProblem } from '@/lib/log'

/** Number of gatherings that are handled at once. */
const BATCH_SIZE = 100

type Stored = typeof gatherings.$inferSelect
type Due = Pick<
  Stored,
  'id' | 'organizerId' | 'calendarId' | 'eventId' | 'timeZone' | 'lockRule' | 'quorum' | 'deadlineAt'
>

const isNotOfDeletedGroup = notExists(
  db
    .select({ id: groups.id })
    .from(groups)
    .where(and(eq(groups.id, gatherings.groupId), isNotNull(groups.deletedAt))),
)

/**
 * Handles deadlines that have passed: locks the gatherings whose rule says so into the event of their best slot, in the
 * name of their organizer. If no slot suits the quorum and all required participants, or the organizer may no longer
 * write in the calendar, the gathering stays open for its organizer to decide. Can run twice: a locked gathering is no
 * draft any more.
 */
export async function handleGatheringDeadlines(now = new Date()): Promise<void> {
  const isDue = and(
    eq(gatherings.status, 'draft'),
    lte(gatherings.deadlineAt, now),
    isNull(gatherings.deadlineHandledAt),
    ...[isNull(gatherings.deletedAt), isNotOfDeletedGroup],
  )
  // A gathering that fails stays due for the next job, and does not delay the others.
  const failed: string[] = []
  for (;;) {
    const isNext = and(isDue, notInArray(gatherings.id, failed))
    const due: Due[] = await db.select().from(gatherings).where(isNext).limit(BATCH_SIZE)
    for (const gathering of due) {
      try {
        await handleDeadline(gathering, now)
      } catch (error) {
        failed.push(gathering.id)
        logProblem('the deadline of a gathering was not handled', error, causeOf(error))
      }
    }
    if (due.length < BATCH_SIZE) return
  }
}

async function handleDeadline(gathering: Due, now: Date): Promise<void> {
  if (gathering.lockRule === 'best') await lockBest(gathering, now)
  // An edit of the deadline meanwhile is handled again.
  const isSame = and(eq(gatherings.id, gathering.id), eq(gatherings.deadlineAt, gathering.deadlineAt!))
  await db.update(gatherings).set({ deadlineHandledAt: now }).where(isSame)
}

/** Reminds the participants who have not voted a day before the deadline, each once. */
export async function remindOfDeadlines(now = new Date()): Promise<void> {
  const isNear = and(
    ...[eq(gatherings.status, 'draft'), isNull(gatherings.deletedAt), isNull(gatherings.deadlineHandledAt)],
    isNotOfDeletedGroup,
    ...[gt(gatherings.deadlineAt, now), lte(gatherings.deadlineAt, new Date(now.getTime() + DAY))],
  )
  const near = await db.select({ id: gatherings.id }).from(gatherings).where(isNear)
  for (const { id } of near) {
    try {
      const committed = await db.transaction(async (tx) => {
        // The lock lets only one of two concurrent jobs find the participants who were not reminded.
        const [row] = await tx
          .select()
          .from(gatherings)
          .where(and(eq(gatherings.id, id), isNear))
          .for('update')
        if (!row) return undefined
        await enqueue(tx, await mailReminders(tx, row, now))
        return notifyOfDeadline(tx, row, now)
      })
      if (committed) afterCommit(committed)
    } catch (error) {
      // The next job tries again. The other gatherings do not wait for this one.
      logProblem('the reminders of a gathering were not sent', error, causeOf(error))
    }
  }
}

/** Tells those who have voted of changes of slots that were not mailed at once, if the gathering is still open. */
export async function mailLateChanges(id: string, changedAt: Date): Promise<void> {
  const isOpen = and(
    ...[eq(gatherings.id, id), eq(gatherings.status, 'draft'), isNull(gatherings.deletedAt)],
    isNotOfDeletedGroup,
  )
  await db.transaction(async (tx) => {
    const [row] = await tx.select().from(gatherings).where(isOpen).for('update')
    if (row) await enqueue(tx, await mailChangedSlots(tx, row, changedAt))
  })
}

/** Notifies participants with an account who have not voted. */
async function notifyOfDeadline(tx: Tx, { id, groupId }: Pick<Stored, 'id' | 'groupId'>, now: Date) {
  const { gatheringId, userId, votedAt, remindedAt, revokedAt } = gatheringParticipants
  const isWaiting = and(
    ...[eq(gatheringId, id), isNotNull(userId), isNull(votedAt), isNull(remindedAt), isNull(revokedAt)],
  )
  const people = await tx
    .update(gatheringParticipants)
    .set({ remindedAt: now })
    .where(isWaiting)
    .returning({ userId })
  if (!people.length) return undefined
  const about = { kind: 'deadline', groupId, gatheringId: id } as const
  const notices = people.map((person) => ({ ...about, userId: person.userId! }))
  const outcome = { result: null, ...(await notify(tx, notices)) }
  return recordOutcome(
    tx,
    { kind: 'job', name: 'gatherings' },
    'remindOfDeadlines',
    { origin: 'job' },
    outcome,
  )
}

/** @param refused slot that could not be locked */
async function lockBest(due: Due, now: Date, refused?: string): Promise<void> {
  const { id, organizerId, calendarId, eventId } = due
  const slot = await bestSlotOf(due, now)
  if (!slot || !calendarId || slot === refused) return
  // The calendar of an event that is moved, since voting was reopened.
  const home = eventId ? await homeOf(db, eventId) : undefined
  const onBehalfOf = { user: organizerId, calendars: home ? [calendarId, home] : [calendarId] }
  const actor = { kind: 'job', name: 'gatherings', onBehalfOf } as const
  try {
    await execute(actor, lockGathering, { gathering: id, slot, calendar: calendarId }, { origin: 'job' })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    // The slot may have been removed since it was ranked: the next one is the best now.
    if (error.code === 'NOT_FOUND') await lockBest(due, now, slot)
  }
}

/** Returns the future slot that ranks first, if it suits the quorum and all required participants. */
async function bestSlotOf({ id: gathering, timeZone, quorum }: Due, now: Date): Promise<string | undefined> {
  const isPresent = and(
    eq(gatheringParticipants.gatheringId, gathering),
    isNull(gatheringParticipants.revokedAt),
  )
  const [slots, people] = await Promise.all([
    db
      .select()
      .from(gatheringSlots)
      .where(and(eq(gatheringSlots.gatheringId, gathering), isNull(gatheringSlots.removedAt))),
    db
      .select({ id: gatheringParticipants.id, isRequired: gatheringParticipants.isRequired })
      .from(gatheringParticipants)
      .where(isPresent),
  ])
  const votes = await db
    .select()
    .from(gatheringVotes)
    .where(
      inArray(
        gatheringVotes.participantId,
        db.select({ id: gatheringParticipants.id }).from(gatheringParticipants).where(isPresent),
      ),
    )
  const byPerson = new Map<string, Record<string, Vote>>(people.map(({ id }) => [id, {}]))
  for (const { participantId, slotId, vote } of votes) {
    // Someone may have joined since the participants were read.
    const given = byPerson.get(participantId)
    if (given) given[slotId] = vote
  }
  const ballots = people.map(({ id, isRequired }) => ({
    participant: id,
    isRequired,
    votes: byPerson.get(id)!,
  }))
  const times = slots.flatMap((slot) => {
    const span = spanFromRow(slot)
    const { from, to } = instantsOf(span, timeZone)
    const isOver = (span.type === 'all-day' ? to : from) <= now.getTime()
    return isOver ? [] : [{ id: slot.id, from }]
  })
  const [best] = rankSlots(times, ballots, quorum)
  return best && isAcceptable(best) ? best.id : undefined
}
