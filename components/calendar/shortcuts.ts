'use client'

import { useEffect } from 'react'
import type { View } from '@/lib/calendar/views'

/** Where keys are for what one writes or chooses. */
const TYPING = 'input:not([type="checkbox"]), textarea, select, dialog, [contenteditable]'

const VIEW_KEYS: Record<string, View> = { m: 'month', w: 'week', d: 'day', a: 'agenda' }

/** Single keys that work anywhere on the page, unless one is typing or a dialog is open. */
export function useShortcuts(does: {
  disabled: boolean
  today(): void
  create(): void
  page(pages: -1 | 1): void
  view(view: View): void
  help(): void
}): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (does.disabled || event.ctrlKey || event.metaKey || event.altKey) return
      if (target.closest(TYPING)) return
      switch (event.key) {
        case 't':
          return does.today()
        case 'n':
        case 'c':
          event.preventDefault()
          return does.create()
        case 'j':
          return does.page(1)
        case 'k':
          return does.page(-1)
        case '?':
          return does.help()
        default:
          if (VIEW_KEYS[event.key]) does.view(VIEW_KEYS[event.key]!)
      }
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
}
