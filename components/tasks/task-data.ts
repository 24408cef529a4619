import type { QueryClient } from '@tanstack/react-query'
import { loadJson } from '@/components/live/load-json'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { Task, TaskListPage, TasksOf, TasksPageData } from '@/lib/schemas/tasks'

/** Key of all queries of tasks. */
export const TASKS_KEY = ['tasks']

/** Query of the lists of all groups and the user's own tasks. */
export const TASKS_QUERY = {
  queryKey: [...TASKS_KEY, 'own'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: ({ signal }: { signal: AbortSignal }): Promise<TasksPageData> =>
    loadJson('/api/view/tasks', signal),
}

/** Query of a list with its tasks. */
export function taskListQuery(id: string) {
  return {
    queryKey: [...TASKS_KEY, id],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<TaskListPage> =>
      loadJson(`/api/view/tasks/${id}`, signal),
  }
}

/** The event or occurrence, or the gathering, whose tasks are shown. */
export type TaskOwner =
  | { event: string; version: number; occurrence: RecurrenceId | null }
  | { gathering: string }

/** Query of the tasks of an event or gathering. */
export function ownerTasksQuery(owner: TaskOwner) {
  const params: Record<string, string> =
    'event' in owner
      ? { event: owner.event, ...(owner.occurrence && { occurrence: owner.occurrence }) }
      : { gathering: owner.gathering }
  return {
    queryKey: [...TASKS_KEY, params],
    staleTime: 2_000,
    retry: 1,
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<TasksOf> =>
      loadJson(`/api/view/tasks/of?${new URLSearchParams(params)}`, signal),
  }
}

type TasksData = TasksPageData | TaskListPage | TasksOf

/** Changes a task in all loaded data; null removes it. */
export function editTask(client: QueryClient, id: string, edit: (task: Task) => Task | null): void {
  const inTasks = (tasks: Task[]) => tasks.flatMap((task) => (task.id === id ? (edit(task) ?? []) : task))
  editData(client, (data) =>
    'own' in data ? { ...data, own: inTasks(data.own) } : editPages(data, (page) => inTasks(page.tasks)),
  )
}

/** Changes the tasks of a list in all loaded data. */
export function editList(client: QueryClient, id: string, edit: (tasks: Task[]) => Task[]): void {
  editData(client, (data) =>
    'own' in data ? data : editPages(data, ({ list, tasks }) => (list.id === id ? edit(tasks) : tasks)),
  )
}

function editPages<D extends TaskListPage | TasksOf>(data: D, edit: (page: TaskListPage) => Task[]): D {
  if (!('lists' in data)) return { ...data, tasks: edit(data) }
  return { ...data, lists: data.lists.map((page) => ({ ...page, tasks: edit(page) })) }
}

function editData(client: QueryClient, edit: (data: TasksData) => TasksData): void {
  client.setQueriesData<TasksData>({ queryKey: TASKS_KEY }, (data) => data && edit(data))
}
