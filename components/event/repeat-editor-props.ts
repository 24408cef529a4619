import type { Day } from '@/lib/calendar/day'
import type { Repeat } from '@/lib/calendar/series/repeat'
import type { Viewer } from '@/lib/schemas/users'

export interface RepeatEditorProps {
  repeat: Repeat
  /** The day of the start, for the defaults of each choice. */
  day: Day
  viewer: Viewer
  onChange(repeat: Repeat): void
}
