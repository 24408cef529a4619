'use client'
'use no memo'

import { Suspense, useEffect, useState } from 'react'
import { LoadBoundary, later } from '@/components/shell/later'
import type { Viewer } from '@/lib/schemas/users'

const OfflineBar = later(() => import('./offline-bar').then((all) => all.OfflineBar), ['offline'])

/** Delay after which the page loads the code for working offline. */
const DELAY_MS = 2000

/**
 * Lets the pages of the app work offline, and shows the changes that wait to be sent. The code is loaded after the
 * page.
 */
export function OfflineSupport({ viewer }: { viewer: Viewer }) {
  const [isLoaded, setLoaded] = useState(false)
  useEffect(() => {
    // Without a connection it is loaded when there is one.
    const load = () => {
      OfflineBar.preload().then(
        () => setLoaded(true),
        () => {},
      )
    }
    const timer = setTimeout(load, DELAY_MS)
    addEventListener('online', load)
    return () => {
      clearTimeout(timer)
      removeEventListener('online', load)
    }
  }, [])
  if (!isLoaded) return null
  return (
    <LoadBoundary onFail={() => setLoaded(false)}>
      <Suspense>
        <OfflineBar viewer={viewer} />
      </Suspense>
    </LoadBoundary>
  )
}
