'use client'
'use no memo'

import { Suspense, useEffect, useState } from 'react'
import { LoadBoundary, later } from '@/components/shell/later'
import { hasAppleKeyboard } from '@/components/ui/apple-keyboard'
import { bufferKeystrokes, takeBufferedText } from '@/components/ui/keystroke-buffer'
import type { Viewer } from '@/lib/schemas/users'

const CommandMenu = later(
  () => import('./command-menu').then((all) => all.CommandMenu),
  ['commandMenu', 'event'],
)

/**
 * Ctrl-K, or ⌘K on Apple's keyboards, opens the command menu on every page, except while a dialog is open. On Apple's
 * keyboards, Ctrl-K deletes to the end of a line.
 */
export function CommandMenuShortcut({ viewer }: { viewer: Viewer }) {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isPressed = hasAppleKeyboard() ? event.metaKey : event.ctrlKey
      if (!isPressed || event.altKey || event.shiftKey) return
      if (event.key.toLowerCase() !== 'k' && event.code !== 'KeyK') return
      event.preventDefault()
      if (document.querySelector('dialog[open]')) return
      bufferKeystrokes(() => setOpen(false))
      setOpen(true)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  if (!isOpen) return null
  const onFail = () => {
    takeBufferedText()
    setOpen(false)
  }
  return (
    <LoadBoundary onFail={onFail}>
      <Suspense>
        <CommandMenu viewer={viewer} onClose={() => setOpen(false)} />
      </Suspense>
    </LoadBoundary>
  )
}
