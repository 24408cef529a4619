import { canWriteTo, FLAG, type Item, type Range } from '@/lib/calendar/tuple'

/** Returns whether the viewer may move an item of the range. */
export function isMovable(item: Item, range: Range): boolean {
  return (
    item.id !== 0 &&
    !(item.flags & (FLAG.redacted | FLAG.nonHome | FLAG.readOnly)) &&
    canWriteTo(range.calendars[item.calendar])
  )
}
