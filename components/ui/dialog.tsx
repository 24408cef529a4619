'use client'

import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { useBackCloses } from './over'
import { Toasts } from './toast'

/**
 * A modal dialog on the browser's own, which keeps the focus and gives it back. `onClose` is asked for by Escape, by Back
 * and by a press outside; the owner decides whether to stop showing it.
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
  useBackCloses(onClose)
  // Before React takes the element out of the page: only a dialog in it gives the focus back.
  useLayoutEffect(() => {
    const element = dialog.current!
    if (!element.open) element.showModal()
    // The browser would choose the first button; React keeps `autofocus` to itself, and too early.
    element.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => element.close()
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
        onClose()
      }}
      onClose={({ currentTarget }) => {
        if (currentTarget.open || !currentTarget.isConnected) return
        currentTarget.showModal()
        onClose()
      }}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget && isOutside(event.currentTarget, event)) onClose()
      }}
    >
      {children}
      <Toasts />
    </dialog>
  )
}

/** A press on the backdrop lands on the dialog itself, as does one on its border: only the place tells. */
function isOutside(
  element: HTMLElement,
  { clientX, clientY }: { clientX: number; clientY: number },
): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect()
  return clientX < left || clientX > right || clientY < top || clientY > bottom
}
