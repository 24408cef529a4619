'use client'

import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'

/**
 * A list put in order by hand: by dragging a row's handle, or with the arrow keys while it has the focus. `onOrder` hears
 * of it when the row is let go.
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
  const [carried, setCarried] = useState<string | null>(null)
  // What others have made of the list meanwhile counts from then on.
  if (ids.join() !== known.join()) {
    setKnown(ids)
    setOrder(ids)
  }
  const latest = useRef({ order, onOrder })
  useEffect(() => {
    latest.current = { order, onOrder }
  })

  useEffect(() => {
    if (!carried) return
    const onMove = (event: globalThis.PointerEvent) => {
      const rows = [...(list.current?.children ?? [])].map((row) => row.getBoundingClientRect())
      const over = rows.findIndex(({ bottom }) => event.clientY < bottom)
      setOrder((now) => placed(now, carried, over < 0 ? now.length - 1 : over))
    }
    const onUp = () => {
      setCarried(null)
      latest.current.onOrder([...latest.current.order], carried)
    }
    addEventListener('pointermove', onMove)
    addEventListener('pointerup', onUp)
    addEventListener('pointercancel', onUp)
    return () => {
      removeEventListener('pointermove', onMove)
      removeEventListener('pointerup', onUp)
      removeEventListener('pointercancel', onUp)
    }
  }, [carried, list])

  return {
    order,
    carried,
    handle: (id: string) => ({
      onPointerDown: (event: PointerEvent) => {
        if (event.button === 0) setCarried(id)
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
