'use client'

import { Share } from 'lucide-react'
import { useHydrated } from './hydrated'

/** Shares a link through the system's dialog. Not shown in browsers without Web Share. */
export function ShareButton({
  title,
  text,
  url,
  label,
}: {
  title: string
  text: string
  url: string
  label: string
}) {
  const isHydrated = useHydrated()
  if (!isHydrated || !('share' in navigator)) return null
  return (
    <button
      type="button"
      className="button"
      onClick={() => {
        // Rejects when the user closes the dialog.
        navigator.share({ title, text, url }).catch(() => {})
      }}
    >
      <Share size={16} aria-hidden /> {label}
    </button>
  )
}
