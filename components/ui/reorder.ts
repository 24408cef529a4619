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
  const [known, setKnown] = useState(ids)
  const [dragged, setDragged] = useState<string | null>(null)
  // A changed list from the server replaces the local order.
  if (ids.join() !== known.join()) {
    setKnown(ids)
    setOrder(ids)
  }
  const latest = useRef({ ids, onOrder })
  useEffect(() => {
    latest.current = { ids, onOrder }
  })

  const gesture = useRef<ReturnType<typeof followPointer> | null>(null)
  useEffect(() => () => gesture.current?.cancel(), [])

  const drag = (id: string, down: globalThis.PointerEvent, before: readonly string[]) => {
    // Not read from the state: it may not be rendered before the release, and a refresh may replace it during the drag.
    let dragged = before
    const end = () => {
      gesture.current = null
      setDragged(null)
    }
    const followed = followPointer(down, {
      onMove({ clientY }) {
        const rows = [...(list.current?.children ?? [])].map((row) => row.getBoundingClientRect())
        const over = rows.findIndex(({ bottom }) => clientY < bottom)
        dragged = placed(dragged, id, over < 0 ? dragged.length - 1 : over)
        setOrder(dragged)
      },
      onRelease() {
        end()
        setOrder(dragged)
        if (dragged.join() !== before.join()) latest.current.onOrder([...dragged], id)
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
        const next = placed(order, id, order.indexOf(id) + step)
        if (next.join() === order.join()) return
        setOrder(next)
        onOrder([...next], id)
      },
    }),
  }
}

function placed(order: readonly string[], id: string, at: number): string[] {
  const others = order.filter((other) => other !== id)
  others.splice(Math.min(Math.max(at, 0), others.length), 0, id)
  return others
}
