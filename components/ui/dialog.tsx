'use client'

import { type ReactNode, useEffect, useRef } from 'react'

/**
 * A modal dialog on the browser's own, which keeps the focus and gives it back. `onClose` is asked for by Escape and
 * by a press outside; the owner decides whether to stop showing it.
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
  useEffect(() => {
    const element = dialog.current!
    if (!element.open) element.showModal()
    return () => element.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the dialog's own key for what a press outside does
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget && isOutside(event.currentTarget, event)) onClose()
      }}
    >
      {children}
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
