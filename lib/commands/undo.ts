import { requirePrincipal, userIdOf } from '@/lib/access/actor'
import { changedContent, contentOf, hasSameOccurrenceIds, revertContent } from '@/lib/calendar/edits/content'
import type { EventContent, EventSnapshot } from '@/lib/calendar/event'
import { createPace } from '@/lib/calendar/server/pace'
import { withoutDeletedUsers } from '@/lib/commands/checks/deleted-users'
import { lockForUndo, refuseDuplicateUids } from '@/lib/commands/checks/duplicate-uids'
import { revertAttachments } from '@/lib/commands/effects/attachments'
import { deleteMessages } from '@/lib/commands/effects/import-comments'
import { placeInvitations } from '@/lib/commands/effects/invitation-placements'
import { notifyPlacements } from '@/lib/commands/effects/notify-placements'
import { isAnsweredSince, revertAnswers } from '@/lib/commands/effects/revert-answers'
import {
  applyReversals,
  currentEvents,
  effectsOf,
  reversedMoves,
  targetsOf,
} from '@/lib/commands/effects/revert-changeset'
import { hasChangedSinceLock, revertGathering } from '@/lib/commands/effects/revert-gathering'
import { type PlacementState, refuseMove, revertPlacement } from '@/lib/commands/effects/revert-placement'
import { revertTasks } from '@/lib/commands/effects/revert-tasks'
import { command } from '@/lib/commands/pipeline/execute'
import { applyOccurrenceMoves, type OccurrenceMoves } from '@/lib/commands/rows/occurrences'
import { releaseUnlinked } from '@/lib/commands/rows/read-only'
import { type ComparedChange, revertReceived } from '@/lib/commands/rows/received'
import { reassignGuestClaims, returnTasksOfSplits } from '@/lib/commands/rows/split-tasks'
import { AppError } from '@/lib/errors'
import { calendarIdOfStream } from '@/lib/realtime/channels'
import { undo as schema, undoOutput } from '@/lib/schemas/events'

/**
 * Undoes a changeset: deletes what it created, restores what it deleted, and gives each changed field its former value
 * unless the field was changed again since. `kept` lists the entities of the changes that could not be undone.
 */
