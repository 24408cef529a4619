import type { Day, WallMs } from '@/lib/calendar/day'
import type { Move } from '@/lib/calendar/edits/move'
import type { Span } from '@/lib/calendar/span'
import type { CalendarTuple, Item } from '@/lib/calendar/tuple'
import type { View } from '@/lib/calendar/views'
import type { Viewer } from '@/lib/schemas/users'
import type { Missing } from './view-range'

/** What every view of the calendar is given: where one is, what is shown, and what one may do. */
export interface ViewProps {
  view: View
  date: Day
  /** In calendars that are shown. */
  items: Item[]
  calendars: CalendarTuple[]
  /** Why the days shown are not there; null if they are. */
  missing: Missing
  viewer: Viewer
  /** The viewer's wall clock. */
  wall: WallMs
  /** A day number. */
  today: number
  /** How many lanes a day of the month holds, as the server rendered it. */
  initialLanes: number
  /** Lets a script of ours run in the page (see lib/server/policy.mjs). */
  nonce: string | undefined
  /** Goes to a day, a day number, in this view. */
  onFocus(day: number): void
  /** Goes to a day in the view of days. */
  onDay(day: number): void
  onOpen(item: Item): void
  /** Begins an event on a day, or with a span that was drawn. */
  onCreate(day: number, span?: Span): void
  /** Shows everything of a day. */
  onMore(day: number): void
  /** Moves an item or its end. `byKey`: repeated key presses are told to the server as one move. */
  onMove(item: Item, move: Move, byKey: boolean): void
  /** Whether an item may be changed at all. */
  isMovable(item: Item): boolean
  /** The item, if it may be dragged; asked when it is pressed, so that its details can be fetched meanwhile. */
  onGrab(item: Item): Item | undefined
}
