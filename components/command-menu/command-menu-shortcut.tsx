'use client'
'use no memo'

import { Suspense, useEffect, useState } from 'react'
import { LoadBoundary, later } from '@/components/shell/later'
import { bufferKeystrokes, takeBufferedText } from '@/components/ui/keystroke-buffer'
import type { Viewer } from '@/lib/schemas/users'

const CommandMenu = later(
  () => import('./command-menu').then((all) => all.CommandMenu),
  ['commandMenu', 'event'],
)

/** Ctrl-K or ⌘K opens the command menu on every page, except while a dialog is open. */
export function CommandMenuShortcut({ viewer }: { viewer: Viewer }) {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
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
