'use client'

import { Suspense, useEffect, useState } from 'react'
import { LoadBoundary, later } from '@/components/shell/later'
import { useUnseen } from '@/components/shell/unseen-store'
import type { OpenAlert } from '@/lib/schemas/alarms'
import type { Viewer } from '@/lib/schemas/users'

const AlertToasts = later(() => import('./alert-toasts').then((all) => all.AlertToasts), ['alarms', 'event'])

/**
 * Shows the user's unread alerts on every page. An alert that is dismissed in one tab disappears in all tabs, because
 * each ping loads the unread alerts again.
 */
export function Alerts({ viewer }: { viewer: Viewer }) {
  const unseen = useUnseen()
  const [alerts, setAlerts] = useState<OpenAlert[]>([])
  useEffect(() => {
    if (!unseen.notifications) return setAlerts([])
    const abort = new AbortController()
    fetch('/api/view/alerts', { signal: abort.signal })
      .then(async (response) => response.ok && setAlerts(await response.json()))
      // The next ping loads them again.
      .catch(() => {})
    return () => abort.abort()
  }, [unseen])
  if (!alerts.length) return null
  return (
    <LoadBoundary onFail={() => setAlerts([])}>
      <Suspense>
        <AlertToasts
          alerts={alerts}
          viewer={viewer}
          onDone={(id) => setAlerts((before) => before.filter((alert) => alert.id !== id))}
        />
      </Suspense>
    </LoadBoundary>
  )
}
