'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { newKey } from '@/components/forms/once'
import { refusalText } from '@/components/forms/refusal-text'
import type { Live } from '@/components/live/live'
import { toast } from '@/components/ui/toast'
import { undo } from '@/lib/actions/events'
import { addTasks, deleteTasks, moveTask, setTaskStatus, updateTask } from '@/lib/actions/tasks'
import type { Due } from '@/lib/calendar/tasks/due'
import { editRotation, type RotationOrder } from '@/lib/calendar/tasks/rotation'
import type { TaskContent, TaskStatus } from '@/lib/calendar/tasks/task'
import type { Task } from '@/lib/schemas/tasks'
import { editList, editTask, TASKS_KEY } from './task-data'

export type TaskCommands = ReturnType<typeof useTaskCommands>

/** A response of an action, as far as lists need it. */
type Response =
  | { ok: true; changeset: string | null; seqs: Record<string, number> }
  | { ok: false; error: { code: string } }

/** Number of commands that wait for an answer: data that is fetched meanwhile may lack their effect. */
let pending = 0
let isRefetchDue = false

/** How long a completed task stays in its place. */
export const SETTLE_MS = 1200

/** Returns a function that fetches all tasks again, after the commands that are running. */
export function useRefetchTasks() {
  const client = useQueryClient()
  return () => {
    isRefetchDue = pending > 0
    if (!isRefetchDue) void client.invalidateQueries({ queryKey: TASKS_KEY })
  }
}

/** Returns functions that change tasks at once, and take the change back if the server refuses it. */
export function useTaskCommands(live: Live) {
  const t = useTranslations('tasks')
  const client = useQueryClient()
  const refetch = useRefetchTasks()

  const send = async <R extends Response>(
    work: () => Promise<R | null>,
    { text, settles = 0 }: { text?: string; settles?: number } = {},
  ): Promise<R | null> => {
    pending++
    await client.cancelQueries({ queryKey: TASKS_KEY })
    const response = await work().catch(() => null)
    pending--
    if (!response?.ok) toast({ text: await refusalText(response, t(response ? 'failed' : 'offline')) })
    else {
      live.markSeen(response.seqs)
      if (text) toast({ text, ...undoAction(response.changeset) })
    }
    if (response?.ok && settles && !isRefetchDue) setTimeout(refetch, settles)
    else refetch()
    return response
  }
  const undoAction = (changeset: string | null) =>
    changeset
      ? { action: { label: t('undo'), run: () => void send(() => undo({ changeset }, `undo-${changeset}`)) } }
      : {}

  return {
    send,
    refetch,
    setStatus: (task: Task, status: TaskStatus) => {
      const doneAt = status === 'done' ? Date.now() : null
      editTask(client, task.id, (task) => ({ ...task, status, doneAt }))
      const text = status === 'done' ? t('completed', { title: task.title }) : undefined
      return send(() => setTaskStatus({ task: task.id, status }, newKey()), {
        ...(text && { text }),
        settles: status === 'done' ? SETTLE_MS : 0,
      })
    },
    update: ({ id, version }: Task, patch: Partial<Omit<TaskContent, 'rotation'>>) => {
      editTask(client, id, (task) => ({ ...task, ...patch }))
      return send(() => updateTask({ task: id, version, patch }, newKey()))
    },
    setRotation: ({ id, version }: Task, order: RotationOrder | null) => {
      editTask(client, id, (task) => {
        const { due, assignee } = task
        const rotation = order && due && editRotation(task.rotation, order, { day: due.day, assignee })
        return { ...task, rotation }
      })
      return send(() => updateTask({ task: id, version, patch: { rotation: order } }, newKey()))
    },
    add: (list: string, added: { title: string; due: Due | null }[]) => {
      editList(client, list, (tasks) => [...tasks, ...added.map((task) => draftOf(list, task))])
      return send(() => addTasks({ list, tasks: added }, newKey()))
    },
    /** Moves a task to its place in an order of ids. */
    move: (list: string, order: readonly string[], id: string) => {
      editList(client, list, (tasks) => {
        const byId = new Map(tasks.map((task) => [task.id, task]))
        const ordered = order.flatMap((id) => byId.get(id) ?? [])
        return [...ordered, ...tasks.filter((task) => !order.includes(task.id))]
      })
      // A task that is still being created has no id on the server.
      const before = order.slice(0, order.indexOf(id)).reverse()
      const after = before.find((other) => !other.startsWith(DRAFT)) ?? null
      return send(() => moveTask({ task: id, after }, newKey()))
    },
    /** Moves a task to another list. */
    moveToList: (task: Task, list: string) => {
      editTask(client, task.id, () => null)
      return send(() => moveTask({ task: task.id, after: null, list }, newKey()))
    },
    remove: ({ id, list, title }: Task) => {
      editTask(client, id, () => null)
      return send(() => deleteTasks({ list, tasks: [id] }, newKey()), { text: t('deleted', { title }) })
    },
    removeDone: (list: string) => {
      editList(client, list, (tasks) => tasks.filter(({ status }) => status !== 'done'))
      return send(() => deleteTasks({ list, tasks: 'done' }, newKey()), { text: t('doneDeleted') })
    },
  }
}

const DRAFT = 'draft-'

/** A task that the server has not created yet. */
function draftOf(list: string, { title, due }: { title: string; due: Due | null }): Task {
  const content = {
    title,
    due,
    note: '',
    assignee: null,
    rule: null,
    wanted: null,
    duty: null,
    rotation: null,
  }
  const none = { handedTo: null, swapDay: null, awaitsConfirmation: false }
  return { ...content, ...none, id: DRAFT + newKey(), list, status: 'todo', version: 1, doneAt: null }
}

export function isDraft({ id }: Task): boolean {
  return id.startsWith(DRAFT)
}
