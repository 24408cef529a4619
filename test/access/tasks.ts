import {
  byRole,
  bySession,
  type Endpoint,
  FORBIDDEN,
  forMembersOnly,
  MEMBERS,
  NOT_FOUND,
  OK,
  type Operation,
  SIGNED_OUT,
} from './outcomes'

const FOR_EDITORS = byRole(OK, OK, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT)

export const TASKS: Operation[] = [
  {
    action: 'tasks/createTaskList',
    input: ({ group }) => ({ group, name: 'new' }),
    outcomes: FOR_EDITORS,
  },
  {
    action: 'tasks/renameTaskList',
    input: ({ tasks }) => ({ list: tasks.list, name: 'changed' }),
    outcomes: FOR_EDITORS,
  },
  {
    action: 'tasks/moveTaskList',
    input: ({ tasks }) => ({ list: tasks.list, after: null }),
    outcomes: FOR_EDITORS,
  },
  { action: 'tasks/deleteTaskList', input: ({ tasks }) => ({ list: tasks.list }), outcomes: FOR_EDITORS },
  {
    action: 'tasks/addTasks',
    input: ({ tasks }) => ({ list: tasks.list, tasks: [{ title: 'new' }] }),
    outcomes: FOR_EDITORS,
  },
  {
    action: 'tasks/updateTask',
    input: ({ tasks }) => ({ task: tasks.task, version: 1, patch: { title: 'changed' } }),
    outcomes: FOR_EDITORS,
  },
  {
    action: 'tasks/updateTask',
    variant: 'of the viewer',
    input: ({ tasks }) => ({ task: tasks.ofViewer, version: 1, patch: { title: 'changed' } }),
    outcomes: FOR_EDITORS,
  },
  {
    action: 'tasks/setTaskStatus',
    input: ({ tasks }) => ({ task: tasks.task, status: 'done' }),
    outcomes: FOR_EDITORS,
  },
  {
    action: 'tasks/setTaskStatus',
    variant: 'of the viewer',
    input: ({ tasks }) => ({ task: tasks.ofViewer, status: 'done' }),
    outcomes: byRole(OK, OK, OK, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'tasks/moveTask',
    input: ({ tasks }) => ({ task: tasks.ofViewer, after: null }),
    outcomes: FOR_EDITORS,
  },
  {
    action: 'tasks/deleteTasks',
    input: ({ tasks }) => ({ list: tasks.list, tasks: [tasks.task] }),
    outcomes: FOR_EDITORS,
  },
]

export const TASK_ROUTES: Endpoint[] = [
  {
    file: 'api/view/tasks/route.ts',
    method: 'GET',
    path: () => '/api/view/tasks',
    status: bySession('200', '401'),
    shared: ['viewer'],
  },
  {
    file: 'api/view/tasks/[id]/route.ts',
    method: 'GET',
    path: ({ tasks }) => `/api/view/tasks/${tasks.list}`,
    status: forMembersOnly('401'),
    shared: MEMBERS,
  },
]
