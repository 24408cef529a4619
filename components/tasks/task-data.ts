import type { QueryClient } from '@tanstack/react-query'
import { loadJson } from '@/components/live/load-json'
import type { Task, TaskListPage, TasksPageData } from '@/lib/schemas/tasks'

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

/** Changes a task in all loaded data; null removes it. */
export function editTask(client: QueryClient, id: string, edit: (task: Task) => Task | null): void {
  const inTasks = (tasks: Task[]) => tasks.flatMap((task) => (task.id === id ? (edit(task) ?? []) : task))
  for (const [key, data] of client.getQueriesData<TasksPageData | TaskListPage>({ queryKey: TASKS_KEY })) {
    if (!data) continue
    client.setQueryData(
      key,
      'own' in data ? { ...data, own: inTasks(data.own) } : { ...data, tasks: inTasks(data.tasks) },
    )
  }
}

/** Changes the tasks of a list in its loaded data. */
export function editList(client: QueryClient, id: string, edit: (tasks: Task[]) => Task[]): void {
  client.setQueryData<TaskListPage>(
    [...TASKS_KEY, id],
    (data) => data && { ...data, tasks: edit(data.tasks) },
  )
}
