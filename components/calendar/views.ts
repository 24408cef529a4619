'use client'

import { type ComponentType, useEffect, useSyncExternalStore } from 'react'
import type { View } from '@/lib/calendar/views'
import type { ViewProps } from './view-props'

export type ViewComponent = ComponentType<ViewProps>

/** Where each view's code comes from. A page brings that of its own; the others come when the browser is idle. */
const CODE: Record<View, () => Promise<ViewComponent>> = {
  month: () => import('./month').then(({ Month }) => Month),
  week: () => import('./hours').then(({ Hours }) => Hours),
  day: () => import('./hours').then(({ Hours }) => Hours),
  agenda: () => import('./agenda').then(({ Agenda }) => Agenda),
}

const there = new Map<View, ViewComponent>()
const listeners = new Set<() => void>()

/** What draws a view; undefined until its code is there. `own`: the view that the page came with. */
export function useViewComponent(
  view: View,
  own: Partial<Record<View, ViewComponent>>,
): ViewComponent | undefined {
  const fetched = useSyncExternalStore(
    subscribe,
    () => there.get(view),
    () => undefined,
  )
  const found = own[view] ?? fetched
  useEffect(() => {
    if (!found) load(view)
  }, [view, found])
  return found
}

/** Fetches the code of all views, ahead of need: without a word where there is no connection. */
export function loadViews(): void {
  for (const view of Object.keys(CODE) as View[]) load(view)
}

function load(view: View): void {
  if (there.has(view)) return
  CODE[view]()
    .then((component) => {
      there.set(view, component)
      for (const listener of listeners) listener()
    })
    .catch(() => {})
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
