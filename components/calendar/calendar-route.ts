'use client'

import { startTransition, useEffect, useState, useSyncExternalStore } from 'react'
import { type Day, isDay } from '@/lib/calendar/day'
import { isView, type View } from '@/lib/calendar/views'

/** The view and the day of a calendar page. Stored only in the URL. */
export interface CalendarRoute {
  view: View
  date: Day
}

const listeners = new Set<(isDeferred: boolean) => void>()

/** Returns the path of a route. */
export function calendarPath({ view, date }: CalendarRoute): string {
  return `/calendar/${view}/${date}`
}

/** Time when the user last paged, and how long drawing the days took then. Infinite until measured. */
let pagedAt = 0
let drawingMs = Number.POSITIVE_INFINITY

/** Above this drawing time, paging changes the title first and draws the days in a transition. */
const MAX_DRAWING_MS = 50

/**
 * Navigates without requesting a page: the views fetch their ranges. Uses the History API instead of Next's router,
 * whose Back and Forward break after a refresh.
 */
export function showRoute(route: CalendarRoute): void {
  if (!pushRoute(route)) return
  pagedAt = 0
  notify(false)
}

/** Navigates to another page of the view. On a slow device the title changes first, see {@link useCalendarRoute}. */
export function pageTo(route: CalendarRoute): void {
  if (!pushRoute(route)) return
  pagedAt = performance.now()
  notify(drawingMs > MAX_DRAWING_MS)
}

function pushRoute(route: CalendarRoute): boolean {
  if (location.pathname === calendarPath(route) || !isDay(route.date)) return false
  // Replaces the history entry of an open dialog (see close-on-back.ts).
  if (history.state?.isDialogEntry) history.replaceState(null, '', calendarPath(route))
  else history.pushState(null, '', calendarPath(route))
  return true
}

/**
 * Returns the current route, and the route whose days are drawn. They differ for a moment after paging on a slow phone:
 * drawing a month takes several frames, so the title changes first and the page keeps responding. After a key press in
 * the grid the days are drawn at once, because the next key starts from the focused day.
 * @param initial the route that the server rendered
 */
export function useCalendarRoute(initial: CalendarRoute): { route: CalendarRoute; drawn: CalendarRoute } {
  const path = useSyncExternalStore(
    subscribe,
    () => location.pathname,
    () => calendarPath(initial),
  )
  const [drawnPath, setDrawnPath] = useState(path)
  useEffect(() => {
    const draw = () => setDrawnPath(location.pathname)
    draw()
    return subscribe((isDeferred) => (isDeferred ? startTransition(draw) : draw()))
  }, [])
  useEffect(() => {
    if (!pagedAt || drawnPath !== location.pathname) return
    drawingMs = performance.now() - pagedAt
    pagedAt = 0
  }, [drawnPath])
  return { route: parseCalendarPath(path) ?? initial, drawn: parseCalendarPath(drawnPath) ?? initial }
}

/** Returns the route of a path; undefined for other paths. */
export function parseCalendarPath(path: string): CalendarRoute | undefined {
  const [, view, date] = /^\/calendar\/([a-z-]+)\/(\d{4}-\d{2}-\d{2})$/.exec(path) ?? []
  return isView(view) && date && isDay(date) ? { view, date } : undefined
}

function subscribe(listener: (isDeferred: boolean) => void): () => void {
  if (listeners.size === 0) addEventListener('popstate', onPopState)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) removeEventListener('popstate', onPopState)
  }
}

function onPopState(): void {
  notify(false)
}

function notify(isDeferred: boolean): void {
  for (const listener of listeners) listener(isDeferred)
}
