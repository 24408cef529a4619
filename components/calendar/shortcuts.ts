'use client'

import { useEffect } from 'react'

/** Single keys that work anywhere on the page, unless one is typing or a dialog is open. */
export function useShortcuts(does: {
  disabled: boolean
  today(): void
  create(): void
  page(months: -1 | 1): void
}): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (does.disabled || event.ctrlKey || event.metaKey || event.altKey) return
      if (target.closest('input, textarea, select, dialog, [contenteditable]')) return
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
      }
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
}
