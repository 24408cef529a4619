'use client'

import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { followPointer } from './gesture'

/**
 * Reorders a list by dragging a row's handle, or by arrow keys on the handle. Calls `onOrder` when a row was moved. An
 * interrupted drag (see gesture.ts) changes nothing.
 *
 * @param list the element whose children are the rows, in order
 */
export function useReorder(
  ids: readonly string[],
  list: RefObject<HTMLElement | null>,
  onOrder: (ids: string[], moved: string) => void,
) {
  const [order, setOrder] = useState(ids)
  const [serverIds, setServerIds] = useState(ids)
  const [dragged, setDragged] = useState<string | null>(null)
  // A changed list from the server replaces the local order.
  if (ids.join() !== serverIds.join()) {
    setServerIds(ids)
    setOrder(ids)
  }
  const latest = useRef({ ids, onOrder })
  useEffect(() => {
    latest.current = { ids, onOrder }
  })

  const gesture = useRef<ReturnType<typeof followPointer> | null>(null)
  useEffect(() => () => gesture.current?.cancel(), [])

  const drag = (id: string, down: globalThis.PointerEvent, before: readonly string[]) => {
    // The order is not read from the state, which may not be rendered before the release or may be replaced by a
    // refresh.
    let draggedOrder = before
    const end = () => {
      gesture.current = null
      setDragged(null)
    }
    const followed = followPointer(down, {
      onMove({ clientY }) {
        const rows = [...(list.current?.children ?? [])].map((row) => row.getBoundingClientRect())
        const target = rows.findIndex(({ bottom }) => clientY < bottom)
        draggedOrder = withRowAt(draggedOrder, id, target < 0 ? draggedOrder.length - 1 : target)
        setOrder(draggedOrder)
      },
      onRelease() {
        end()
        setOrder(draggedOrder)
        if (draggedOrder.join() !== before.join()) latest.current.onOrder([...draggedOrder], id)
      },
      onCancel() {
        end()
        setOrder(latest.current.ids)
      },
    })
    gesture.current = followed
    setDragged(id)
    if (list.current) followed.capture(list.current)
  }

  return {
    order,
    dragged,
    handle: (id: string) => ({
      onPointerDown: (event: PointerEvent) => {
        if (event.button === 0) drag(id, event.nativeEvent, order)
      },
      onKeyDown: (event: KeyboardEvent) => {
        const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
        if (!step) return
        event.preventDefault()
        const next = withRowAt(order, id, order.indexOf(id) + step)
        if (next.join() === order.join()) return
        setOrder(next)
        onOrder([...next], id)
      },
    }),
  }
}

function withRowAt(order: readonly string[], id: string, at: number): string[] {
  const others = order.filter((other) => other !== id)
  others.splice(Math.min(Math.max(at, 0), others.length), 0, id)
  return others
}
