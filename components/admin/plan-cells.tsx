import type { GatheringEntry, TaskEntry } from '@/lib/schemas/admin-entries'
import type { Cells, CellTools } from './cell-tools'

/** Returns the cells of a gathering. */
export function gatheringCells(gathering: GatheringEntry, { formatTime, linkTo, marks }: CellTools): Cells {
  const { id, organizer, group, status, isOpen, deleted, slots, participants, votes } = gathering
  return [
    ['id', <code key="">{id}</code>],
    ['owner', organizer],
    ['group', group ?? '–'],
    ['state', marks(status, isOpen && 'link', deleted && 'deleted')],
    ['slots', slots],
    ['people', participants],
    ['votes', votes],
    ['tasks', linkTo(`/admin/tasks?of=${id}`, gathering.tasks)],
    ['deadline', gathering.deadline ? formatTime(gathering.deadline) : '–'],
    ['createdAt', formatTime(gathering.createdAt)],
  ]
}

/** Returns the cells of a task. */
export function taskCells(task: TaskEntry, { formatTime, linkTo, marks, t }: CellTools): Cells {
  const { id, group, groupId, event, gathering, status, series, deleted } = task
  const owner = groupId
    ? linkTo(`/admin/tasks?of=${groupId}`, group!)
    : event
      ? linkTo(`/admin/events?q=${event}`, t('ofEvent'))
      : linkTo(`/admin/gatherings?q=${gathering}`, t('ofGathering'))
  return [
    ['id', <code key="">{id}</code>],
    ['owner', owner],
    ['state', marks(status, series && 'series', deleted && 'deleted')],
    ['assignee', task.assignee ?? '–'],
    ['due', task.due ?? '–'],
    ['createdAt', formatTime(task.createdAt)],
  ]
}
