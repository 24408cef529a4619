'use client'

import type { RefObject } from 'react'
import type { Live } from '@/components/live/live'
import { OptionalPart } from '@/components/shell/later'
import type { WallMs } from '@/lib/calendar/day'
import type { Move } from '@/lib/calendar/edits/move'
import { FLAG, type Item, type Range } from '@/lib/calendar/tuple'
import type { Viewer } from '@/lib/schemas/users'
import { isMovable } from './movable'
import { AnswerCard, EventActions, QuickWarmUp } from './parts'

/** The parts of the calendar page that are loaded when it is idle, and that it works without. */
export function IdleParts({
  items,
  range,
  viewer,
  wall,
  live,
  canWrite,
  ...actions
}: {
  grid: RefObject<HTMLDivElement | null>
  items: Item[]
  range: Range
  viewer: Viewer
  wall: WallMs
  live: Live
  canWrite: boolean
  /** See the props of {@link EventActions}, which sets it. */
  moveSelected: RefObject<((item: Item, move: Move) => boolean) | null>
  /** See the props of {@link EventActions}. */
  isDisabled: RefObject<boolean>
  /** The day that is shown first, a day number. */
  day: number
  onOpen(item: Item): void
  onCreate(day: number): void
}) {
  const { calendars } = range
  return (
    <>
      {items.some(({ flags }) => flags & FLAG.unanswered) && (
        <OptionalPart>
          <AnswerCard {...{ items, viewer, wall, live }} />
        </OptionalPart>
      )}
      {canWrite && (
        <OptionalPart>
          <QuickWarmUp {...{ calendars, viewer, live }} />
        </OptionalPart>
      )}
      <OptionalPart>
        <EventActions
          {...{ items, calendars, viewer, live, ...actions }}
          isMovable={(item) => isMovable(item, range)}
        />
      </OptionalPart>
    </>
  )
}
