'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** "/" leads to the search from anywhere, unless one is typing or a dialog is open. */
export function SearchKey() {
  const router = useRouter()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      if (target.closest?.('input, textarea, select, dialog, [contenteditable]')) return
      event.preventDefault()
      const field = document.querySelector<HTMLInputElement>('.search-input')
      if (field) field.select()
      else router.push('/search')
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [router])
  return null
}
