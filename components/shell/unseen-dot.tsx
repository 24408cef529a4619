'use client'

import { useSelectedLayoutSegment } from 'next/navigation'
import { useEffect, useState } from 'react'
import { isSigningOut } from '@/lib/realtime/signed-out'
import styles from './nav.module.css'

/** Delay after a ping before asking the server, so that a burst of pings causes one request. */
const PAUSE_MS = 1500

/** A dot while there are unseen changes by others. */
export function UnseenDot({ label }: { label: string }) {
  const isHome = useSelectedLayoutSegment() === 'home'
  const [unseen, setUnseen] = useState(false)
  useEffect(() => {
    if (isHome) return
    let timer: ReturnType<typeof setTimeout>
    const abort = new AbortController()
    const ask = async () => {
      if (isSigningOut()) return
      const response = await fetch('/api/view/unseen', { signal: abort.signal }).catch(() => null)
      if (response?.ok) setUnseen(((await response.json()) as { unseen: boolean }).unseen)
    }
    const soon = () => {
      clearTimeout(timer)
      timer = setTimeout(() => document.visibilityState === 'visible' && void ask(), PAUSE_MS)
    }
    soon()
    addEventListener('kinday:streams-advanced', soon)
    document.addEventListener('visibilitychange', soon)
    return () => {
      clearTimeout(timer)
      abort.abort()
      removeEventListener('kinday:streams-advanced', soon)
      document.removeEventListener('visibilitychange', soon)
    }
  }, [isHome])
  return !isHome && unseen ? (
    <span className={styles.dot}>
      <span className="visually-hidden">{label}</span>
    </span>
  ) : null
}
