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
export const QuickCreate = later(
  () => import('./quick-create').then((all) => all.QuickCreate),
  ['change', 'errors', 'event', 'eventEditor', 'quick'],
)
export const QuickWarmUp = later(
  () => import('./quick-warm-up').then((all) => all.QuickWarmUp),
  ['change', 'errors', 'event', 'eventEditor', 'quick'],
)
export const AnswerCard = later(
  () => import('./answer-card').then((all) => all.AnswerCard),
  ['change', 'event'],
)
export const ColorBy = later(() => import('./color-by').then((all) => all.ColorBy), ['colorBy'])
export const EmptyHint = later(() => import('./empty-hint').then((all) => all.EmptyHint), ['emptyCalendar'])
export const EventActions = later(
  () => import('@/components/event-actions/event-actions').then((all) => all.EventActions),
  ['change', 'errors', 'event', 'eventActions', 'palette', 'scope'],
)
export const ScopeDialog = later(
  () => import('@/components/event/scope-dialog').then((all) => all.ScopeDialog),
  ['errors', 'scope'],
)
export const TravelNotice = later(
  () => import('@/components/zone/travel-notice').then((all) => all.TravelNotice),
  ['errors', 'zones'],
)
export const DateJump = later(() => import('./date-jump').then((all) => all.DateJump), [])
export const DayDialog = later(() => import('./day-dialog').then((all) => all.DayDialog), [])
export const ShortcutsDialog = later(
  () => import('./shortcuts-dialog').then((all) => all.ShortcutsDialog),
  ['shortcuts'],
)
export const SideDrawer = later(() => import('./side-drawer').then((all) => all.SideDrawer), [])

const fetchQuickCreate = () => void QuickCreate.preload().catch(() => {})

/** Handlers for an element that opens the quick editor: they prefetch it before the press ends. */
export const prefetchQuickHandlers = {
  onPointerEnter: fetchQuickCreate,
  onPointerDown: fetchQuickCreate,
  onFocus: fetchQuickCreate,
}

/** Delay after which the page prefetches what is needed next. */
const PREFETCH_DELAY_MS = 2500

/**
 * Prefetches the other views and the dialogs once the page is idle; returns whether they are loaded. Without a
 * connection it tries again when there is one; opening a dialog also loads it. The full editor, the largest part, is
 * loaded when the pointer approaches a control that opens it (components/event/editor.ts).
 * @param initial the view that the page contains
 * @param locale the locale whose dates and times the quick editor recognizes in titles
 */
export function usePrefetchedParts(initial: View, locale: string): boolean {
  const [isPrefetched, setIsPrefetched] = useState(false)
  useEffect(() => {
    const fetchAll = () => {
      loadOtherViews(initial)
      return Promise.all([
        loadMover(),
        EventActions.preload(),
        EventDialog.preload(),
        EmptyHint.preload(),
        QuickCreate.preload(),
        TravelNotice.preload(),
        SideDrawer.preload(),
        import('@/components/typed-dates/date-parsers').then(({ loadDateParser }) => loadDateParser(locale)),
      ]).then(
        () => setIsPrefetched(true),
        () => {},
      )
    }
    const timer = setTimeout(fetchAll, PREFETCH_DELAY_MS)
    addEventListener('online', fetchAll)
    return () => {
      clearTimeout(timer)
      removeEventListener('online', fetchAll)
    }
  }, [initial, locale])
  return isPrefetched
}
