import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { changedContent, contentOf } from '@/lib/calendar/edits/content'
import type { EditPlan } from '@/lib/calendar/edits/plan'
import { ScopeError } from '@/lib/calendar/edits/plan'
import type { EventSnapshot } from '@/lib/calendar/event'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { ComparedState } from '@/lib/calendar/server/incoming/import-plan'
import type { Change } from '@/lib/commands/pipeline/changes'
import { insertEvent } from '@/lib/commands/rows/event-batch'
import { trashEvent, updateEventRow } from '@/lib/commands/rows/events'
import { copyToSplit, moveOccurrences, type OccurrenceMoves } from '@/lib/commands/rows/occurrences'
import { fieldError } from '@/lib/errors'
import { streamName } from '@/lib/realtime/channels'
import { notifyPlacements } from './notify-placements'

/** What a plan made of an event, and of the rest of it where that became an event of its own. */
export interface PlanWritten {
  event: EventSnapshot | null
  split: EventSnapshot | null
  changes: Change[]
}

/**
 * Writes what a plan says: the event changed or trashed, its rest as a new one, and what belongs to its occurrences. Other
 * calendars that show it are told.
 */
export async function writePlan(
  tx: Tx,
  current: EventSnapshot,
  plan: EditPlan,
  now: Date,
): Promise<PlanWritten> {
  // Asked together with what is written, so that it costs no round trip of its own.
  const [elsewhere, written] = await Promise.all([
    notifyPlacements(tx, [current.id]),
    writeParts(tx, current, plan, now),
  ])
  const { changes } = written
  return changes.length ? { ...written, changes: [...changes, ...elsewhere] } : written
}

async function writeParts(tx: Tx, current: EventSnapshot, plan: EditPlan, now: Date): Promise<PlanWritten> {
  const id = uuidv7()
  const split =
    plan.split &&
    (await insertEvent(
      tx,
      {
        ...plan.split,
        id,
        uid: `${id}@kinday`,
        splitFrom: current.id,
        sequence: 0,
        createdBy: current.createdBy,
      },
      now,
    ))
  if (split) await copyToSplit(tx, current, id, plan.cut ?? split.span)
  const follow = (occurrence: RecurrenceId) => {
    const there = plan.follow(occurrence)
    return there && { event: there.split ? id : current.id, id: there.id }
  }
  const moves = current.recurrence ? await moveOccurrences(tx, current.id, follow) : []
  const patch = plan.event && changedContent(contentOf(current), plan.event)
  const event = !patch
    ? null
    : Object.keys(patch).length
      ? await updateEventRow(tx, current, patch, now)
      : current
  if (!event) await trashEvent(tx, current, now)
  return {
    event,
    split,
    changes: [
      ...(event === current ? [] : eventChanges(current, event, moves)),
      ...(split ? eventChanges(null, split) : []),
    ],
  }
}

/** An event in a change. `compared`: what the next file of it is compared with, where an import or its undo changed that. */
export type ChangedEvent = EventSnapshot & { compared?: ComparedState }

/** What became of an event, in the streams of the calendars it was and is in. */
export function eventChanges(
  before: ChangedEvent | null,
  after: ChangedEvent | null,
  moves: OccurrenceMoves = [],
): Change[] {
  const id = (after ?? before)!.id
  // What layers and alarms were moved is kept with what the event became: an undo moves them back.
  const left = after && moves.length ? { ...after, moves } : after
  const of = (snapshot: EventSnapshot) => streamName('calendar', snapshot.calendarId)
  if (before && after && before.calendarId === after.calendarId) {
    return [{ stream: of(after), entity: 'event', id, op: 'changed', before, after: left }]
  }
  return [
    ...(before ? [{ stream: of(before), entity: 'event', id, op: 'removed', before } as const] : []),
    ...(after ? [{ stream: of(after), entity: 'event', id, op: 'added', after: left } as const] : []),
  ]
}

/** A plan, or why there is none. @throws AppError INVALID naming the field */
export function planOrRefuse(plan: () => EditPlan): EditPlan {
  try {
    return plan()
  } catch (error) {
    if (error instanceof ScopeError) throw fieldError(error.field, error.code)
    throw error
  }
}
