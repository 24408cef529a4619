import type { EventForm } from '@/components/event/form-state'
import type { Day, WallMs } from '@/lib/calendar/day'
import type { Move } from '@/lib/calendar/edits/move'
import type { Span } from '@/lib/calendar/span'
import type { CalendarTuple, Item } from '@/lib/calendar/tuple'
import type { View } from '@/lib/calendar/views'
import type { Viewer } from '@/lib/schemas/users'
import type { GroupTuple } from './calendar-list'
import type { MissingReason } from './view-range'

/** Props of every view. */
export interface ViewProps {
  view: View
  date: Day
  /** Items of visible calendars. */
  items: Item[]
  calendars: CalendarTuple[]
  groups: GroupTuple[]
  /** The group that the server rendered the people view with. */
  initialGroup: string | undefined
  /** Why the days are not loaded; null if they are. */
  missing: MissingReason
  viewer: Viewer
  /** The viewer's wall clock. */
  wall: WallMs
  /** A day number. */
  today: number
  /** Number of lanes per day of the month, as rendered by the server. */
  initialLanes: number
  /** Nonce for inline scripts (see lib/server/policy.mjs). */
  nonce: string | undefined
  /** Shows a day in this view. */
  onGoTo(day: number): void
  /** Shows a day alone. */
  onDay(day: number): void
  onOpen(item: Item): void
  /** Opens the editor for a new event on a day, or with a drawn span. `defaults`: see NewEvent. */
  onCreate(day: number, span?: Span, defaults?: Partial<EventForm>): void
  /** Opens the list of all events of a day. */
  onMore(day: number): void
  /** Moves an item or its end. `byKey`: repeated key presses are sent to the server as one move. */
  onMove(item: Item, move: Move, byKey: boolean): void
  /** Returns whether the viewer may move an item. */
  isMovable(item: Item): boolean
  /** Called when an item is pressed: returns it if it can be dragged, and prefetches its details. */
  onGrab(item: Item): Item | undefined
}
