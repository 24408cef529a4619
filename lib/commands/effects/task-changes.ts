import type { Tx } from '@/db/client'
import type { Actor } from '@/lib/access/actor'
import type { EventRow } from '@/lib/access/nouns/event'
import type { TaskListRow } from '@/lib/access/nouns/task'
import type { EventSnapshot } from '@/lib/calendar/event'
import type { RecordedClaim, RecordedTask, RecordedTaskList } from '@/lib/calendar/tasks/task'
import type { Change } from '@/lib/commands/pipeline/changes'
import { snapshotForGuest } from '@/lib/commands/rows/guest-links'
import { contentOfTask, type StoredTask, type StoredTaskList } from '@/lib/commands/rows/tasks'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import { streamName } from '@/lib/realtime/channels'
import { notifyFullPlacements } from './answer-changes'

/** A task before and after a change, and what a person took of it; null where it does not exist. */
export type TaskVersions = [
  before: StoredTask | null,
  after: StoredTask | null,
  claims?: { before: RecordedClaim | null; after: RecordedClaim | null },
]

/**
 * Returns the changes of tasks: in the stream of the group or gathering of their list, or in that of the event's
 * calendar, routed like an answer.
 * @param actor given if it may be a guest
 */
export async function taskChanges(
  tx: Tx,
  list: TaskListRow,
  versions: readonly TaskVersions[],
  actor?: Actor,
): Promise<Change[]> {
  const { owner } = list
  const event = 'event' in owner ? await snapshotFor(tx, actor, owner.event) : undefined
  const about = {
    ...('gathering' in owner && { gathering: owner.gathering.id }),
    ...(event && { event: event.id, occurrence: list.recurrenceId }),
  }
  const record = (row: StoredTask | null, claim?: RecordedClaim | null) =>
    row && { ...recordedTask(row), ...about, ...(claim !== undefined && { claim }) }
  const changes = versions.map(([before, after, claims]) => ({
    ...{ stream: streamOf(owner), entity: 'task' as const, id: (after ?? before)!.id },
    op: before ? (after ? ('changed' as const) : ('removed' as const)) : ('added' as const),
    ...(before && { before: record(before, claims?.before) }),
    ...(after && { after: record(after, claims?.after) }),
    ...(event && { event }),
  }))
  return event && changes.length ? [...changes, ...(await notifyFullPlacements(tx, [event]))] : changes
}

/** Returns the event. What a guest may read of it does not contain the other attendees. */
async function snapshotFor(tx: Tx, actor: Actor | undefined, event: EventRow): Promise<EventSnapshot> {
  return actor?.kind === 'guest' ? (await snapshotForGuest(tx, event, actor.link)).event : snapshotOf(event)
}

function streamOf(owner: TaskListRow['owner']) {
  if ('group' in owner) return streamName('group', owner.group.id)
  if ('gathering' in owner) return streamName('gathering', owner.gathering.id)
  return streamName('calendar', owner.event.calendarId)
}

/** Returns the content of a task as stored in changes, without what it is about. */
export function recordedTask(row: StoredTask): RecordedTask {
  const { listId: list, status, position, version, nextId: next } = row
  const recorded = { ...contentOfTask(row), list, status, position, version, next }
  if (row.dutyMinutes === null) return recorded
  const { acknowledgedAt, handedToId: handedTo, swapDay } = row
  return { ...recorded, acknowledgedAt: acknowledgedAt?.getTime() ?? null, handedTo, swapDay }
}

/** Returns the change of a list in the stream of its group. */
export function taskListChange(
  group: string,
  before: StoredTaskList | null,
  after: StoredTaskList | null,
): Change {
  const recorded = ({ name, position }: StoredTaskList): RecordedTaskList => ({ name, position })
  return {
    ...{ stream: streamName('group', group), entity: 'task-list', id: (after ?? before)!.id },
    op: before ? (after ? 'changed' : 'removed') : 'added',
    ...(before && { before: recorded(before) }),
    ...(after && { after: recorded(after) }),
  }
}
