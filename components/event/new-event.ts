'use client'
'use no memo'

import { useEffect, useEffectEvent } from 'react'
import type { Day } from '@/lib/calendar/day'
import type { Span } from '@/lib/calendar/span'
import type { EventForm } from './form-state'

/** A new event to be shown in the editor. */
export interface NewEvent {
  day: Day
  span?: Span | undefined
  /** Initial values of the form. */
  fields?: Partial<EventForm> | undefined
}

const STORAGE_KEY = 'kinday-new-event'

let open: ((event: NewEvent) => void) | null = null

/** Opens the editor with a new event: on the calendar page at once, elsewhere after going to the calendar page. */
export function openNewEvent(event: NewEvent): void {
  if (open) {
    open(event)
    return
  }
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(event))
  } catch {
    // Storage is blocked or full: the calendar opens without the editor.
  }
  location.assign('/calendar')
}

/** Calls `onOpen` for each call of {@link openNewEvent}, including one that led to this page. */
export function useNewEvents(onOpen: (event: NewEvent) => void): void {
  const opened = useEffectEvent(onOpen)
  useEffect(() => {
    const pending = takeNewEvent()
    if (pending) opened(pending)
    open = (event) => opened(event)
    return () => {
      open = null
    }
  }, [])
}

function takeNewEvent(): NewEvent | null {
  try {
    const text = sessionStorage.getItem(STORAGE_KEY)
    sessionStorage.removeItem(STORAGE_KEY)
    return text ? JSON.parse(text) : null
  } catch {
    return null
  }
}
