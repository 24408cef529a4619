'use client'

import { useSyncExternalStore } from 'react'
import { type Day, isDay } from '@/lib/calendar/day'

/** Where in the calendar one is: which view, around which day. It is the page's address and nothing else. */
export interface Place {
  view: 'month'
  date: Day
}

const listeners = new Set<() => void>()

/** The address of a place. */
export function pathOf({ view, date }: Place): string {
  return `/calendar/${view}/${date}`
}

/**
 * Goes to a place without asking the server for a page: the views fetch what they show. Our own store, and not the
 * router's: its Back and Forward lose their way once a page was refreshed. Beyond the years that can be written there
 * is nothing to go to.
 */
export function goTo(place: Place): void {
  if (location.pathname === pathOf(place) || !isDay(place.date)) return
  history.pushState(null, '', pathOf(place))
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
  const date = /^\/calendar\/month\/(\d{4}-\d{2}-\d{2})$/.exec(path)?.[1]
  return date && isDay(date) ? { view: 'month', date } : undefined
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
