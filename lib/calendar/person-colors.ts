import { type CalendarTuple, calendarAt, type Item } from './tuple'

/** The colors that events have when they are colored by person instead of by calendar. */
export interface PersonColors {
  /** By event id; by `id occurrence` for an occurrence with other attendees, empty if the viewer knows none of them. */
  events: Readonly<Record<string, string>>
  /** Colors of the owners of personal calendars, by calendar id. */
  calendars: Readonly<Record<string, string>>
}

/** Returns items in the color of their person. Those without a known person keep their own color or the calendar's. */
export function withPersonColors(
  items: readonly Item[],
  calendars: readonly CalendarTuple[],
  colors: PersonColors,
): Item[] {
  return items.map((item) => {
    const { id, occurrence, calendar } = item
    const color =
      (colors.events[`${id} ${occurrence}`] ?? colors.events[id]) ||
      colors.calendars[calendarAt(calendars, calendar)?.id ?? '']
    return color ? { ...item, color } : item
  })
}
