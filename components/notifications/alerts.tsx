'use client'
'use no memo'

import { Suspense, useEffect, useRef, useState } from 'react'
import { LoadBoundary, later } from '@/components/shell/later'
import { useUnseen } from '@/components/shell/unseen-store'
import type { Unseen } from '@/lib/schemas/home'
import type { Viewer } from '@/lib/schemas/users'

const OpenAlerts = later(() => import('./open-alerts').then((all) => all.OpenAlerts), ['alarms', 'event'])

/** Shows the user's unread alerts on every page. The script is loaded only if there are unread notifications. */
export function Alerts({ viewer }: { viewer: Viewer }) {
  const unseen = useUnseen()
  const [failed, setFailed] = useState<Unseen | null>(null)
  const initial = useRef(unseen)
  useEffect(() => {
    if (unseen === initial.current || globalThis.Notification?.permission !== 'granted') return
    // If syncing fails, the next ping tries again.
    import('./push-sync').then((sync) => sync.syncPush(unseen, viewer.id)).catch(() => {})
  }, [unseen, viewer.id])
  // If the script could not be loaded, the next ping tries again.
  if (!unseen.notifications || failed === unseen) return null
  return (
    <LoadBoundary onFail={() => setFailed(unseen)}>
      <Suspense>
        <OpenAlerts viewer={viewer} />
      </Suspense>
    </LoadBoundary>
  )
}
