import { DAY, MINUTE } from '@/lib/calendar/day'
import { allDaySpan, DEFAULT_DURATION, type Move, timedSpan } from '@/lib/calendar/edits/move'
import { fullTime } from '@/lib/calendar/format-time'
import { blockOf } from '@/lib/calendar/hours'
import { isBar, minEndShiftDays } from '@/lib/calendar/month'
import { colorOf, FLAG, type Item } from '@/lib/calendar/tuple'
import type { Zone } from '@/lib/calendar/zones/zone'
import styles from './block.module.css'
import state from './block-state.module.css'
import text from './block-text.module.css'
import { type Drag, distanceOf, type GridPosition } from './drag'
import type { ViewProps } from './view-props'

/** Drags snap to quarters of an hour. */
export const DRAG_STEP_MS = 15 * MINUTE

/** Returns the time of day to which an arrow key moves the cursor: half an hour later or earlier. */
export function nextCursor(cursor: number, direction: number): number {
  const step = 2 * DRAG_STEP_MS
  return Math.min(Math.max(cursor + direction * step, 0), DAY - step)
}

/** Preview of a dragged event at the time where it would be dropped. */
export function DropPreview({
  item,
  day,
  calendars,
  viewer,
}: Pick<ViewProps, 'calendars' | 'viewer'> & { item: Item; day: number }) {
  const block = blockOf(item, day)
  if (!block || isBar(item)) return null
  const color = colorOf(item, calendars)
  const style = { '--from': block.from, '--length': block.to - block.from } as React.CSSProperties
  return (
    <div
      className={`${styles.block} ${state.event} ${state.preview} c-${color}`}
      style={style}
      data-preview=""
      aria-hidden="true"
    >
      <span className={text.title}>{item.title}</span>
      <span className={text.when}>
        {fullTime(item.start, viewer)}
        {item.end > item.start && ` – ${fullTime(item.end, viewer)}`}
      </span>
    </div>
  )
}

/** Returns the item with the times that a drop would give it; undefined if it would not be dropped on hours. */
export function previewOf(drag: Drag): Item | undefined {
  const { item, from, to } = drag
  if (to?.area !== 'hours') return undefined
  const by = distanceOf(drag)
  if (!item) {
    const { day, start, end } = drawnTimes(from.at, by)
    const at = { start: day * DAY + start, end: day * DAY + end }
    return { id: 0, calendar: -1, title: '', color: 'indigo', occurrence: 0, flags: 0, ...at }
  }
  if (from.area === 'days') {
    if (!(item.flags & FLAG.allDay)) return undefined
    const end = item.flags & FLAG.reminder ? to.at : to.at + DEFAULT_DURATION
    return { ...item, flags: item.flags & ~FLAG.allDay, start: to.at, end }
  }
  if (drag.edge === 'end') return { ...item, end: item.end + Math.max(by, maxShortening(item)) }
  return { ...item, start: item.start + by, end: item.end + by }
}

/** Returns the move that a drop makes; undefined if it changes nothing. */
export function moveOf(drag: Drag & { item: Item; to: GridPosition }, zone: Zone): Move | undefined {
  const { item, from, to, edge } = drag
  const isAllDay = Boolean(item.flags & FLAG.allDay)
  if (from.area === 'hours' && to.area === 'days') return { to: allDaySpan(to.at) }
  if (from.area === 'days' && to.area === 'hours') {
    if (isAllDay) return { to: timedSpan(item, to.at, zone) }
    // A timed event of several days stays in the strip: it goes to the day that it is dropped on.
    const days = Math.floor(to.at / DAY) - from.at
    return days ? { by: days * DAY, edge } : undefined
  }
  const by = distanceOf(drag) * (from.area === 'days' ? DAY : 1)
  const minShift = from.area === 'days' ? minEndShiftDays(item) * DAY : maxShortening(item)
  const shift = edge === 'end' ? Math.max(by, minShift) : by
  return shift ? { by: shift, edge } : undefined
}

/** Returns the times of a span drawn down or up within a day, including the quarter of an hour that it ends in. */
export function drawnTimes(from: number, by: number): { day: number; start: number; end: number } {
  const day = Math.floor(from / DAY)
  const first = from - day * DAY
  // If the pointer has moved to another day, only its vertical position counts.
  const last = (((from + by) % DAY) + DAY) % DAY
  return { day, start: Math.min(first, last), end: Math.max(first, last) + DRAG_STEP_MS }
}

/** Returns how far the end of an item can move towards its start, as a negative duration: one step remains. */
export function maxShortening(item: Item): number {
  return Math.min(item.start + DRAG_STEP_MS - item.end, 0)
}
