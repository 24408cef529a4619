import { type RefObject, useEffect, useRef } from 'react'
import { shortcutKey } from '@/components/ui/shortcut-key'

/**
 * Moves the focus between the links of a list with J and K or the arrow keys, and dismisses the focused one with E.
 * Each link has the id of its notification in `data-notification`.
 */
export function useListKeys(list: RefObject<HTMLElement | null>, onDismiss: (id: string) => void): void {
  const dismiss = useRef(onDismiss)
  useEffect(() => {
    dismiss.current = onDismiss
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (event.defaultPrevented || target.closest?.('input, textarea, select, [contenteditable]')) return
      // An open dialog takes the keys, unless the list is inside it.
      const dialog = document.querySelector('dialog[open]')
      if (dialog && !dialog.contains(list.current)) return
      const links = [...(list.current?.querySelectorAll<HTMLElement>('[data-notification]') ?? [])]
      const focusedIndex = links.findIndex((link) => link.closest('li')!.contains(document.activeElement))
      const key = shortcutKey(event)
      const step =
        key === 'j' || event.key === 'ArrowDown' ? 1 : key === 'k' || event.key === 'ArrowUp' ? -1 : 0
      if (step && links.length) {
        event.preventDefault()
        links[focusedIndex < 0 ? 0 : Math.max(0, Math.min(links.length - 1, focusedIndex + step))]!.focus()
      } else if (key === 'e' && focusedIndex >= 0) {
        event.preventDefault()
        const next = links[focusedIndex + 1] ?? links[focusedIndex - 1]
        dismiss.current(links[focusedIndex]!.dataset.notification!)
        next?.focus()
      }
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [list])
}
