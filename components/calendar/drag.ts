'use client'

import { type MouseEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { dispatchContextMenu, followPointer, LONG_PRESS_MS, MIN_DRAG_PX } from '@/components/ui/gesture'
import type { MovedPart } from '@/lib/calendar/edits/move'
import type { Item } from '@/lib/calendar/tuple'

/** A position in a grid: a day number in `days` (a month, the all-day strip), a wall time in `hours`. */
export interface GridPosition {
  area: 'days' | 'hours'
  at: number
}

/** A drag in progress. */
export interface Drag {
  /** The dragged item as it was when pressed; null while a new span is drawn on the empty grid. */
  item: Item | null
  edge: MovedPart
  from: GridPosition
  /** Where the pointer is; null outside the grid, where a release changes nothing. */
  to: GridPosition | null
  /** Where the pointer was when the drag began, in the window. */
  x: number
  y: number
}

export interface DragOptions {
  /** Measures the grid; undefined outside it. */
  positionAt(x: number, y: number): GridPosition | undefined
  /** Returns the item at an index if it may be dragged; called when it is pressed. */
  onGrab(index: number): Item | undefined
  /** Called on release inside the grid, unless the drag ends where it began. */
  onDrop(drag: Drag & { item: Item; to: GridPosition }): void
  /** Called on release after a span was drawn on the empty grid. */
  onDraw(drag: Drag & { item: null; to: GridPosition }): void
}

/**
 * Drags items over a grid, and draws new spans on it. Items have the attribute `data-item`; the handle that drags an
 * item's end has `data-grip`. A mouse drags immediately. A touch drags immediately on a handle, elsewhere after a long
 * press, because before that it scrolls. A release outside the grid and an interrupted gesture (see gesture.ts) change
 * nothing. `drag` changes only when a release would have another result, not with every pixel.
 *
 * @param grid the element that the handlers are on
 */
export function useDrag(grid: RefObject<HTMLElement | null>, options: DragOptions) {
  const [drag, setDrag] = useState<Drag | null>(null)
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })
  const gesture = useRef<ReturnType<typeof followPointer> | null>(null)
  const preventsScroll = useRef(false)
  const ignoresNextClick = useRef(false)
  useEffect(() => {
    const element = grid.current
    // Added before the touch starts: Safari ignores listeners that are added later.
    const preventScroll = (event: TouchEvent) => {
      if (preventsScroll.current && event.cancelable) event.preventDefault()
    }
    element?.addEventListener('touchmove', preventScroll, { passive: false })
    return () => {
      element?.removeEventListener('touchmove', preventScroll)
      gesture.current?.cancel()
    }
  }, [grid])

  const press = (down: globalThis.PointerEvent, pressed: Pick<Drag, 'item' | 'edge' | 'from'>) => {
    const isMouse = down.pointerType === 'mouse'
    let current: Drag | null = null
    let timer: number | undefined
    const show = (next: Drag | null) => {
      current = next
      setDrag(next)
    }
    const begin = (x: number, y: number) => {
      preventsScroll.current = true
      ignoresNextClick.current = true
      if (grid.current) pointer.capture(grid.current)
      show({ ...pressed, to: pressed.from, x, y })
    }
    const end = () => {
      clearTimeout(timer)
      preventsScroll.current = false
      gesture.current = null
      show(null)
    }
    const pointer = followPointer(down, {
      onMove({ clientX, clientY }) {
        if (!current) {
          if (Math.hypot(clientX - down.clientX, clientY - down.clientY) < MIN_DRAG_PX) return
          if (!isMouse && pressed.edge === 'all') return pointer.cancel()
          begin(down.clientX, down.clientY)
        }
        const to = latest.current.positionAt(clientX, clientY)
        const position = to && isDroppable(pressed, to) ? to : null
        if (position?.at !== current!.to?.at || position?.area !== current!.to?.area) {
          show({ ...current!, to: position })
        }
      },
      onRelease() {
        const dropped = current
        end()
        if (!dropped?.to) return
        if (!isMouse && isAtStart(dropped)) return dispatchContextMenu(dropped.x, dropped.y)
        const { item, to } = dropped
        if (!item) latest.current.onDraw({ ...dropped, item, to })
        else if (to.at !== dropped.from.at || to.area !== dropped.from.area) {
          latest.current.onDrop({ ...dropped, item, to })
        }
      },
      onCancel: end,
    })
    gesture.current = pointer
    // A touch on a handle drags immediately.
    preventsScroll.current = pressed.edge === 'end'
    if (!isMouse) timer = window.setTimeout(() => begin(down.clientX, down.clientY), LONG_PRESS_MS)
  }

  return {
    drag,
    handlers: {
      onPointerDown(event: PointerEvent<HTMLElement>) {
        ignoresNextClick.current = false
        const target = event.target as HTMLElement
        const element = target.closest<HTMLElement>('[data-item]')
        if (event.button !== 0 || !event.isPrimary) return
        if (!element && (target.closest('button') || !target.closest('[data-day], [data-strip]'))) return
        const from = latest.current.positionAt(event.clientX, event.clientY)
        if (!from) return
        const item = element ? latest.current.onGrab(Number(element.dataset.item)) : null
        if (item === undefined) return
        press(event.nativeEvent, { item, edge: target.closest('[data-grip]') ? 'end' : 'all', from })
      },
      onClickCapture(event: MouseEvent) {
        // Ignores the click at the end of a drag. A click by key has no `detail`.
        if (ignoresNextClick.current && event.detail) event.stopPropagation()
        ignoresNextClick.current = false
      },
    },
  }
}

function isAtStart({ from, to }: Drag): boolean {
  return to?.at === from.at && to.area === from.area
}

/** Returns the distance of a drag within its area, in days or wall time; 0 outside it. */
export function distanceOf({ from, to }: Drag): number {
  return to?.area === from.area ? to.at - from.at : 0
}

/** Returns whether a release is allowed: items move to either area, ends and drawn spans stay in their own. */
function isDroppable({ item, edge, from }: Pick<Drag, 'item' | 'edge' | 'from'>, to: GridPosition): boolean {
  return to.area === from.area || (item !== null && edge === 'all')
}
