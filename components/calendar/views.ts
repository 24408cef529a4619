'use client'

import dynamic from 'next/dynamic'
import { type ComponentType, useEffect, useSyncExternalStore } from 'react'
import type { View } from '@/lib/calendar/views'
import type { ViewProps } from './view-props'

type ViewComponent = ComponentType<ViewProps>

/**
 * The view that a page came with: rendered on the server, its code asked for by the page itself. Each is a chunk of its
 * own, so that no page waits for the code of another.
 */
const INITIAL_VIEWS: Record<View, ViewComponent> = {
  month: dynamic(() => import('./month').then(({ Month }) => Month)),
  week: dynamic(() => import('./hours').then(({ Hours }) => Hours)),
  day: dynamic(() => import('./hours').then(({ Hours }) => Hours)),
  agenda: dynamic(() => import('./agenda').then(({ Agenda }) => Agenda)),
}

/** The code of the others, which comes when the browser is idle: to be drawn at once, and not only asked for then. */
const VIEW_LOADERS: Record<View, () => Promise<ViewComponent>> = {
  month: () => import('./month').then(({ Month }) => Month),
  week: () => import('./hours').then(({ Hours }) => Hours),
  day: () => import('./hours').then(({ Hours }) => Hours),
  agenda: () => import('./agenda').then(({ Agenda }) => Agenda),
}

const loadedViews = new Map<View, ViewComponent>()
const listeners = new Set<() => void>()

/** What draws a view; undefined until its code is there. `initial`: the view that the page came with. */
export function useViewComponent(view: View, initial: View): ViewComponent | undefined {
  const fetched = useSyncExternalStore(
    subscribe,
    () => loadedViews.get(view),
    () => undefined,
  )
  const found = view === initial ? INITIAL_VIEWS[view] : fetched
  useEffect(() => {
    if (found) return
    load(view)
    // Without a connection it is asked for again, as long as it is wanted.
    const timer = setInterval(() => load(view), 3000)
    return () => clearInterval(timer)
  }, [view, found])
  return found
}

/** Fetches the code of the views that the page did not come with, ahead of need: without a word offline. */
export function loadOtherViews(initial: View): void {
  for (const view of Object.keys(VIEW_LOADERS) as View[]) if (view !== initial) load(view)
}

function load(view: View): void {
  if (loadedViews.has(view)) return
  VIEW_LOADERS[view]()
    .then((component) => {
      loadedViews.set(view, component)
      for (const listener of listeners) listener()
    })
    .catch(() => {})
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
