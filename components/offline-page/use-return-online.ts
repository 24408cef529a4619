import { useEffect } from 'react'
import { offlineUser } from '@/components/offline/offline-user'
import { readOutbox } from '@/components/offline/outbox-store'
import { OUTBOX_SENT } from '@/components/offline/send-outbox'
import { nextEntry } from '@/lib/offline/next-entry'
import { hasUnsaved } from '@/lib/realtime/unsaved'

/** Time between attempts to reach the server. */
const RETRY_MS = 10_000

/**
 * Replaces the offline page with the server's page once the server can be reached and the outbox is sent. Waits while a
 * dialog is open or a form has unsaved input, since the offline page also works online.
 */
export function useReturnOnline(): void {
  useEffect(() => {
    const abort = new AbortController()
    const { signal } = abort
    const tryReturn = async () => {
      if (!navigator.onLine || isInUse()) return
      const [response, isWaiting] = await Promise.all([
        fetch('/sw.js', { method: 'HEAD', cache: 'no-store', signal }).catch(() => null),
        hasUnsentEntries(),
      ])
      if (!response?.ok || isWaiting || isInUse() || signal.aborted) return
      // This URL always shows the offline page.
      if (location.pathname === '/offline') location.replace('/')
      else location.reload()
    }
    const timer = setInterval(tryReturn, RETRY_MS)
    addEventListener('online', () => void tryReturn(), { signal })
    addEventListener(OUTBOX_SENT, () => void tryReturn(), { signal })
    return () => {
      abort.abort()
      clearInterval(timer)
    }
  }, [])
}

function isInUse(): boolean {
  return hasUnsaved() || document.querySelector('dialog[open]') !== null
}

async function hasUnsentEntries(): Promise<boolean> {
  const user = offlineUser()
  const entries = user ? await readOutbox(user.id).catch(() => []) : []
  return nextEntry(entries) !== undefined
}
