import type { Span } from '@/lib/calendar/span'
import type { Item } from '@/lib/calendar/tuple'
import type { ShownMember } from '@/lib/schemas/event-people'
import type { ViewProps } from './view-props'

/** A column or row of the people view. */
export interface PersonColumn {
  /** Null: everyone in the group. */
  member: ShownMember | null
  name: string
  color: string
  items: Item[]
}

/** Props of the day and the week of the people view. */
export interface PeopleProps extends ViewProps {
  columns: PersonColumn[]
  /** The column into which a new event is drawn. */
  target: number
  onCreateIn(column: number, day: number, span?: Span): void
}
