'use client'
'use no memo'

import { useEffect, useEffectEvent } from 'react'
import { NEW_EVENT_KEY } from '@/components/offline/new-event-key'
import type { Day } from '@/lib/calendar/day'
import type { Span } from '@/lib/calendar/span'
import type { EventForm } from './form-state'

/** A new event to be shown in the editor. */
export interface NewEvent {
  day: Day
  span?: Span | undefined
  /** Values of the form that the user has not entered: closing the form does not ask about them. */
  defaults?: Partial<EventForm> | undefined
  /** Values of the form that the user has entered. */
  fields?: Partial<EventForm> | undefined
}

let open: ((event: NewEvent) => void) | null = null

/** Opens the editor with a new event: on the calendar page at once, elsewhere after going to the calendar page. */
export function openNewEvent(event: NewEvent, user: string): void {
  if (open) {
    open(event)
    return
  }
  try {
    sessionStorage.setItem(NEW_EVENT_KEY, JSON.stringify({ user, event }))
  } catch {
    // Storage is blocked or full: the calendar opens without the editor.
  }
  location.assign('/calendar')
}

/** Calls `onOpen` for each call of {@link openNewEvent}, including one by the same user that led to this page. */
export function useNewEvents(user: string, onOpen: (event: NewEvent) => void): void {
  const opened = useEffectEvent(onOpen)
  useEffect(() => {
    const pending = takeNewEvent(user)
    if (pending) opened(pending)
    open = (event) => opened(event)
    return () => {
      open = null
    }
  }, [user])
}

function takeNewEvent(user: string): NewEvent | null {
  try {
    const stored = JSON.parse(sessionStorage.getItem(NEW_EVENT_KEY) ?? 'null')
    sessionStorage.removeItem(NEW_EVENT_KEY)
    return stored?.user === user ? stored.event : null
  } catch {
    return null
  }
}
