'use client'

import { useSyncExternalStore } from 'react'
import { type Day, isDay } from '@/lib/calendar/day'
import { isView, type View } from '@/lib/calendar/views'

/** Where in the calendar one is: which view, around which day. It is the page's address and nothing else. */
export interface CalendarRoute {
  view: View
  date: Day
}

const listeners = new Set<() => void>()

/** The address of a place. */
export function calendarPath({ view, date }: CalendarRoute): string {
  return `/calendar/${view}/${date}`
}

/**
 * Goes to a place without asking the server for a page: the views fetch what they show. Our own store, and not the
 * router's: its Back and Forward lose their way once a page was refreshed.
 */
export function navigateTo(place: CalendarRoute): void {
  // Before the first year and after the last there is nothing to go to.
  if (location.pathname === calendarPath(place) || !isDay(place.date)) return
  // What lies over the page has an entry of its own, which this one takes the place of (see close-on-back.ts).
  if (history.state?.over) history.replaceState(null, '', calendarPath(place))
  else history.pushState(null, '', calendarPath(place))
  notify()
}

/** The place now; `initial` is the one the server rendered. */
export function useCalendarRoute(initial: CalendarRoute): CalendarRoute {
  const path = useSyncExternalStore(
    subscribe,
    () => location.pathname,
    () => calendarPath(initial),
  )
  return parseCalendarPath(path) ?? initial
}

/** The place that an address names; undefined for any other address. */
export function parseCalendarPath(path: string): CalendarRoute | undefined {
  const [, view, date] = /^\/calendar\/([a-z]+)\/(\d{4}-\d{2}-\d{2})$/.exec(path) ?? []
  return isView(view) && date && isDay(date) ? { view, date } : undefined
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) addEventListener('popstate', notify)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) removeEventListener('popstate', notify)
  }
}

function notify(): void {
  for (const listener of listeners) listener()
}
