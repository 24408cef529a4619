'use client'

import { useEffect, useRef, useState } from 'react'
import { loadJson } from '@/components/live/load-json'
import type { ConnectionHealth } from '@/lib/schemas/sync-health'

const RUNNING_INTERVAL_MS = 2000
const IDLE_INTERVAL_MS = 30_000
/** Time after an action of the user in which a run may start. */
const EXPECTED_RUN_MS = 20_000

/**
 * Returns the user's connections with the state of their syncs. Loads them again every two seconds during a run, else
 * every thirty seconds. `reload` loads them at once; call it after an action of the user.
 * @param now time at which the server has rendered the page with `initial`
 */
export function useHealth(initial: ConnectionHealth[], now: number) {
  const [loaded, setLoaded] = useState({ connections: initial, now, renderedAt: now })
  // The server has rendered the page again: its data is newer.
  if (loaded.renderedAt !== now) setLoaded({ connections: initial, now, renderedAt: now })
  const expectedUntil = useRef(0)
  const [reloads, setReloads] = useState(0)
  const isRunning = loaded.connections.some(({ bindings }) =>
    // A calendar that was never synced is about to be.
    bindings.some(
      (binding) => binding.isRunning || (binding.lastRunAt === null && binding.state === 'active'),
    ),
  )

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const stop = new AbortController()
    const load = async () => {
      if (document.visibilityState === 'visible') {
        const answer = await loadJson<{ connections: ConnectionHealth[] }>(
          '/api/view/connections',
          stop.signal,
        ).catch(() => null)
        if (stop.signal.aborted) return
        if (answer) setLoaded((before) => ({ ...before, connections: answer.connections, now: Date.now() }))
      }
      schedule()
    }
    const schedule = () => {
      const isExpected = Date.now() < expectedUntil.current
      timer = setTimeout(load, isRunning || isExpected ? RUNNING_INTERVAL_MS : IDLE_INTERVAL_MS)
    }
    if (reloads) void load()
    else schedule()
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [reloads, isRunning])

  const reload = () => {
    expectedUntil.current = Date.now() + EXPECTED_RUN_MS
    setReloads((count) => count + 1)
  }
  return { ...loaded, reload }
}
