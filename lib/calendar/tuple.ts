import { DAY, dayOf, type WallMs, wallOf } from './day'
import type { RecurrenceId } from './series/recurrence'
import type { Span } from './span'
import { offsetIfRepeated } from './zones/wall-time-anomaly'
import { wallAt, type Zone } from './zones/zone'

/**
 * An occurrence as it travels to the browser: an array, since a month has hundreds and objects repeat their keys.
 * Start and end are epoch seconds of a timed one, wall seconds of a floating one, day numbers of an all-day one
 * (end exclusive). `id` is 0 where the viewer may only know that somebody is busy.
 */
export type Tuple = [
  id: string | 0,
  calendar: number,
  flags: number,
  start: number,
  end: number,
  title: string,
  color: string | 0,
  /** Which occurrence of a series; 0 for what happens once, and where the viewer may not know. */
  occurrence: RecurrenceId | 0,
  /** The other calendars that the viewer sees it in, where there are any. */
  also?: number[],
]

/** Bits of a tuple's flags. The range query sets them in SQL by these numbers. */
export const FLAG = {
  allDay: 1,
  floating: 2,
  free: 4,
  private: 8,
  meeting: 16,
  reminder: 32,
  done: 64,
  tentative: 128,
  cancelled: 256,
  redacted: 512,
  /**
   * At home in a calendar that the viewer can't read: what they see is shown to them elsewhere, and not theirs to change. Of
   * what is redacted: shown there from elsewhere, and theirs to take down.
   */
  nonHome: 1024,
} as const

/** A calendar that the viewer sees, as it travels: what its events are drawn with, and where its stream stands. */
export type CalendarTuple = [
  id: string,
  name: string,
  color: string,
  level: number,
  group: string | 0,
  seq: number,
  /** 1 where the viewer does not want it drawn. */
  hidden?: 0 | 1,
  /** Whose it is, by name, where others share it with the viewer: neither theirs nor of a group they are in. */
  sharedBy?: string,
]

/** A calendar's tuple, no longer than it must be. */
export function calendarTuple(
  shown: [id: string, name: string, color: string, level: number, group: string | 0, seq: number],
  hidden: boolean,
  sharedBy?: string | null,
): CalendarTuple {
  if (sharedBy) return [...shown, hidden ? 1 : 0, sharedBy]
  return hidden ? [...shown, 1] : shown
}

/** What happens in a range, as it travels: `from` and `to` are day numbers, `to` exclusive. */
export interface Range {
  from: number
  to: number
  calendars: CalendarTuple[]
  tuples: Tuple[]
  /** Where events are, by id, for those that say; `id occurrence` where one occurrence is elsewhere. */
  locations?: Readonly<Record<string, string>>
  /** Calendars, by index, of which there is too much in the range to show all of it. */
  truncated?: number[]
}

/** An occurrence as views draw it: in the viewer's wall time. */
export interface Item {
  id: string | 0
  calendar: number
  title: string
  color: string | 0
  occurrence: RecurrenceId | 0
  /** The other calendars that it stands in. */
  also?: readonly number[]
  location?: string
  flags: number
  /** Wall time of start and end in the viewer's zone; all-day ones at midnight, end exclusive. */
  start: WallMs
  end: WallMs
  /** How far ahead of UTC the viewer's clock is then; set only where it shows that time twice. */
  startOffset?: number
  endOffset?: number
}

/** An item as it is among others now: the same occurrence, however it and they have changed. */
export function findItem(items: readonly Item[], { id, occurrence }: Item): Item | undefined {
  return id ? items.find((one) => one.id === id && one.occurrence === occurrence) : undefined
}

/**
 * Reads tuples in the clock of the viewer's zone. A tuple that was read before gives the same item again, so what is
 * drawn from it stays as it is; a refetch keeps the tuples that have not changed.
 */
export function toItems(
  tuples: readonly Tuple[],
  zone: Zone,
  locations: NonNullable<Range['locations']> = {},
): Item[] {
  return tuples.map((tuple) => {
    const location = locationOf(tuple, locations) || undefined
    const known = itemsRead.get(tuple)
    if (known?.zone === zone && known.item.location === location) return known.item
    const item = itemOf(tuple, zone)
    if (location) item.location = location
    itemsRead.set(tuple, { zone, item })
    return item
  })
}

/** Returns where an occurrence is: its own location, else that of its event. */
export function locationOf(
  [id, , , , , , , occurrence]: Tuple,
  locations: NonNullable<Range['locations']>,
): string | undefined {
  return locations[`${id} ${occurrence}`] ?? locations[id]
}

const itemsRead = new WeakMap<Tuple, { zone: Zone; item: Item }>()

function itemOf([id, calendar, flags, start, end, title, color, occurrence, also]: Tuple, zone: Zone): Item {
  const read =
    flags & FLAG.allDay
      ? (n: number) => n * DAY
      : flags & FLAG.floating
        ? (n: number) => n * 1000
        : (n: number) => wallAt(n * 1000, zone)
  const item: Item = { id, calendar, title, color, occurrence, flags, start: read(start), end: read(end) }
  if (also) item.also = also
  if (!(flags & (FLAG.allDay | FLAG.floating))) {
    const [from, to] = [offsetIfRepeated(start * 1000, zone), offsetIfRepeated(end * 1000, zone)]
    if (from !== undefined) item.startOffset = from
    if (to !== undefined) item.endOffset = to
  }
  return item
}

/** When an occurrence is, as the viewer has it. */
export function spanOfItem({ start, end, flags }: Item, zone: Zone): Span {
  if (flags & FLAG.allDay) return { type: 'all-day', start: dayOf(start / DAY), end: dayOf(end / DAY) }
  const [from, to] = [wallOf(start), wallOf(end)]
  if (flags & FLAG.floating) return { type: 'floating', start: from, end: to }
  return { type: 'timed', start: from, startZone: zone, end: to, endZone: zone }
}
