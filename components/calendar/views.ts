'use client'

import dynamic from 'next/dynamic'
import { useMessages } from 'next-intl'
import { type ComponentType, useEffect, useSyncExternalStore } from 'react'
import { later } from '@/components/shell/later'
import { listedView, type View } from '@/lib/calendar/views'
import type { ViewProps } from './view-props'

type ViewComponent = ComponentType<ViewProps>

/** The people view has messages of its own. */
const loadPeopleView = later(
  () => import('./people-view').then(({ PeopleView }) => PeopleView),
  ['peopleView'],
).preload

/** Views that the server renders. Each has its own chunk, so that a page loads only the code of its view. */
const INITIAL_VIEWS: Record<View, ViewComponent> = {
  year: dynamic(() => import('./year').then(({ Year }) => Year)),
  month: dynamic(() => import('./month').then(({ Month }) => Month)),
  week: dynamic(() => import('./hours').then(({ Hours }) => Hours)),
  day: dynamic(() => import('./hours').then(({ Hours }) => Hours)),
  agenda: dynamic(() => import('./agenda').then(({ Agenda }) => Agenda)),
  people: dynamic(() => import('./people-view').then(({ PeopleView }) => PeopleView)),
  'people-week': dynamic(() => import('./people-view').then(({ PeopleView }) => PeopleView)),
}

/** Loaders of the views that the page does not contain. */
const VIEW_LOADERS: Record<View, () => Promise<ViewComponent>> = {
  year: () => import('./year').then(({ Year }) => Year),
  month: () => import('./month').then(({ Month }) => Month),
  week: () => import('./hours').then(({ Hours }) => Hours),
  day: () => import('./hours').then(({ Hours }) => Hours),
  agenda: () => import('./agenda').then(({ Agenda }) => Agenda),
  people: loadPeopleView,
  'people-week': loadPeopleView,
}

const loadedViews = new Map<View, ViewComponent>()
const listeners = new Set<() => void>()

/** Returns the component of a view; undefined until it is loaded. `initial`: the view that the server rendered. */
export function useViewComponent(view: View, initial: View): ViewComponent | undefined {
  const fetched = useSyncExternalStore(
    subscribe,
    () => loadedViews.get(view),
    () => undefined,
  )
  // The offline page opens with the last view, and does not contain the messages of the people view.
  const messages = useMessages()
  const hasMessages = listedView(view) !== 'people' || 'peopleView' in messages
  const found = view === initial && hasMessages ? INITIAL_VIEWS[view] : fetched
  useEffect(() => {
    if (found) return
    load(view)
    // Retries while offline.
    const timer = setInterval(() => load(view), 3000)
    return () => clearInterval(timer)
  }, [view, found])
  return found
}

/** Loads the code of a view that is about to be shown. */
export function preloadView(view: View): void {
  VIEW_LOADERS[view]().catch(() => {})
}

/** Prefetches the other views. Ignores failures: opening a view loads it again. */
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
