'use client'

import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import { followPointer } from '@/components/ui/gesture'
import { TASK_STATUSES, type TaskStatus } from '@/lib/calendar/tasks/task'
import type { Task } from '@/lib/schemas/tasks'

/** Where a dragged card would be dropped. */
interface Target {
  id: string
  status: TaskStatus
  index: number
}

type Columns = Record<TaskStatus, Task[]>

/**
 * Moves cards between and within the columns of a board (`data-status`), by dragging their handle or by arrow keys on
 * it. Calls `onDrop` with the new status and the new order of the ids of open tasks.
 */
export function useBoardDrag(
  tasks: readonly Task[],
  onDrop: (task: Task, status: TaskStatus, order: string[]) => void,
) {
  const [target, setTarget] = useState<Target | null>(null)
  const gesture = useRef<ReturnType<typeof followPointer> | null>(null)
  useEffect(() => () => gesture.current?.cancel(), [])
  const columns = columnsWith(tasks, target)

  const drop = (task: Task, { status, index }: Omit<Target, 'id'>) => {
    const next = columnsWith(tasks, { id: task.id, status, index })
    onDrop(
      task,
      status,
      [...next.todo, ...next.doing].map(({ id }) => id),
    )
  }
  const drag = (task: Task, down: globalThis.PointerEvent) => {
    let latest: Target | null = null
    const end = () => {
      gesture.current = null
      setTarget(null)
    }
    gesture.current = followPointer(down, {
      onMove({ clientX, clientY }) {
        const found = targetAt(clientX, clientY, task.id)
        if (!found) return
        latest = { ...found, id: task.id }
        setTarget(latest)
      },
      onRelease() {
        end()
        if (latest) drop(task, latest)
      },
      onCancel: end,
    })
    setTarget(null)
  }
  const onKey = (task: Task, event: KeyboardEvent<HTMLElement>) => {
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl'
    const aside = { ArrowLeft: isRtl ? 1 : -1, ArrowRight: isRtl ? -1 : 1 }[event.key]
    const along = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (aside === undefined && along === undefined) return
    event.preventDefault()
    const status = TASK_STATUSES[TASK_STATUSES.indexOf(task.status) + (aside ?? 0)]
    const index = columns[task.status].findIndex(({ id }) => id === task.id) + (along ?? 0)
    if (!status || index < 0 || (along !== undefined && index >= columns[status].length)) return
    drop(task, { status, index: aside === undefined ? index : 0 })
    // The card moves to another column, which React renders anew.
    setTimeout(() => document.querySelector<HTMLElement>(`[data-card-handle="${task.id}"]`)?.focus())
  }
  return {
    columns,
    dragged: target?.id ?? null,
    handle: (task: Task) => ({
      onPointerDown: (event: PointerEvent) => {
        if (event.button === 0) drag(task, event.nativeEvent)
      },
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => onKey(task, event),
    }),
  }
}

/** Returns the tasks of each column, with the dragged one at its target. */
function columnsWith(tasks: readonly Task[], target: Target | null): Columns {
  const of = (status: TaskStatus) => tasks.filter((task) => task.status === status && task.id !== target?.id)
  const columns = {
    ...{ todo: of('todo'), doing: of('doing') },
    done: of('done').sort((a, b) => b.doneAt! - a.doneAt!),
  }
  const dragged = tasks.find(({ id }) => id === target?.id)
  if (target && dragged) columns[target.status].splice(target.index, 0, dragged)
  return columns
}

/** Returns the column and the place in it at a point of the screen. */
function targetAt(x: number, y: number, dragged: string): Omit<Target, 'id'> | undefined {
  const columns = [...document.querySelectorAll<HTMLElement>('[data-status]')]
  const column = columns.find((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect()
    // Columns are beside each other, or on a phone one below the other.
    return x >= left && x <= right && y >= top - 40 && y <= bottom + 40
  })
  if (!column) return undefined
  const cards = [...column.querySelectorAll('[data-card]')].filter(
    (card) => !card.querySelector(`[data-card-handle="${dragged}"]`),
  )
  const index = cards.findIndex((card) => {
    const { top, height } = card.getBoundingClientRect()
    return y < top + height / 2
  })
  return { status: column.dataset.status as TaskStatus, index: index < 0 ? cards.length : index }
}
