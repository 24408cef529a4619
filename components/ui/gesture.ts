/** Distance of the mouse after which a press becomes a drag. */
export const MIN_DRAG_PX = 4

/** Duration of a touch after which a press becomes a drag. */
export const LONG_PRESS_MS = 350

/** Callbacks of {@link followPointer}. After `onRelease` or `onCancel` none is called again. */
export interface GestureHandlers {
  /** Also called with the last event when something scrolls under the pointer. */
  onMove(event: PointerEvent): void
  onRelease(event: PointerEvent): void
  onCancel(): void
}

/**
 * Follows a pressed pointer until it is released. Everything that takes the pointer away cancels the gesture instead:
 * Escape, a context menu, a second finger, another window, a hidden page, or a pointer capture that is lost. Otherwise
 * a release that sends the page no event would leave the gesture active without a pressed button.
 */
export function followPointer(down: PointerEvent, { onMove, onRelease, onCancel }: GestureHandlers) {
  const ended = new AbortController()
  const { signal } = ended
  let captor: Element | undefined
  let lastEvent = down
  const stop = () => {
    ended.abort()
    if (captor?.hasPointerCapture(down.pointerId)) captor.releasePointerCapture(down.pointerId)
  }
  const cancel = () => {
    if (signal.aborted) return
    stop()
    onCancel()
  }
  const listen = <Type extends keyof WindowEventMap>(
    type: Type,
    listener: (event: WindowEventMap[Type]) => void,
  ) => addEventListener(type, listener, { signal, capture: true })
  const isOther = (event: PointerEvent) => event.pointerId !== down.pointerId

  listen('pointermove', (event) => {
    if (isOther(event)) return
    // The button was released without an event for the page.
    if (!event.buttons) return cancel()
    lastEvent = event
    onMove(event)
  })
  listen('pointerup', (event) => {
    if (isOther(event)) return
    stop()
    onRelease(event)
  })
  listen('pointerdown', (event) => {
    if (isOther(event)) cancel()
  })
  listen('pointercancel', (event) => {
    if (!isOther(event)) cancel()
  })
  listen('lostpointercapture', (event) => {
    // Ignores the implicit capture of a touched element, which ends when the captor takes over.
    if (captor && (event.target === captor || event.target === document)) cancel()
  })
  listen('keydown', (event) => {
    if (event.key === 'Escape') cancel()
  })
  listen('contextmenu', (event) => {
    // A finger at rest causes one too, but it is about to drag.
    if (down.pointerType === 'mouse') cancel()
    else event.preventDefault()
  })
  listen('blur', (event) => {
    if (event.target === window) cancel()
  })
  listen('scroll', () => onMove(lastEvent))
  document.addEventListener('visibilitychange', cancel, { signal })

  return {
    cancel,
    /** Sends all further events of the pointer to an element, also from outside the window. */
    capture(element: Element) {
      captor = element
      element.setPointerCapture(down.pointerId)
    },
  }
}

/** Opens the context menu of the element at a position, after a long press that ends where it began. */
export function dispatchContextMenu(x: number, y: number): void {
  const event = new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: x, clientY: y })
  document.elementFromPoint(x, y)?.dispatchEvent(event)
}
