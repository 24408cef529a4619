'use client'
'use no memo'

import { useEffect, useEffectEvent } from 'react'
import type { Item } from '@/lib/calendar/tuple'
import { eventPath, parseEventQuery } from './event-path'

type ShownEvent = Pick<Item, 'id' | 'occurrence' | 'title'>

let show: ((event: ShownEvent) => void) | null = null

/** Opens the dialog of an event: on the calendar page at once, elsewhere by passing the event's path to `go`. */
export function showEvent(event: ShownEvent & Pick<Item, 'start'>, go: (path: string) => void): void {
  if (show) show(event)
  else go(eventPath(event))
}

/** Calls `onShow` for each call of {@link showEvent}, and for the event in the page's query string. */
export function useShownEvents(onShow: (event: ShownEvent) => void): void {
  const shown = useEffectEvent(onShow)
  useEffect(() => {
    const linked = parseEventQuery(location.search)
    if (linked) {
      // A link to an event opens it once.
      history.replaceState(null, '', location.pathname)
      shown({ ...linked, title: '' })
    }
    show = (event) => shown(event)
    return () => {
      show = null
    }
  }, [])
}
