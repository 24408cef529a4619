import type { CalendarTuple, Item } from './tuple'

/**
 * What the viewer wants drawn: nothing that stands in hidden calendars alone. What stands in others too is drawn as those
 * have it.
 */
export function shownItems(items: Item[], calendars: readonly CalendarTuple[]): Item[] {
  if (!calendars.some(([, , , , , , hidden]) => hidden)) return items
  return items.flatMap((item) => {
    const places = [item.calendar, ...(item.also ?? [])]
    const [calendar, ...also] = places.filter((index) => !calendars[index]?.[6])
    if (calendar === undefined) return []
    return also.length + 1 === places.length ? [item] : [{ ...item, calendar, also }]
  })
}
