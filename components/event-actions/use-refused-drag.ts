'use client'

import { type RefObject, useEffect, useEffectEvent } from 'react'
import { followPointer, MIN_DRAG_PX } from '@/components/ui/gesture'
import type { Item } from '@/lib/calendar/tuple'

/**
 * Calls `onRefuse` when the mouse drags an event that cannot be moved. The views ignore such a drag, since the reason is
 * not loaded before the page is idle.
 */
export function useRefusedDrag(
  grid: RefObject<HTMLElement | null>,
  items: readonly Item[],
  { isMovable, onRefuse }: { isMovable(item: Item): boolean; onRefuse(item: Item): void },
): void {
  const onPress = useEffectEvent((down: PointerEvent) => {
    if (down.pointerType !== 'mouse' || down.button !== 0) return
    const element = (down.target as HTMLElement).closest<HTMLElement>('[data-item]')
    const item = element && items[Number(element.dataset.item)]
    if (!item?.id || isMovable(item)) return
    let isRefused = false
    followPointer(down, {
      onMove({ clientX, clientY }) {
        if (isRefused || Math.hypot(clientX - down.clientX, clientY - down.clientY) < MIN_DRAG_PX) return
        isRefused = true
        onRefuse(item)
      },
      onRelease() {
        if (isRefused) ignoreClick()
      },
      onCancel() {},
    })
  })
  useEffect(() => {
    const element = grid.current
    const listener = (event: PointerEvent) => onPress(event)
    element?.addEventListener('pointerdown', listener)
    return () => element?.removeEventListener('pointerdown', listener)
  }, [grid])
}

/** Ignores the click that follows a release: it would open the event, or create an event on the day. */
function ignoreClick(): void {
  const ended = new AbortController()
  addEventListener('click', (event) => event.stopPropagation(), { capture: true, signal: ended.signal })
  setTimeout(() => ended.abort())
}
