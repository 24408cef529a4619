'use client'

import { type MouseEvent, type ReactNode, useLayoutEffect, useRef } from 'react'
import { useCloseOnBack } from './close-on-back'
import { isComposing } from './composing'
import { insertText, takeBufferedText } from './keystroke-buffer'
import { addOpenDialog } from './open-dialogs'
import { afterPaint } from './painted'
import { Toasts } from './toast'

/**
 * A modal dialog, based on the browser's `dialog` element, which traps and restores the focus. `onClose` is called by
 * Escape, by Back and by a press and release outside; the parent decides whether to close it.
 */
export function Dialog({
  label,
  onClose,
  className = '',
  isPaintedFirst = false,
  children,
}: {
  label: string
  onClose(): void
  className?: string
  /**
   * Whether the dialog is painted before it becomes modal, which computes the style of each element of the page again.
   * Needs a fixed position and a z-index of its own.
   */
  isPaintedFirst?: boolean
  children: ReactNode
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  /** Whether the pointer was pressed outside: a click there can also end a text selection that began inside. */
  const pressedOutside = useRef(false)
  const isInComposition = useRef(false)
  /** Whether React has unmounted the dialog. Under Suspense it stays connected but hidden while a replacement loads. */
  const isUnmounted = useRef(false)
  // A layout effect's cleanup runs before React removes the element, and only a dialog in the document restores focus.
  useLayoutEffect(() => {
    const element = dialog.current!
    isUnmounted.current = false
    const isModalLater = isPaintedFirst && !element.open
    const focusedBefore = document.activeElement
    if (isModalLater) element.show()
    else if (!element.open) element.showModal()
    const remove = addOpenDialog(element)
    // The browser would focus the first button, and React applies `autoFocus` before the dialog opens.
    const first = element.querySelector<HTMLElement>('[data-autofocus]')
    first?.focus()
    const cancel = isModalLater && afterPaint(() => makeModal(element))
    const typed = takeBufferedText()
    queueMicrotask(() => insertText(first, typed))
    return () => {
      isUnmounted.current = true
      if (cancel) cancel()
      remove()
      element.close()
      // The browser restores the focus to the element that had it when the dialog became modal.
      if (cancel && element.contains(document.activeElement) && focusedBefore instanceof HTMLElement)
        focusedBefore.focus({ preventScroll: true })
    }
  }, [isPaintedFirst])
  // Called after the effect that opens the dialog: both compute the layout of the page, which in this order is done
  // once.
  useCloseOnBack(onClose)
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-label={label}
      onKeyDown={(event) => {
        // By default, a second Escape would close the dialog even if the parent keeps it open.
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        if (!isComposing(event.nativeEvent)) onClose()
      }}
      onClose={({ currentTarget }) => {
        if (currentTarget.open || !currentTarget.isConnected || isUnmounted.current) return
        currentTarget.showModal()
        onClose()
      }}
      onCompositionStart={() => {
        isInComposition.current = true
      }}
      onCompositionEnd={() => {
        isInComposition.current = false
      }}
      onCancel={(event) => {
        event.preventDefault()
        if (!isInComposition.current) onClose()
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

/** Makes an open dialog modal. The focus stays where it is. */
function makeModal(dialog: HTMLDialogElement): void {
  const focused = dialog.contains(document.activeElement) ? document.activeElement : null
  // `close` would move the focus, which hides on-screen keyboards. `showModal` focuses the element with this attribute.
  focused?.setAttribute('autofocus', '')
  dialog.removeAttribute('open')
  dialog.showModal()
  focused?.removeAttribute('autofocus')
}

/** Checks by position: a press on the backdrop or on the border has the dialog itself as its target. */
function isOutside({ target, currentTarget, clientX, clientY }: MouseEvent<HTMLElement>): boolean {
  if (target !== currentTarget) return false
  const { left, right, top, bottom } = currentTarget.getBoundingClientRect()
  return clientX < left || clientX > right || clientY < top || clientY > bottom
}
