'use client'
'use no memo'

import { useEffect } from 'react'
import { shortcutKey } from '@/components/ui/shortcut-key'
import type { View } from '@/lib/calendar/views'

/** Elements that use key presses themselves. */
const TYPING = 'input:not([type="checkbox"]), textarea, select, dialog, [contenteditable], [popover]'

const VIEW_KEYS: Record<string, View> = {
  y: 'year',
  m: 'month',
  w: 'week',
  d: 'day',
  a: 'agenda',
  p: 'people',
}

/** Handles single-key shortcuts anywhere on the page, except in fields and while a dialog is open. */
export function useShortcuts(actions: {
  isDisabled: boolean
  today(): void
  create(): void
  page(pages: -1 | 1): void
  view(view: View): void
  jump(): void
  help(): void
}): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (actions.isDisabled || target.closest(TYPING) || document.querySelector('dialog[open]')) return
      const key = shortcutKey(event)
      switch (key) {
        case 't':
          return actions.today()
        case 'n':
        case 'c':
          event.preventDefault()
          return actions.create()
        case 'j':
          return actions.page(1)
        case 'k':
          return actions.page(-1)
        case 'g':
          event.preventDefault()
          return actions.jump()
        case '?':
          return actions.help()
        default:
          if (key && VIEW_KEYS[key]) actions.view(VIEW_KEYS[key])
      }
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
}
