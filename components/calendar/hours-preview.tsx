import { DAY, MINUTE } from '@/lib/calendar/day'
import { fullTime } from '@/lib/calendar/format'
import { blockOf } from '@/lib/calendar/hours'
import { isBar } from '@/lib/calendar/month'
import type { Item } from '@/lib/calendar/tuple'
import type { Drag } from './drag'
import type { ViewProps } from './view-props'

/** What is drawn and carried goes by quarters of an hour. */
export const STEP = 15 * MINUTE

/** What is being drawn or carried, where it would come to be. */
export function Preview({ item, day, calendars, viewer }: ViewProps & { item: Item; day: number }) {
  const block = blockOf(item, day)
  if (!block || isBar(item)) return null
  const color = item.color || calendars[item.calendar]?.[2] || 'slate'
  const style = { '--from': block.from, '--length': block.to - block.from } as React.CSSProperties
  return (
    <div className={`block preview c-${color}`} style={style} aria-hidden="true">
      <span className="title">{item.title}</span>
      <span className="when">
        {fullTime(item.start, viewer)}
        {item.end > item.start && ` – ${fullTime(item.end, viewer)}`}
      </span>
    </div>
  )
}

/** What comes of a drag, as an item. */
export function previewOf({ item, ...drag }: Drag): Item {
  if (!item) {
    const { day, start, end } = drawn(drag.from, drag.by)
    const at = { start: day * DAY + start, end: day * DAY + end }
    return { id: 0, calendar: -1, title: '', color: 'indigo', occurrence: 0, flags: 0, ...at }
  }
  if (drag.edge === 'end') return { ...item, end: item.end + Math.max(drag.by, shortest(item)) }
  return { ...item, start: item.start + drag.by, end: item.end + drag.by }
}

/** A stretch of one day that was drawn down, or up; the quarter it ends in included. */
export function drawn(from: number, by: number): { day: number; start: number; end: number } {
  const day = Math.floor(from / DAY)
  const first = from - day * DAY
  // Beside the day it began in, only how far down counts.
  const last = (((from + by) % DAY) + DAY) % DAY
  return { day, start: Math.min(first, last), end: Math.max(first, last) + STEP }
}

/** By how much the end of an item can be brought forward: to a step after its start. */
export function shortest(item: Item): number {
  return Math.min(item.start + STEP - item.end, 0)
}