export const undo = command({
  name: 'undo',
  input: schema,
  output: undoOutput,
  on: ({ changeset }) => ({ changeset: ['write', 'changeset', changeset] }),
  async run({ tx, grants, actor, now }) {
    const { id, changes: rows, by, taskList, gathering } = grants.changeset.row
    if (taskList) {
      const { changes, kept } = await revertTasks(tx, requirePrincipal(actor), taskList, rows, now)
      if (!changes.length) throw new AppError('CONFLICT', { data: { kept } })
      return { result: { kept: [...new Set(kept)] }, changes, undoes: id }
    }
    const changes = rows.filter(({ entity }) => entity === 'event')
    const ofGathering = gathering && (await revertGathering(tx, actor, gathering, rows, now))
    const kept: string[] = [...(ofGathering?.kept ?? [])]
    const created: EventSnapshot[] = []
    const removed: EventSnapshot[] = []
    const edited: (readonly [EventSnapshot, EventSnapshot])[] = []
    const moved: (readonly [EventSnapshot, Partial<EventContent>])[] = []
    const moves = new Map<string, OccurrenceMoves>()
    const compared = new Map<string, ComparedChange>()
    const netEffects = effectsOf(changes)
    const calendars = new Set(changes.map(({ stream }) => calendarIdOfStream(stream)))
    await lockForUndo(tx, targetsOf(netEffects, rows))
    const found = await currentEvents(tx, [...netEffects.keys()])
    /** Checks whether an event that this changeset split off has since been edited, split again, moved or deleted. */
    const hasChangedSinceSplit = (eventId: string, after: EventSnapshot | null) => {
      if (!after?.splitFrom || !netEffects.has(after.splitFrom)) return false
      const current = found.get(eventId)
      const isInScope = current && calendars.has(current.event.calendarId)
      return !isInScope || current.isDeleted || current.event.version !== after.version
    }
    const pace = createPace()
    for (const [eventId, { before, after, moves: occurrenceMoves }] of netEffects) {
      await pace()
      const current = found.get(eventId)
      // The event has since moved to a calendar that the actor may be unable to write to.
      if (!current || !calendars.has(current.event.calendarId)) {
        kept.push('event')
        continue
      }
      const { event, isDeleted } = current
      if (!before) {
        if (gathering && after && (await hasChangedSinceLock(tx, id, event, after)))
          throw new AppError('CONFLICT', { data: { kept: ['event'] } })
        if (!isDeleted) created.push(event)
      } else if (!after) {
        if (isDeleted) removed.push(event)
      } else if (isDeleted) {
        kept.push('event')
      } else {
        const content = contentOf(event)
        const reverted = await withoutDeletedUsers(
          tx,
          content,
          revertContent(contentOf(before), contentOf(after), content),
        )
        kept.push(...reverted.kept)
        const patch = changedContent(content, reverted.content)
        // Layers and alarms move back only if the undo restores the former recurrence ids.
        const hasFormerIds =
          hasSameOccurrenceIds(reverted.content, contentOf(before)) &&
          !hasSameOccurrenceIds(reverted.content, content)
        if (hasFormerIds) moves.set(eventId, reversedMoves(occurrenceMoves))
        if (patch.calendarId !== undefined) {
          if (by === null || by !== userIdOf(actor)) await refuseMove(tx, actor, eventId)
          moved.push([event, patch])
        } else if (Object.keys(patch).length) {
          const sequence = event.sequence + 1
          edited.push([event, { ...event, ...patch, sequence }])
          if (before.compared && after.compared) {
            // If the event was edited since, files exported by Kinday are compared with that edit.
            const sequenceBefore = event.version === after.version ? before.compared.sequence : sequence
            compared.set(eventId, {
              before: { ...before.compared, sequence: sequenceBefore },
              after: after.compared,
            })
          }
        }
      }
    }
    // Undoing half of a split would show occurrences twice or not at all.
    const isSplitChanged = [...netEffects].some(
      ([eventId, { before, after }]) => !before && hasChangedSinceSplit(eventId, after),
    )
    const splitOff = created.flatMap((event) =>
      event.splitFrom && netEffects.has(event.splitFrom) ? [event.id] : [],
    )
    if (
      (edited.length || moved.length) &&
      // Answers and attachments do not change the version of an event.
      (isSplitChanged || (await isAnsweredSince(tx, id, splitOff)))
    ) {
      throw new AppError('CONFLICT', { data: { kept: ['event'] } })
    }
    const revertedStates = await revertReceived(tx, compared)
    for (const id of compared.keys()) if (!revertedStates.has(id)) compared.delete(id)
    const reversals = await applyReversals(tx, { created, removed, edited, moved, moves, compared }, now)
    await releaseUnlinked(
      tx,
      removed.map((event) => event.id),
    )
    await refuseDuplicateUids(
      tx,
      actor,
      [...removed, ...moved.map(([event]) => event)].map((event) => event.id),
    )
    const edits = reversals.flatMap(({ entity, before, after }) =>
      entity === 'event' && before && after
        ? [[before as EventSnapshot, after as EventSnapshot] as const]
        : [],
    )
    reversals.push(...(await notifyPlacements(tx, [...new Set(reversals.map((change) => change.id))])))
    reversals.push(...(await placeInvitations(tx, edits)))
    for (const { entity, before, after } of rows) {
      if (entity !== 'placement') continue
      const change = await revertPlacement(
        tx,
        { actor, by },
        before as PlacementState,
        after as PlacementState,
      )
      if (change) reversals.push(...change)
      else kept.push('placement')
    }
    const answered = await revertAnswers(
      tx,
      actor,
      rows.filter(({ entity }) => entity === 'answer'),
    )
    reversals.push(...answered.changes)
    kept.push(...answered.kept)
    reversals.push(
      ...(await deleteMessages(
        tx,
        rows.filter(({ entity }) => entity === 'comment'),
      )),
    )
    const attachmentRows = rows.filter(({ entity }) => entity === 'attachment')
    const attachmentCalendars = new Set(attachmentRows.map(({ stream }) => calendarIdOfStream(stream)))
    const attached = await revertAttachments(tx, attachmentRows, attachmentCalendars, now)
    reversals.push(...attached.changes)
    kept.push(...attached.kept)
    const movesBack = [...moves.values()].flat()
    await applyOccurrenceMoves(tx, movesBack)
    await returnTasksOfSplits(tx, splitOff)
    await reassignGuestClaims(tx, [...new Set(movesBack.map(({ to }) => to.event))])
    reversals.push(...(ofGathering?.changes ?? []))
    // A gathering without its event, or the other way round, would be half undone.
    if (kept.length && (!reversals.length || (gathering && changes.length)))
      throw new AppError('CONFLICT', { data: { kept } })
    const jobs = ofGathering?.jobs ?? []
    return { result: { kept: [...new Set(kept)] }, changes: reversals, undoes: id, jobs }
  },
})
