'use client'

import { type RefObject, useCallback, useEffect, useRef } from 'react'
import { type Box, overlaps, placeBeside } from './place-beside'

/**
 * Windows that show a sheet at their lower edge instead of a popover. The style sheets of popovers use the same width.
 */
const SHEET = '(max-width: 640px)'

/**
 * Places the dialog that contains `content` beside an anchor, by the custom properties `--left` and `--top`. The dialog
 * stays where it is when the anchor moves, unless it would cover the anchor. A sheet gets `--keyboard`, the height of
 * an on-screen keyboard.
 *
 * @returns a function that sets the anchor
 */
export function usePopover(content: RefObject<HTMLElement | null>): (anchor: Box | null) => void {
  const anchor = useRef<Box | null>(null)
  const position = useRef<{ left: number; top: number } | null>(null)

  const place = useCallback(() => {
    const dialog = content.current?.closest('dialog')
    if (!dialog) return
    const screen = window.visualViewport
    const keyboard = screen ? Math.max(window.innerHeight - screen.height - screen.offsetTop, 0) : 0
    dialog.style.setProperty('--keyboard', `${Math.round(keyboard)}px`)
    if (matchMedia(SHEET).matches) return
    const size = { width: dialog.offsetWidth, height: dialog.offsetHeight }
    const room = { width: window.innerWidth, height: window.innerHeight }
    const isRtl = getComputedStyle(dialog).direction === 'rtl'
    const { left, top } = position.current ?? { left: -1, top: -1 }
    const current = { left, top, right: left + size.width, bottom: top + size.height }
    const canStay =
      position.current &&
      current.right <= room.width &&
      current.bottom <= room.height &&
      !(anchor.current && overlaps(anchor.current, current))
    if (canStay) return
    const next = placeBeside(anchor.current, size, room, isRtl)
    position.current = next
    dialog.style.setProperty('--left', `${Math.round(next.left)}px`)
    dialog.style.setProperty('--top', `${Math.round(next.top)}px`)
  }, [content])

  useEffect(() => {
    const dialog = content.current?.closest('dialog')
    if (!dialog) return
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
