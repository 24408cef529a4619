import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { changedContent, contentOf } from '@/lib/calendar/edits/content'
import type { EditPlan } from '@/lib/calendar/edits/plan'
import { ScopeError } from '@/lib/calendar/edits/plan'
import type { EventContent, EventSnapshot } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'
import { everyoneIn } from '@/lib/calendar/participant'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { ComparedState } from '@/lib/calendar/server/incoming/import-plan'
import type { Change } from '@/lib/commands/pipeline/changes'
import { insertEvent } from '@/lib/commands/rows/event-batch'
import { setEventDeletedAt, updateEventRow } from '@/lib/commands/rows/events'
import { copyGuestLinks } from '@/lib/commands/rows/guest-links'
import { copyToSplit, moveOccurrences, type OccurrenceMoves } from '@/lib/commands/rows/occurrences'
import { moveTasksToSplit, reassignGuestClaims } from '@/lib/commands/rows/split-tasks'
import { fieldError } from '@/lib/errors'
import { hasForeignOrganizer } from '@/lib/queries/import'
import { streamName } from '@/lib/realtime/channels'
import { placeInvitations } from './invitation-placements'
import { notifyPlacements } from './notify-placements'

/** Result of an edit plan: the event and, after a split, the event that holds the rest of the series. */
export interface PlanWritten {
  event: EventSnapshot | null
  split: EventSnapshot | null
  changes: Change[]
}

/**
 * The time of an edit, and the user who becomes the organizer if the edit invites the first attendees. Attendees of an
 * imported file have an organizer elsewhere; a user who adds another attendee does not become the organizer.
 */
interface Edit {
  now: Date
  organizer: string | null
}

/**
 * Applies an edit plan: updates or trashes the event, inserts the rest of a split series as a new event, and moves
 * the rows of its occurrences. Notifies other calendars that show the event.
 */
export async function writePlan(
  tx: Tx,
  current: EventSnapshot,
  plan: EditPlan,
  edit: Edit,
): Promise<PlanWritten> {
  // Runs concurrently with the writes, which saves a round trip to the database.
  const [placementChanges, written] = await Promise.all([
    notifyPlacements(tx, [current.id]),
    writeParts(tx, current, plan, edit),
  ])
  const { changes } = written
  return changes.length ? { ...written, changes: [...changes, ...placementChanges] } : written
}

async function writeParts(
  tx: Tx,
  current: EventSnapshot,
  plan: EditPlan,
  { now, organizer }: Edit,
): Promise<PlanWritten> {
  const id = uuidv7()
  const people = everyoneIn(current)
  const inviter =
    !current.organizerId && people.length && (await hasForeignOrganizer(tx, current.id)) ? null : organizer
  const organizerOf = (content: EventContent) =>
    current.organizerId ?? (isEqual(everyoneIn(content), people) ? null : inviter)
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
        organizerId: organizerOf(plan.split),
      },
      now,
    ))
  if (split) {
    await copyToSplit(tx, current, id, plan.cut ?? split.span)
    await copyGuestLinks(tx, current.id, split)
    await moveTasksToSplit(tx, current.id, split)
  }
  const follow = (occurrence: RecurrenceId) => {
    const followed = plan.follow(occurrence)
    return followed && { event: followed.split ? id : current.id, id: followed.id }
  }
  const moves = current.recurrence ? await moveOccurrences(tx, current.id, follow) : []
  if (split) await reassignGuestClaims(tx, [id])
  const patch = plan.event && changedContent(contentOf(current), plan.event)
  const event = !patch
    ? null
    : Object.keys(patch).length
      ? await updateEventRow(tx, current, { ...patch, organizerId: organizerOf(plan.event!) }, now)
      : current
  if (!event) await setEventDeletedAt(tx, current, now)
  const edits = [event && ([current, event] as const), split && ([null, split] as const)]
  return {
    event,
    split,
    changes: [
      ...(event === current ? [] : eventChanges(current, event, moves)),
      ...(split ? eventChanges(null, split) : []),
      ...(await placeInvitations(
        tx,
        edits.filter((edit) => edit !== null),
      )),
    ],
  }
}

/**
 * An event in a change. `compared` is the state that the next imported file is compared with, if an import or its
 * undo changed it.
 */
export type ChangedEvent = EventSnapshot & { compared?: ComparedState }

/** Returns the changes of an event in the streams of its former and its present calendar. */
export function eventChanges(
  before: ChangedEvent | null,
  after: ChangedEvent | null,
  moves: OccurrenceMoves = [],
): Change[] {
  const id = (after ?? before)!.id
  // Moves of layers and alarms are stored with the change, so that an undo can reverse them.
  const recorded = after && moves.length ? { ...after, moves } : after
  const streamOf = (snapshot: EventSnapshot) => streamName('calendar', snapshot.calendarId)
  if (before && after && before.calendarId === after.calendarId) {
    return [{ stream: streamOf(after), entity: 'event', id, op: 'changed', before, after: recorded }]
  }
  return [
    ...(before ? [{ stream: streamOf(before), entity: 'event', id, op: 'removed', before } as const] : []),
    ...(after
      ? [{ stream: streamOf(after), entity: 'event', id, op: 'added', after: recorded } as const]
      : []),
  ]
}

/**
 * Runs an edit planner and turns its error into a field error.
 * @throws AppError INVALID naming the field
 */
export function planOrRefuse<P extends EditPlan | undefined>(plan: () => P): P {
  try {
    return plan()
  } catch (error) {
    if (error instanceof ScopeError) throw fieldError(error.field, error.code)
    throw error
  }
}
