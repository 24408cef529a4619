'use client'
'use no memo'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { leaveGuarded } from '@/components/ui/leave-guard'
import { shortcutKey } from '@/components/ui/shortcut-key'

/** "/" opens the search from anywhere, except in fields and while a dialog is open. */
export function SearchShortcut() {
  const router = useRouter()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (shortcutKey(event) !== '/') return
      if (target.closest?.('input, textarea, select, dialog, [contenteditable]')) return
      event.preventDefault()
      const field = document.querySelector<HTMLInputElement>('main input[type=search][name=q]')
      if (field) field.select()
      else leaveGuarded(() => router.push('/search'))
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [router])
  return null
}
