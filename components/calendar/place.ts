'use client'

import { useSyncExternalStore } from 'react'
import { type Day, isDay } from '@/lib/calendar/day'
import { isView, type View } from '@/lib/calendar/views'

/** Where in the calendar one is: which view, around which day. It is the page's address and nothing else. */
export interface Place {
  view: View
  date: Day
}

const listeners = new Set<() => void>()

/** The address of a place. */
export function pathOf({ view, date }: Place): string {
  return `/calendar/${view}/${date}`
}

/**
 * Goes to a place without asking the server for a page: the views fetch what they show. Our own store, and not the
 * router's: its Back and Forward lose their way once a page was refreshed.
 */
export function goTo(place: Place): void {
  // Before the first year and after the last there is nothing to go to.
  if (location.pathname === pathOf(place) || !isDay(place.date)) return
  // What lies over the page has an entry of its own, which this one takes the place of (see over.ts).
  if (history.state?.over) history.replaceState(null, '', pathOf(place))
  else history.pushState(null, '', pathOf(place))
  tell()
}

/** The place now; `initial` is the one the server rendered. */
export function usePlace(initial: Place): Place {
  const path = useSyncExternalStore(
    subscribe,
    () => location.pathname,
    () => pathOf(initial),
  )
  return placeOf(path) ?? initial
}

/** The place that an address names; undefined for any other address. */
export function placeOf(path: string): Place | undefined {
  const [, view, date] = /^\/calendar\/([a-z]+)\/(\d{4}-\d{2}-\d{2})$/.exec(path) ?? []
  return isView(view) && date && isDay(date) ? { view, date } : undefined
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) addEventListener('popstate', tell)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) removeEventListener('popstate', tell)
  }
}

function tell(): void {
  for (const listener of listeners) listener()
}
