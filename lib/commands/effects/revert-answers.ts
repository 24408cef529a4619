import { and, gt, inArray } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { changes as changeRows } from '@/db/schema/changes'
import type { Actor } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { ANSWER_SOURCES, type StoredAnswer } from '@/lib/calendar/answers'
import type { EventSnapshot } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import type { Change } from '@/lib/commands/pipeline/changes'
import {
  type AnswerOfEvent,
  answersById,
  deleteAnswers,
  replacedAnswers,
  writeAnswers,
} from '@/lib/commands/rows/answers'
import { AppError } from '@/lib/errors'
import { answerChange, notifyFullPlacements } from './answer-changes'
import { currentEvents, type Rows } from './revert-changeset'

/**
 * Reverts answers, unless the attendee has answered again since, or their content was erased. Answers keep their ids
 * when a split moves them to the later part of a series.
 */
export async function revertAnswers(
  tx: Tx,
  actor: Actor,
  rows: Rows,
): Promise<{ changes: Change[]; kept: string[] }> {
  const all = rows.map(({ entityId, before, after }) => ({
    ...{ eventId: entityId, before: before as StoredAnswer | null, after: after as StoredAnswer | null },
  }))
  const pairs = all.flatMap((pair) => {
    const answer = pair.after ?? pair.before
    return answer ? [{ ...pair, id: answer.id }] : []
  })
  const kept = pairs.length < all.length ? ['answer'] : []
  if (!pairs.length) return { changes: [], kept }
  const stored = await answersById(
    tx,
    pairs.map(({ id }) => id),
  )
  const eventOf = (pair: (typeof pairs)[number]) => stored.get(pair.id)?.eventId ?? pair.eventId
  const found = await currentEvents(tx, [...new Set(pairs.map(eventOf))])
  const removed = pairs.flatMap(({ eventId, before, after }) => (after ? [] : [{ eventId, answer: before! }]))
  const replaced = await replacedAnswers(tx, removed)
  const changes: Change[] = []
  const restored: AnswerOfEvent[] = []
  const removedIds: string[] = []
  const touched = new Map<string, EventSnapshot>()
  for (const pair of pairs) {
    const { id, before, after } = pair
    const eventId = eventOf(pair)
    const event = found.get(eventId)?.event
    const current = stored.get(id)?.answer ?? null
    const isMoved = eventId !== pair.eventId
    if (
      !event ||
      replaced.has(id) ||
      !isSameAnswer(current, after) ||
      (isMoved && !(await canRevert(tx, actor, eventId, after!)))
    ) {
      kept.push('answer')
      continue
    }
    // The recurrence id of the occurrence may have changed since.
    const answer = before && { ...before, recurrenceId: (current ?? before).recurrenceId }
    if (answer) restored.push({ eventId, answer })
    else removedIds.push(current!.id)
    touched.set(eventId, event)
    changes.push(answerChange(event, current, answer))
  }
  await deleteAnswers(tx, removedIds)
  for (const source of ANSWER_SOURCES) {
    await writeAnswers(
      tx,
      restored.filter(({ answer }) => answer.source === source),
      source,
    )
  }
  return { changes: [...changes, ...(await notifyFullPlacements(tx, [...touched.values()]))], kept }
}

/** Checks the permission for an answer that has moved to another event: only the event of the changeset was granted. */
async function canRevert(tx: Tx, actor: Actor, eventId: string, { source }: StoredAnswer): Promise<boolean> {
  try {
    await grant(tx, actor, source !== 'import' ? 'answer' : 'write', 'event', eventId)
    return true
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

/** Checks whether an answer to one of the events, or an attachment of it, was changed after a changeset. */
export async function isAnsweredSince(
  tx: Tx,
  changeset: string,
  eventIds: readonly string[],
): Promise<boolean> {
  for (const chunk of chunksOf(eventIds)) {
    // Ids of changesets are ordered by time.
    const where = and(
      inArray(changeRows.entityId, chunk),
      inArray(changeRows.entity, ['answer', 'attachment']),
      gt(changeRows.changesetId, changeset),
    )
    const rows = await tx.select({ id: changeRows.entityId }).from(changeRows).where(where).limit(1)
    if (rows.length) return true
  }
  return false
}

function isSameAnswer(a: StoredAnswer | null, b: StoredAnswer | null): boolean {
  const comparable = (answer: StoredAnswer | null) =>
    answer && { ...answer, recurrenceId: null, answeredAt: null }
  return isEqual(comparable(a), comparable(b))
}
