'use client'

import { later } from '@/components/shell/later'

/** The editor in a script of its own: it is the largest part of the page, and most visits only read. */
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

const fetchEditor = () => void EventEditor.ahead().catch(() => {})

/** Handlers of an element that opens the editor: they fetch it while the press is still being made. */
export const prefetchEditorHandlers = {
  onPointerEnter: fetchEditor,
  onPointerDown: fetchEditor,
  onFocus: fetchEditor,
}
