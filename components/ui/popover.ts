'use client'

import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react'
import { overlaps, placeBeside } from './place-beside'

/**
 * Windows that show a sheet at their lower edge instead of a popover. The style sheets of popovers use the same width.
 */
const SHEET = '(max-width: 640px)'

/** Returns whether the window is so narrow that popovers are sheets. */
export function showsSheets(): boolean {
  return matchMedia(SHEET).matches
}

/**
 * Places the dialog that contains `content` beside an anchor, by the custom properties `--left` and `--top`. The dialog
 * stays where it is when the anchor moves, unless it would cover the anchor. A sheet gets `--keyboard`, the height of
 * an on-screen keyboard.
 *
 * @returns a function that sets the anchor
 */
export function usePopover(content: RefObject<HTMLElement | null>): (anchor: Element | null) => void {
  const anchor = useRef<Element | null>(null)
  const position = useRef<{ left: number; top: number } | null>(null)

  const place = useCallback(() => {
    const dialog = content.current?.closest('dialog')
    if (!dialog?.open) return
    if (showsSheets()) return setKeyboardHeight(dialog)
    const box = anchor.current?.isConnected ? anchor.current.getBoundingClientRect() : null
    const size = { width: dialog.offsetWidth, height: dialog.offsetHeight }
    const room = { width: window.innerWidth, height: window.innerHeight }
    const isRtl = getComputedStyle(dialog).direction === 'rtl'
    const { left, top } = position.current ?? { left: -1, top: -1 }
    const current = { left, top, right: left + size.width, bottom: top + size.height }
    const canStay =
      position.current &&
      current.right <= room.width &&
      current.bottom <= room.height &&
      !(box && overlaps(box, current))
    if (canStay) return
    const next = placeBeside(box, size, room, isRtl)
    position.current = next
    dialog.style.setProperty('--left', `${Math.round(next.left)}px`)
    dialog.style.setProperty('--top', `${Math.round(next.top)}px`)
  }, [content])

  // Runs after the layout effect of the dialog, which opens it.
  useLayoutEffect(() => {
    const dialog = content.current?.closest('dialog')
    if (!dialog) return
    place()
    const observer = new ResizeObserver(place)
    observer.observe(dialog)
    addEventListener('resize', place)
    window.visualViewport?.addEventListener('resize', place)
    window.visualViewport?.addEventListener('scroll', place)
    return () => {
      observer.disconnect()
      removeEventListener('resize', place)
      window.visualViewport?.removeEventListener('resize', place)
      window.visualViewport?.removeEventListener('scroll', place)
    }
  }, [content, place])

  return useCallback(
    (next) => {
      anchor.current = next
      place()
    },
    [place],
  )
}

function setKeyboardHeight(dialog: HTMLElement): void {
  const screen = window.visualViewport
  const height = screen ? Math.max(window.innerHeight - screen.height - screen.offsetTop, 0) : 0
  const value = `${Math.round(height)}px`
  // Each write computes the styles of the whole dialog again. The style sheets use 0 until the first.
  if (value !== (dialog.style.getPropertyValue('--keyboard') || '0px'))
    dialog.style.setProperty('--keyboard', value)
}
