import type { Day } from '@/lib/calendar/day'
import type { Repeat } from '@/lib/calendar/series/repeat'
import type { Viewer } from '@/lib/schemas/users'

export interface RepeatEditorProps {
  repeat: Repeat
  /** The day on which the event starts: its weekday, date and month are preset when the user chooses a frequency. */
  day: Day
  viewer: Viewer
  onChange(repeat: Repeat): void
}
