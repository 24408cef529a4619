'use client'

import { useState } from 'react'
import type { NewEvent } from '@/components/event/new-event'
import { QuickEditor } from '@/components/event/quick-editor'
import type { Live } from '@/components/live/live'
import { DAY, dayNumber, type WallMs } from '@/lib/calendar/day'
import { nextFreeSpan } from '@/lib/calendar/next-free-span'
import type { CalendarTuple, Item } from '@/lib/calendar/tuple'
import type { Viewer } from '@/lib/schemas/users'
import { NewEventPreview } from './new-event-preview'

/**
 * The quick editor, with a preview of the event in the grid behind it. Without a span it starts in a free half hour.
 */
export function QuickCreate({
  event,
  items,
  ...props
}: {
  event: NewEvent
  items: readonly Item[]
  calendars: CalendarTuple[]
  viewer: Viewer
  /** The viewer's wall clock. */
  wall: WallMs
  live: Live
  onMore(event: NewEvent): void
  onClose(): void
}) {
  const { viewer, wall } = props
  const [newEvent] = useState<NewEvent>(() => {
    const isToday = dayNumber(event.day) === Math.floor(wall / DAY)
    return {
      ...event,
      span: event.span ?? (isToday ? nextFreeSpan(items, wall, viewer.timeZone) : undefined),
    }
  })
  return (
    <QuickEditor
      {...props}
      event={newEvent}
      preview={(preview) => <NewEventPreview {...preview} viewer={viewer} />}
    />
  )
}
