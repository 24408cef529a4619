'use client'

import { type PointerEvent, useEffect, useRef, useState } from 'react'
import type { Edge } from '@/lib/calendar/edits/carry'
import type { Item } from '@/lib/calendar/tuple'

/**
 * An item being carried, or its end: which, from where and how far it was taken (in the grid's measure), and where the
 * pointer is. The item is as it was taken: meanwhile others come and go around it. null where a stretch of the empty
 * grid is drawn.
 */
export interface Drag {
  item: Item | null
  edge: Edge
  from: number
  by: number
  x: number
  y: number
}

/** How far a mouse may tremble, and how long a finger has to rest, before a press becomes a drag. */
const TREMBLE = 4
const REST_MS = 350

/**
 * Dragging items over a grid. Put the handlers on it: items carry `data-item`, which `onTake` finds what is taken by, if
 * it may be, the end of an item that can be dragged by itself `data-grip`. `at` measures the grid; by itself in days, from elements with `data-day`. A mouse drags at once, a
 * finger after resting (before that it scrolls), or at once by a grip. Escape lets go. With `onDraw`, a press on the
 * empty grid draws a stretch of it.
 */
export function useDrag(
  onTake: (index: number) => Item | undefined,
  onDrop: (item: Item, by: number, edge: Edge) => void,
  at: (x: number, y: number) => number | undefined = dayAt,
  onDraw?: (from: number, by: number) => void,
) {
  const [drag, setDrag] = useState<Drag | null>(null)
  const state = useRef<(Omit<Drag, 'by'> & { timer?: number }) | null>(null)
  const carrying = useRef(false)
  const swallowClick = useRef(false)

  const finish = () => {
    clearTimeout(state.current?.timer)
    removeEventListener('touchmove', holdStill)
    state.current = null
    carrying.current = false
    setDrag(null)
  }

  useEffect(() => {
    if (!drag) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      swallowClick.current = true
      finish()
    }
    addEventListener('keydown', onKey)
    addEventListener('touchmove', holdStill, { passive: false })
    return () => {
      removeEventListener('keydown', onKey)
      removeEventListener('touchmove', holdStill)
    }
  })

  const begin = (x: number, y: number) => {
    const held = state.current
    if (!held) return
    carrying.current = true
    setDrag({ item: held.item, edge: held.edge, from: held.from, by: 0, x, y })
  }

  return {
    drag,
    /** True once after a drag, dropped or let go of: the click that ends it is not one. */
    wasDrag: () => {
      const was = swallowClick.current
      swallowClick.current = false
      return was
    },
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        swallowClick.current = false
        const target = event.target as HTMLElement
        const element = target.closest<HTMLElement>('[data-item]')
        if ((!element && (!onDraw || target.closest('button'))) || event.button !== 0) return
        const from = at(event.clientX, event.clientY)
        if (from === undefined) return
        const item = element ? onTake(Number(element.dataset.item)) : null
        if (item === undefined) return
        const edge = target.closest('[data-grip]') ? 'end' : 'all'
        state.current = { item, edge, from, x: event.clientX, y: event.clientY }
        // A finger on a grip means it from the start, however quick it is.
        if (edge === 'end') addEventListener('touchmove', holdStill, { passive: false })
        if (event.pointerType !== 'mouse') {
          state.current.timer = window.setTimeout(() => begin(event.clientX, event.clientY), REST_MS)
        }
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const held = state.current
        if (!held) return
        if (!carrying.current) {
          if (Math.hypot(event.clientX - held.x, event.clientY - held.y) < TREMBLE) return
          if (event.pointerType !== 'mouse' && held.edge === 'all') return finish()
          begin(event.clientX, event.clientY)
        }
        const to = at(event.clientX, event.clientY)
        setDrag((now) => ({
          item: held.item,
          edge: held.edge,
          from: held.from,
          by: to === undefined ? (now?.by ?? 0) : to - held.from,
          x: event.clientX,
          y: event.clientY,
        }))
      },
      onPointerUp: () => {
        if (drag && carrying.current) {
          swallowClick.current = true
          if (!drag.item) onDraw?.(drag.from, drag.by)
          else if (drag.by) onDrop(drag.item, drag.by, drag.edge)
        }
        finish()
      },
      onPointerCancel: finish,
    },
  }
}

/** Once an item is carried the page must not scroll under the finger. */
function holdStill(event: TouchEvent): void {
  event.preventDefault()
}

/** The day under a point, as a day number. */
function dayAt(x: number, y: number): number | undefined {
  for (const element of document.elementsFromPoint(x, y)) {
    const day = (element as HTMLElement).dataset?.day
    if (day) return Number(day)
  }
  return undefined
}
