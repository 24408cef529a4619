'use client'

import { useEffect, useState } from 'react'
import { useUnseen } from '@/components/shell/unseen-store'
import type { OpenAlert } from '@/lib/schemas/alarms'
import type { Viewer } from '@/lib/schemas/users'
import { AlertToasts } from './alert-toasts'

/**
 * Loads and shows the unread alerts. An alert that is dismissed in one tab disappears in all tabs, because each ping
 * loads the unread alerts again.
 */
export function OpenAlerts({ viewer }: { viewer: Viewer }) {
  const unseen = useUnseen()
  const [alerts, setAlerts] = useState<OpenAlert[]>([])
  useEffect(() => {
    if (!unseen.notifications) return
    const abort = new AbortController()
    fetch('/api/view/alerts', { signal: abort.signal })
      .then(async (response) => response.ok && setAlerts(await response.json()))
      // The next ping loads them again.
      .catch(() => {})
    return () => abort.abort()
  }, [unseen])
  if (!alerts.length) return null
  return (
    <AlertToasts
      alerts={alerts}
      viewer={viewer}
      onDone={(id) => setAlerts((before) => before.filter((alert) => alert.id !== id))}
    />
  )
}
