import type { RecordedTask, RecordedTaskList } from '@/lib/calendar/tasks/task'
import type { Change } from '@/lib/commands/pipeline/changes'
import { contentOfTask, type StoredTask, type StoredTaskList } from '@/lib/commands/rows/tasks'
import { streamName } from '@/lib/realtime/channels'

/** Returns the change of a task in the stream of its group. */
export function taskChange(group: string, before: StoredTask | null, after: StoredTask | null): Change {
  return {
    ...{ stream: streamName('group', group), entity: 'task', id: (after ?? before)!.id },
    op: before ? (after ? 'changed' : 'removed') : 'added',
    ...(before && { before: recordedTask(before) }),
    ...(after && { after: recordedTask(after) }),
  }
}

/** Returns a task as stored in changes. */
export function recordedTask(row: StoredTask): RecordedTask {
  const { listId: list, status, position, version, nextId: next } = row
  return { ...contentOfTask(row), list, status, position, version, next }
}

/** Returns the change of a list in the stream of its group. */
export function taskListChange(before: StoredTaskList | null, after: StoredTaskList | null): Change {
  const { id, groupId } = (after ?? before)!
  const recorded = ({ name, position }: StoredTaskList): RecordedTaskList => ({ name, position })
  return {
    ...{ stream: streamName('group', groupId), entity: 'task-list', id },
    op: before ? (after ? 'changed' : 'removed') : 'added',
    ...(before && { before: recorded(before) }),
    ...(after && { after: recorded(after) }),
  }
}
