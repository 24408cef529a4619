import { useEffect, useEffectEvent, useState } from 'react'
import { readOutbox, watchOutbox } from '@/components/offline/outbox-store'
import { SENDING_ENDED, sendOutbox } from '@/components/offline/send-outbox'
import { nextEntry } from '@/lib/offline/next-entry'
import type { OutboxEntry } from '@/lib/offline/outbox-entry'
import { type Attempts, afterAttempt, type Interruption, retryDelay } from '@/lib/offline/outbox-status'

const NO_ATTEMPTS: Attempts = { count: 0, interruption: null }

/** Returns the outbox of the user, and sends it when the connection returns. */
export function useOutbox(user: string) {
  const [entries, setEntries] = useState<OutboxEntry[]>([])
  const [attempts, setAttempts] = useState(NO_ATTEMPTS)
  const countAttempt = (ended: Interruption) => setAttempts((before) => afterAttempt(before, ended))
  const send = useEffectEvent(() => {
    // Without access to its storage, the browser has no outbox.
    sendOutbox(user).catch(() => countAttempt(null))
  })
  const hasWaiting = nextEntry(entries) !== undefined
  useEffect(() => {
    const abort = new AbortController()
    const { signal } = abort
    const read = async () => {
      const found = await readOutbox(user).catch(() => [])
      if (signal.aborted) return
      setEntries(found)
      if (!nextEntry(found)) setAttempts(NO_ATTEMPTS)
    }
    const onEnded = (event: Event) =>
      setAttempts((before) => afterAttempt(before, (event as CustomEvent<Interruption>).detail))
    addEventListener(SENDING_ENDED, onEnded, { signal })
    void read().then(send)
    watchOutbox(() => void read(), signal)
    addEventListener('online', () => send(), { signal })
    return () => abort.abort()
  }, [user])
  useEffect(() => {
    if (!hasWaiting) return
    const timer = setTimeout(() => send(), retryDelay(attempts))
    return () => clearTimeout(timer)
  }, [hasWaiting, attempts])
  return { entries, interruption: attempts.interruption }
}
