'use client'

import { useSelectedLayoutSegment } from 'next/navigation'
import { useEffect, useState } from 'react'
import { isSigningOut } from '@/lib/realtime/signed-out'

/** How long after news the server is asked, so that a burst of them is asked for once. */
const PAUSE_MS = 1500

/** A dot while others have done something that one has not been shown. Asked for when the page has nothing else to do. */
export function UnseenDot({ label }: { label: string }) {
  const here = useSelectedLayoutSegment() === 'home'
  const [unseen, setUnseen] = useState(false)
  useEffect(() => {
    if (here) return
    let timer: ReturnType<typeof setTimeout>
    const abort = new AbortController()
    const ask = async () => {
      if (isSigningOut()) return
      const answer = await fetch('/api/view/unseen', { signal: abort.signal }).catch(() => null)
      if (answer?.ok) setUnseen(((await answer.json()) as { unseen: boolean }).unseen)
    }
    const soon = () => {
      clearTimeout(timer)
      timer = setTimeout(() => document.visibilityState === 'visible' && void ask(), PAUSE_MS)
    }
    soon()
    addEventListener('kinday:moved', soon)
    document.addEventListener('visibilitychange', soon)
    return () => {
      clearTimeout(timer)
      abort.abort()
      removeEventListener('kinday:moved', soon)
      document.removeEventListener('visibilitychange', soon)
    }
  }, [here])
  return !here && unseen ? (
    <span className="nav-dot">
      <span className="visually-hidden">{label}</span>
    </span>
  ) : null
}
