'use client'

import { type RefObject, useEffect, useRef } from 'react'

const CONTROLS = ':is(input:checked, input:not([type=radio]), select, button):not(:disabled)'

/**
 * Moves the focus to the first control of an element when its controls are replaced, since the focused control is gone.
 * @param shown a value that changes when the controls are replaced
 */
export function useFocusOnReplacement<E extends HTMLElement>(shown: unknown): RefObject<E | null> {
  const element = useRef<E>(null)
  const before = useRef(shown)
  useEffect(() => {
    if (before.current === shown) return
    before.current = shown
    element.current?.querySelector<HTMLElement>(CONTROLS)?.focus()
    // The controls that end the step may be below the visible part of the page.
    element.current?.scrollIntoView({ block: 'nearest' })
  }, [shown])
  return element
}
