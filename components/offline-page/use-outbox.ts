import { useEffect, useEffectEvent, useState } from 'react'
import { readOutbox, watchOutbox } from '@/components/offline/outbox-store'
import { type Interruption, sendOutbox } from '@/components/offline/send-outbox'
import { nextEntry } from '@/lib/offline/next-entry'
import type { OutboxEntry } from '@/lib/offline/outbox-entry'

/** Time between attempts to send: the `online` event does not tell when a server that was down can be reached again. */
const RETRY_MS = 20_000

/** Returns the outbox of the user, and sends it when the connection returns. */
export function useOutbox(user: string) {
  const [entries, setEntries] = useState<OutboxEntry[]>([])
  const [interruption, setInterruption] = useState<Interruption>(null)
  const send = useEffectEvent(async () => {
    // Without access to its storage, the browser has no outbox.
    setInterruption(await sendOutbox(user).catch(() => null))
  })
  const hasWaiting = nextEntry(entries) !== undefined
  useEffect(() => {
    const abort = new AbortController()
    const { signal } = abort
    const read = async () => {
      const found = await readOutbox(user).catch(() => [])
      if (!signal.aborted) setEntries(found)
    }
    void read().then(send)
    watchOutbox(() => void read(), signal)
    addEventListener('online', () => void send(), { signal })
    return () => abort.abort()
  }, [user])
  useEffect(() => {
    if (!hasWaiting) return
    const timer = setInterval(() => void send(), RETRY_MS)
    return () => clearInterval(timer)
  }, [hasWaiting])
  return { entries, interruption }
}
