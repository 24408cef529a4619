import { type CalendarTuple, calendarAt, FLAG, type Item } from './tuple'

/** Maps the events of a range to the people of a list, given as indexes in that list. */
export interface EventPeople {
  /** Owners of personal calendars, by calendar id. */
  owners: Readonly<Record<string, number>>
  /**
   * People who are invited and have not declined, by event id; by `id occurrence` for an occurrence that differs from
   * its series. Null or absent: the viewer knows of no invited person of the list.
   */
  attendees: Readonly<Record<string, readonly number[] | null>>
  /** People who have declined, by the same keys. */
  declined: Readonly<Record<string, readonly number[]>>
}

/** The events of one column of the people view: those of a person, or of everyone in the group. */
export interface PersonItems {
  /** Index of the person; null: everyone. */
  person: number | null
  items: Item[]
}

/**
 * Divides items among the people of a group. An event belongs to the people who attend it; without any, to everyone if
 * it is in a calendar of the group, else to the owners of its calendars.
 *
 * @param count number of people
 */
export function itemsByPerson(
  items: readonly Item[],
  calendars: readonly CalendarTuple[],
  people: EventPeople,
  { group, count }: { group: string; count: number },
): PersonItems[] {
  const everyone: PersonItems = { person: null, items: [] }
  const columns = Array.from({ length: count }, (_, person): PersonItems => ({ person, items: [] }))
  for (const item of items) {
    const attendees = attendeesOf(item, people)
    if (!attendees && placesOf(item).some((index) => calendarAt(calendars, index)?.group === group)) {
      everyone.items.push(item)
      continue
    }
    for (const person of attendees ?? ownersOf(item, calendars, people)) columns[person]?.items.push(item)
  }
  return [everyone, ...columns]
}

/**
 * Returns the people whom an item keeps busy: those who attend it, and the owners of its calendars who have not
 * declined it. Free and cancelled events, reminders and all-day events keep nobody busy.
 */
export function busyPeople(
  item: Item,
  calendars: readonly CalendarTuple[],
  people: EventPeople,
): readonly number[] {
  if (item.flags & NOT_BUSY) return []
  const declined = (item.id && ofOccurrence(item, people.declined)) || []
  const owners = ownersOf(item, calendars, people).filter((owner) => !declined.includes(owner))
  return [...new Set([...(attendeesOf(item, people) ?? []), ...owners])]
}

const NOT_BUSY = FLAG.allDay | FLAG.free | FLAG.reminder | FLAG.cancelled

function attendeesOf(item: Item, { attendees }: EventPeople): readonly number[] | null {
  return (item.id && ofOccurrence(item, attendees)) || null
}

/** Returns the value of an occurrence, else that of its event. */
function ofOccurrence<Value>(
  { id, occurrence }: Item,
  values: Readonly<Record<string, Value>>,
): Value | undefined {
  const ofSingle = occurrence ? values[`${id} ${occurrence}`] : undefined
  return ofSingle === undefined ? values[id] : ofSingle
}

function ownersOf(item: Item, calendars: readonly CalendarTuple[], { owners }: EventPeople): number[] {
  return [...new Set(placesOf(item).flatMap((index) => owners[calendarAt(calendars, index)?.id ?? ''] ?? []))]
}

function placesOf({ calendar, otherCalendars = [] }: Item): number[] {
  return [calendar, ...otherCalendars]
}
