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
  OWNERS,
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
    action: 'tasks/openTaskList',
    input: ({ editedEvent }) => ({ event: editedEvent.id }),
    outcomes: FOR_EDITORS,
  },
  {
    action: 'tasks/openTaskList',
    variant: 'of a gathering',
    input: ({ gatherings }) => ({ gathering: gatherings.members.id }),
    outcomes: FOR_EDITORS,
  },
  {
    action: 'tasks/addTasks',
    variant: 'to an event',
    input: ({ tasks }) => ({ list: tasks.event, tasks: [{ title: 'new' }] }),
    outcomes: FOR_EDITORS,
  },
  {
    action: 'tasks/addTasks',
    variant: 'to a private event',
    input: ({ tasks }) => ({ list: tasks.private, tasks: [{ title: 'new' }] }),
    outcomes: byRole(OK, OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'tasks/addTasks',
    variant: 'to an event that is hidden from the admin',
    input: ({ tasks }) => ({ list: tasks.hidden, tasks: [{ title: 'new' }] }),
    outcomes: byRole(OK, NOT_FOUND, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'tasks/addTasks',
    variant: 'to a gathering',
    input: ({ tasks }) => ({ list: tasks.gathering, tasks: [{ title: 'new' }] }),
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
    action: 'tasks/restoreTaskList',
    input: ({ trashed }) => ({ list: trashed.taskList }),
    outcomes: byRole(OK, OK, OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
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
    action: 'tasks/updateTask',
    variant: 'with a rotation',
    input: ({ duties, ids }) => ({
      ...{ task: duties.list, version: 1 },
      patch: {
        ...{ rule: 'FREQ=WEEKLY', due: { day: '2126-03-04', time: null, zone: null } },
        rotation: { by: 'week', people: [ids.viewer, ids.owner] },
      },
    }),
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
  {
    action: 'tasks/claimTask',
    input: ({ sheets }) => ({ task: sheets.list, quantity: 1 }),
    outcomes: byRole(OK, OK, OK, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'tasks/claimTask',
    variant: 'of an event',
    input: ({ sheets }) => ({ task: sheets.event, quantity: 1 }),
    outcomes: byRole(OK, OK, OK, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'tasks/claimTask',
    variant: 'of a private event',
    input: ({ sheets }) => ({ task: sheets.private, quantity: 1 }),
    outcomes: byRole(OK, OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'tasks/claimTask',
    variant: 'of an event hidden from the admin',
    input: ({ sheets }) => ({ task: sheets.hidden, quantity: 1 }),
    outcomes: byRole(OK, NOT_FOUND, OK, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'tasks/claimTask',
    variant: 'of a gathering',
    input: ({ sheets }) => ({ task: sheets.gathering, quantity: 1 }),
    outcomes: byRole(OK, OK, OK, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'tasks/claimDuty',
    input: ({ duties }) => ({ task: duties.list }),
    outcomes: byRole(OK, OK, OK, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'tasks/claimDuty',
    variant: 'of an event',
    input: ({ duties }) => ({ task: duties.event }),
    outcomes: byRole(OK, OK, OK, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'tasks/claimDuty',
    variant: 'of a private event',
    input: ({ duties }) => ({ task: duties.private }),
    outcomes: byRole(OK, OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'tasks/claimDuty',
    variant: 'of an event hidden from the admin',
    input: ({ duties }) => ({ task: duties.hidden }),
    outcomes: byRole(OK, NOT_FOUND, OK, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'tasks/claimDuty',
    variant: 'of a gathering',
    input: ({ duties }) => ({ task: duties.gathering }),
    outcomes: byRole(OK, OK, OK, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'tasks/releaseDuty',
    input: ({ duties }) => ({ task: duties.ofViewer }),
    outcomes: byRole(OK, OK, OK, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'tasks/releaseDuty',
    variant: 'that is not the viewer’s',
    input: ({ duties }) => ({ task: duties.list }),
    outcomes: FOR_EDITORS,
  },
  {
    action: 'tasks/handOverDuty',
    input: ({ duties }) => ({ task: duties.ofViewer, to: null }),
    outcomes: byRole(FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'tasks/handOverDuty',
    variant: 'in exchange for a turn',
    input: ({ duties, ids }) => ({ task: duties.ofViewer, to: ids.editor, swapDay: '2126-03-04' }),
    outcomes: byRole(FORBIDDEN, FORBIDDEN, FORBIDDEN, 'CONFLICT', NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'tasks/answerHandOver',
    variant: 'without being asked',
    input: ({ duties }) => ({ task: duties.ofViewer, accepts: true }),
    outcomes: byRole('CONFLICT', 'CONFLICT', 'CONFLICT', 'CONFLICT', NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'tasks/acknowledgeDuty',
    input: ({ duties }) => ({ task: duties.ofViewer }),
    outcomes: byRole(FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'tasks/releaseTask',
    input: ({ sheets }) => ({ task: sheets.event }),
    outcomes: byRole(OK, OK, OK, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'tasks/releaseTask',
    variant: 'of another person',
    input: ({ sheets }) => ({ task: sheets.event, claim: sheets.event }),
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
    file: 'api/view/tasks/of/route.ts',
    method: 'GET',
    path: ({ event }) => `/api/view/tasks/of?event=${event}`,
    status: forMembersOnly('401'),
    shared: MEMBERS,
  },
  {
    file: 'api/view/tasks/of/route.ts',
    method: 'GET',
    path: ({ privateEvent }) => `/api/view/tasks/of?event=${privateEvent}`,
    status: byRole('200', '200', '404', '404', '404', '404', '401'),
    private: OWNERS,
    // The name of a member without an account contains it.
    shared: OWNERS,
  },
  {
    file: 'api/view/tasks/of/route.ts',
    method: 'GET',
    path: ({ hidden }) => `/api/view/tasks/of?event=${hidden.id}`,
    status: byRole('200', '404', '200', '200', '404', '404', '401'),
    hidden: MEMBERS,
    shared: ['owner', 'editor', 'viewer'],
  },
  {
    file: 'api/view/tasks/of/route.ts',
    method: 'GET',
    path: ({ gatherings }) => `/api/view/tasks/of?gathering=${gatherings.members.id}`,
    status: forMembersOnly('401'),
    shared: MEMBERS,
  },
  {
    file: 'api/view/tasks/[id]/route.ts',
    method: 'GET',
    path: ({ tasks }) => `/api/view/tasks/${tasks.list}`,
    status: forMembersOnly('401'),
    shared: MEMBERS,
  },
]
