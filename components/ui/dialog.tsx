'use client'

import { type MouseEvent, type ReactNode, useLayoutEffect, useRef } from 'react'
import { useCloseOnBack } from './close-on-back'
import { isComposing } from './composing'
import { Toasts } from './toast'
import { insertTyped, takeTyped } from './typed-ahead'

/**
 * A modal dialog on the browser's own, which keeps the focus and gives it back. `onClose` is called by Escape, by Back
 * and by a press and release outside; the owner decides whether to stop showing it.
 */
export function Dialog({
  label,
  onClose,
  className = '',
  children,
}: {
  label: string
  onClose(): void
  className?: string
  children: ReactNode
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  /** Whether the pointer was pressed outside: text that is selected past the edge ends in a click there. */
  const pressedOutside = useRef(false)
  const composes = useRef(false)
  /** Whether React has taken the dialog away. It stays connected, but hidden, while what replaces it still loads. */
  const isTakenAway = useRef(false)
  useCloseOnBack(onClose)
  // Before React takes the element out of the page: only a dialog in it gives the focus back.
  useLayoutEffect(() => {
    const element = dialog.current!
    isTakenAway.current = false
    if (!element.open) element.showModal()
    // The browser would choose the first button; React keeps `autofocus` to itself, and too early.
    const first = element.querySelector<HTMLElement>('[data-autofocus]')
    first?.focus()
    const typed = takeTyped()
    queueMicrotask(() => insertTyped(first, typed))
    return () => {
      isTakenAway.current = true
      element.close()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-label={label}
      onKeyDown={(event) => {
        // Left to the browser, a second Escape would close the dialog whatever its owner says.
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        if (!isComposing(event.nativeEvent)) onClose()
      }}
      onClose={({ currentTarget }) => {
        if (currentTarget.open || !currentTarget.isConnected || isTakenAway.current) return
        currentTarget.showModal()
        onClose()
      }}
      onCompositionStart={() => {
        composes.current = true
      }}
      onCompositionEnd={() => {
        composes.current = false
      }}
      onCancel={(event) => {
        event.preventDefault()
        if (!composes.current) onClose()
      }}
      onPointerDown={(event) => {
        pressedOutside.current = isOutside(event)
      }}
      onClick={(event) => {
        if (pressedOutside.current && isOutside(event)) onClose()
      }}
    >
      {children}
      <Toasts />
    </dialog>
  )
}

/** A press on the backdrop lands on the dialog itself, as does one on its border: only the place tells. */
function isOutside({ target, currentTarget, clientX, clientY }: MouseEvent<HTMLElement>): boolean {
  if (target !== currentTarget) return false
  const { left, right, top, bottom } = currentTarget.getBoundingClientRect()
  return clientX < left || clientX > right || clientY < top || clientY > bottom
}
