'use client'

import { type RefObject, useEffect, useEffectEvent } from 'react'
import { dispatchContextMenu, followPointer, LONG_PRESS_MS, MIN_DRAG_PX } from '@/components/ui/gesture'
import type { Item } from '@/lib/calendar/tuple'

/**
 * Calls `onRefuse` when the user drags an event that cannot be moved, or moves it by Alt and an arrow key. The views
 * ignore these moves, since the reason is not loaded before the page is idle. As for events that can be moved, a touch
 * drags after a long press, and a long press alone opens the context menu.
 */
export function useRefusedMove(
  grid: RefObject<HTMLElement | null>,
  items: readonly Item[],
  { isMovable, onRefuse }: { isMovable(item: Item): boolean; onRefuse(item: Item): void },
): void {
  const immovableItem = (target: EventTarget | null) => {
    const index = (target as HTMLElement).closest<HTMLElement>('[data-item]')?.dataset.item
    const item = index === undefined ? undefined : items[Number(index)]
    return item && !isMovable(item) ? item : undefined
  }
  const onPress = useEffectEvent((down: PointerEvent) => {
    const item = down.button === 0 && down.isPrimary ? immovableItem(down.target) : undefined
    if (!item) return
    const isMouse = down.pointerType === 'mouse'
    const ended = new AbortController()
    let isHeld = isMouse
    let isRefused = false
    const hold = () => {
      isHeld = true
    }
    const timer = isMouse ? undefined : setTimeout(hold, LONG_PRESS_MS)
    const end = () => {
      clearTimeout(timer)
      ended.abort()
    }
    const preventScroll = (event: TouchEvent) => {
      if (isHeld && event.cancelable) event.preventDefault()
    }
    down.target?.addEventListener('touchmove', preventScroll as EventListener, {
      passive: false,
      signal: ended.signal,
    })
    const pointer = followPointer(down, {
      onMove({ clientX, clientY }) {
        if (isRefused || Math.hypot(clientX - down.clientX, clientY - down.clientY) < MIN_DRAG_PX) return
        if (!isHeld) return pointer.cancel()
        isRefused = true
        onRefuse(item)
      },
      onRelease() {
        end()
        if (isRefused || (isHeld && !isMouse)) ignoreClick()
        if (isHeld && !isMouse && !isRefused) dispatchContextMenu(down.clientX, down.clientY)
      },
      onCancel: end,
    })
  })
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!event.altKey || !event.key.startsWith('Arrow') || event.repeat) return
    const item = immovableItem(event.target)
    if (item) onRefuse(item)
  })
  useEffect(() => {
    const element = grid.current
    const stopped = new AbortController()
    const { signal } = stopped
    element?.addEventListener('pointerdown', (event) => onPress(event), { signal })
    element?.addEventListener('keydown', (event) => onKey(event), { signal })
    return () => stopped.abort()
  }, [grid])
}

/** Ignores the click that follows a release: it would open the event, or create an event on the day. */
function ignoreClick(): void {
  const ended = new AbortController()
  addEventListener('click', (event) => event.stopPropagation(), { capture: true, signal: ended.signal })
  setTimeout(() => ended.abort())
}
