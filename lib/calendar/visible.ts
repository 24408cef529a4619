import { type CalendarTuple, calendarTuple, decodeCalendar, type Item, type Range } from './tuple'

/** Returns the items of visible calendars. An item in several calendars is shown in its first visible one. */
export function visibleItems(items: readonly Item[], calendars: readonly CalendarTuple[]): Item[] {
  const hidden = calendars.map((calendar) => decodeCalendar(calendar).isHidden)
  const isShown = (index: number) => !hidden[index]
  return items.flatMap((item) => {
    const otherCalendars = item.otherCalendars?.filter(isShown) ?? []
    if (isShown(item.calendar)) return item.otherCalendars ? { ...item, otherCalendars } : item
    const [calendar, ...others] = otherCalendars
    return calendar === undefined ? [] : { ...item, calendar, otherCalendars: others }
  })
}

/** Returns the range with changed visibility of calendars. @param hidden by calendar id */
export function withCalendarVisibility(range: Range, hidden: ReadonlyMap<string, boolean>): Range {
  return {
    ...range,
    calendars: range.calendars.map((tuple) => {
      const isHidden = hidden.get(tuple[0])
      if (isHidden === undefined || isHidden === decodeCalendar(tuple).isHidden) return tuple
      const [id, name, color, level, group, seq, , sharedBy, source] = tuple
      return calendarTuple([id, name, color, level, group, seq], isHidden, sharedBy, source)
    }),
  }
}
