'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Reads the page again when the guest returns to it, so that it shows later changes. Typed fields stay. */
export function RefreshOnFocus() {
  const router = useRouter()
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === 'visible') router.refresh()
    }
    document.addEventListener('visibilitychange', refresh)
    return () => document.removeEventListener('visibilitychange', refresh)
  }, [router])
  return null
}
