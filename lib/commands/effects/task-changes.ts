import type { Tx } from '@/db/client'
import type { TaskListRow } from '@/lib/access/nouns/task'
import type { RecordedTask, RecordedTaskList } from '@/lib/calendar/tasks/task'
import type { Change } from '@/lib/commands/pipeline/changes'
import { contentOfTask, type StoredTask, type StoredTaskList } from '@/lib/commands/rows/tasks'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import { streamName } from '@/lib/realtime/channels'
import { notifyFullPlacements } from './answer-changes'

/** A task before and after a change; null where it does not exist. */
export type TaskVersions = [before: StoredTask | null, after: StoredTask | null]

/**
 * Returns the changes of tasks: in the stream of the group or gathering of their list, or in that of the event's
 * calendar, routed like an answer.
 */
export async function taskChanges(
  tx: Tx,
  list: TaskListRow,
  versions: readonly TaskVersions[],
): Promise<Change[]> {
  const { owner } = list
  const event = 'event' in owner ? snapshotOf(owner.event) : undefined
  const about = {
    ...('gathering' in owner && { gathering: owner.gathering.id }),
    ...(event && { event: event.id, occurrence: list.recurrenceId }),
  }
  const record = (row: StoredTask | null) => row && { ...recordedTask(row), ...about }
  const changes = versions.map(([before, after]) => ({
    ...{ stream: streamOf(owner), entity: 'task' as const, id: (after ?? before)!.id },
    op: before ? (after ? ('changed' as const) : ('removed' as const)) : ('added' as const),
    ...(before && { before: record(before) }),
    ...(after && { after: record(after) }),
    ...(event && { event }),
  }))
  return event && changes.length ? [...changes, ...(await notifyFullPlacements(tx, [event]))] : changes
}

function streamOf(owner: TaskListRow['owner']) {
  if ('group' in owner) return streamName('group', owner.group.id)
  if ('gathering' in owner) return streamName('gathering', owner.gathering.id)
  return streamName('calendar', owner.event.calendarId)
}

/** Returns the content of a task as stored in changes, without what it is about. */
export function recordedTask(row: StoredTask): RecordedTask {
  const { listId: list, status, position, version, nextId: next } = row
  return { ...contentOfTask(row), list, status, position, version, next }
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
