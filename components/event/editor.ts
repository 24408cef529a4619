'use client'

import { later } from '@/components/shell/later'

/** The editor in its own script: it is the largest part of the page, and most visits only read. */
export const EventEditor = later(
  () => import('./event-editor').then((all) => all.EventEditor),
  [
    'change',
    'errors',
    'event',
    'eventEditor',
    'palette',
    'people',
    'repeat',
    'repeatEditor',
    'scope',
    'zones',
  ],
)

const fetchEditor = () => void EventEditor.preload().catch(() => {})

/** Handlers for an element that opens the editor: they prefetch it before the press ends. */
export const prefetchEditorHandlers = {
  onPointerEnter: fetchEditor,
  onPointerDown: fetchEditor,
  onFocus: fetchEditor,
}
