'use client'

import { useSyncExternalStore } from 'react'
import { type Day, isDay } from '@/lib/calendar/day'
import { isView, type View } from '@/lib/calendar/views'

/** The view and the day of a calendar page. Stored in the address only. */
export interface CalendarRoute {
  view: View
  date: Day
}

const listeners = new Set<() => void>()

/** Returns the path of a route. */
export function calendarPath({ view, date }: CalendarRoute): string {
  return `/calendar/${view}/${date}`
}

/**
 * Navigates without requesting a page: the views fetch their ranges. Uses the History API instead of Next's router,
 * whose Back and Forward break after a refresh.
 */
export function navigateTo(route: CalendarRoute): void {
  if (location.pathname === calendarPath(route) || !isDay(route.date)) return
  // Replaces the history entry of an open dialog (see close-on-back.ts).
  if (history.state?.over) history.replaceState(null, '', calendarPath(route))
  else history.pushState(null, '', calendarPath(route))
  notify()
}

/** Returns the current route. `initial`: the route that the server rendered. */
export function useCalendarRoute(initial: CalendarRoute): CalendarRoute {
  const path = useSyncExternalStore(
    subscribe,
    () => location.pathname,
    () => calendarPath(initial),
  )
  return parseCalendarPath(path) ?? initial
}

/** Returns the route of a path; undefined for other paths. */
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
