'use client'

import { useEffect, useState } from 'react'
import { later } from '@/components/shell/later'
import type { View } from '@/lib/calendar/views'
import { loadMover } from './move'
import { loadOtherViews } from './views'

// Parts of the calendar page that come in scripts of their own.
export const EventDialog = later(
  () => import('@/components/event/event-dialog').then((all) => all.EventDialog),
  ['change', 'errors', 'event', 'history', 'palette', 'repeat', 'scope'],
)
export const ScopeDialog = later(
  () => import('@/components/event/scope-dialog').then((all) => all.ScopeDialog),
  ['errors', 'scope'],
)
export const TravelNotice = later(
  () => import('@/components/zone/travel-notice').then((all) => all.TravelNotice),
  ['errors', 'zones'],
)
export const DayDialog = later(() => import('./day-dialog').then((all) => all.DayDialog), [])
export const ShortcutsDialog = later(
  () => import('./shortcuts-dialog').then((all) => all.ShortcutsDialog),
  ['shortcuts'],
)
export const SideDrawer = later(() => import('./side-drawer').then((all) => all.SideDrawer), [])

/** Delay after which the page prefetches what is needed next. */
const PREFETCH_DELAY_MS = 2500

/**
 * Returns true once the page has rested and what is needed next is here. Fetched ahead of need, so without a word when
 * there is no connection: opening an event asks again. The editor, the largest part, is fetched when a pointer comes
 * near what opens it (components/event/editor.ts). `initial`: the view that the page came with.
 */
export function usePrefetchedParts(initial: View): boolean {
  const [isPrefetched, setIsPrefetched] = useState(false)
  useEffect(() => {
    const fetchAll = () => {
      loadOtherViews(initial)
      return Promise.all([loadMover(), EventDialog.ahead(), TravelNotice.ahead(), SideDrawer.ahead()]).then(
        () => setIsPrefetched(true),
        () => {},
      )
    }
    const timer = setTimeout(fetchAll, PREFETCH_DELAY_MS)
    return () => clearTimeout(timer)
  }, [initial])
  return isPrefetched
}
