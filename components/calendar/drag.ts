'use client'

import { type MouseEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { followPointer } from '@/components/ui/gesture'
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

/** Distance of the mouse, and duration of a touch, after which a press becomes a drag. */
const MIN_DRAG_PX = 4
const LONG_PRESS_MS = 350

/**
 * Dragging items over a grid, and drawing new spans on it. Items carry `data-item`, the part of an item that drags its
 * end `data-grip`. A mouse drags at once; a finger after resting (before that it scrolls), or at once by a grip. A
 * release outside the grid changes nothing, nor does a gesture that is interrupted (see gesture.ts). `drag` changes only
 * with what would come of a release, not with every pixel.
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
  const holdsStill = useRef(false)
  const swallowsClick = useRef(false)
  useEffect(() => {
    const element = grid.current
    // Added before the touch starts: Safari ignores listeners that are added later.
    const holdStill = (event: TouchEvent) => {
      if (holdsStill.current && event.cancelable) event.preventDefault()
    }
    element?.addEventListener('touchmove', holdStill, { passive: false })
    return () => {
      element?.removeEventListener('touchmove', holdStill)
      gesture.current?.cancel()
    }
  }, [grid])

  const press = (down: globalThis.PointerEvent, pressed: Pick<Drag, 'item' | 'edge' | 'from'>) => {
    const isMouse = down.pointerType === 'mouse'
    let carrying: Drag | null = null
    let timer: number | undefined
    const show = (next: Drag | null) => {
      carrying = next
      setDrag(next)
    }
    const begin = (x: number, y: number) => {
      holdsStill.current = true
      swallowsClick.current = true
      if (grid.current) followed.capture(grid.current)
      show({ ...pressed, to: pressed.from, x, y })
    }
    const end = () => {
      clearTimeout(timer)
      holdsStill.current = false
      gesture.current = null
      show(null)
    }
    const followed = followPointer(down, {
      onMove({ clientX, clientY }) {
        if (!carrying) {
          if (Math.hypot(clientX - down.clientX, clientY - down.clientY) < MIN_DRAG_PX) return
          if (!isMouse && pressed.edge === 'all') return followed.cancel()
          begin(down.clientX, down.clientY)
        }
        const to = latest.current.positionAt(clientX, clientY)
        const spot = to && isDroppable(pressed, to) ? to : null
        if (spot?.at !== carrying!.to?.at || spot?.area !== carrying!.to?.area) {
          show({ ...carrying!, to: spot })
        }
      },
      onRelease() {
        const dropped = carrying
        end()
        if (!dropped?.to) return
        const { item, to } = dropped
        if (!item) latest.current.onDraw({ ...dropped, item, to })
        else if (to.at !== dropped.from.at || to.area !== dropped.from.area) {
          latest.current.onDrop({ ...dropped, item, to })
        }
      },
      onCancel: end,
    })
    gesture.current = followed
    // A touch of a grip drags at once.
    holdsStill.current = pressed.edge === 'end'
    if (!isMouse) timer = window.setTimeout(() => begin(down.clientX, down.clientY), LONG_PRESS_MS)
  }

  return {
    drag,
    handlers: {
      onPointerDown(event: PointerEvent<HTMLElement>) {
        swallowsClick.current = false
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
        if (swallowsClick.current && event.detail) event.stopPropagation()
        swallowsClick.current = false
      },
    },
  }
}

/** Returns the distance of a drag within its area, in days or wall time; 0 outside it. */
export function distanceOf({ from, to }: Drag): number {
  return to?.area === from.area ? to.at - from.at : 0
}

/** Items can be dropped in either area; their ends and drawn spans only where the drag began. */
function isDroppable({ item, edge, from }: Pick<Drag, 'item' | 'edge' | 'from'>, to: GridPosition): boolean {
  return to.area === from.area || (item !== null && edge === 'all')
}
