import { DAY, dayOf, type WallMs, wallOf } from './day'
import type { RecurrenceId } from './series/recurrence'
import type { Span } from './span'
import type { ConnectionKind } from './sync-choices'
import { wallAt } from './zones/wall-time'
import { offsetIfRepeated } from './zones/wall-time-anomaly'
import type { Zone } from './zones/zone'

/**
 * An occurrence as sent to the browser: an array, since a month has hundreds and objects repeat their keys.
 * Start and end are epoch seconds (timed), wall seconds (floating) or day numbers with an exclusive end (all-day).
 * `id` is 0 if the viewer only sees busy times.
 */
export type Tuple = [
  id: string | 0,
  calendar: number,
  flags: number,
  start: number,
  end: number,
  title: string,
  color: string | 0,
  /** Recurrence id; 0 for a single event, or if hidden from the viewer. */
  occurrence: RecurrenceId | 0,
  /** Indices of other calendars in which the viewer sees it, if any. */
  otherCalendars?: number[],
]

/** Bits of a tuple's flags; flags.ts declares when each is set. */
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
   * The viewer sees only a placement other than the home placement, so the viewer cannot edit the event. Together with
   * `redacted`, the flag means that the viewer can remove this placement.
   */
  nonHome: 1024,
  /** The viewer is invited and has not answered. */
  unanswered: 2048,
  /** The viewer has answered Maybe. */
  maybe: 4096,
  /** The viewer has answered No. */
  declined: 8192,
  /** Editors cannot change the event, because changes of it are not sent to the calendar that it is synced with. */
  readOnly: 16384,
  /** The calendar that the event is synced with shows when it is, but not its title. */
  untitledBusy: 32768,
  /** The item is the hold of an open gathering, which is no event. */
  hold: 65536,
  /** A duty of the event, of the occurrence or of the whole series needs a person. */
  unclaimed: 131072,
} as const

/** A calendar as sent to the browser, with the display data of its events and its stream's sequence number. */
export type CalendarTuple = [
  id: string,
  name: string,
  color: string,
  level: number,
  group: string | 0,
  seq: number,
  /** 1 if the viewer has hidden it. */
  hidden?: 0 | 1,
  /** Name of the owner, if the calendar is neither the viewer's own nor that of one of their groups; else empty. */
  sharedBy?: string,
  source?: CalendarSource,
]

/** The provider from which a calendar is synced, and the user who has connected it, if that is not the viewer. */
export type CalendarSource = [kind: ConnectionKind, by?: string]

/** Returns the arguments of the message `source`, which says where a calendar is synced from. */
export function sourceValues([kind, by = '']: CalendarSource) {
  return { kind, by, hasName: by ? 'yes' : 'no' }
}

/** Returns a calendar's tuple without trailing default values. */
export function calendarTuple(
  required: [id: string, name: string, color: string, level: number, group: string | 0, seq: number],
  hidden: boolean,
  sharedBy?: string | null,
  source?: CalendarSource | null,
): CalendarTuple {
  if (source) return [...required, hidden ? 1 : 0, sharedBy ?? '', source]
  if (sharedBy) return [...required, hidden ? 1 : 0, sharedBy]
  return hidden ? [...required, 1] : required
}

/** The fields of a {@link CalendarTuple} by name. */
export interface RangeCalendar {
  id: string
  name: string
  color: string
  level: number
  group: string | 0
  isHidden: boolean
  sharedBy: string | undefined
  source: CalendarSource | undefined
}

/** Decodes the tuple of a calendar. */
export function decodeCalendar([
  id,
  name,
  color,
  level,
  group,
  ,
  hidden,
  sharedBy,
  source,
]: CalendarTuple): RangeCalendar {
  return { id, name, color, level, group, isHidden: Boolean(hidden), sharedBy: sharedBy || undefined, source }
}

/** Returns the calendar at an index. */
export function calendarAt(calendars: readonly CalendarTuple[], index: number): RangeCalendar | undefined {
  const tuple = calendars[index]
  return tuple && decodeCalendar(tuple)
}

/** Returns the calendar with an id. */
export function findCalendar(calendars: readonly CalendarTuple[], id: string): RangeCalendar | undefined {
  const found = calendars.find((calendar) => calendar[0] === id)
  return found && decodeCalendar(found)
}

/** Returns whether the viewer can add and change events in a calendar. */
export function canWriteTo(calendar: CalendarTuple | undefined): boolean {
  // 3 is the level `editor` (see `LEVELS`).
  return calendar !== undefined && decodeCalendar(calendar).level >= 3
}

/** The occurrences of a range as sent to the browser. `from` and `to` are day numbers, `to` exclusive. */
export interface Range {
  from: number
  to: number
  calendars: CalendarTuple[]
  tuples: Tuple[]
  /** Locations by event id; by `id occurrence` for an occurrence with another location. */
  locations?: Readonly<Record<string, string>>
  /** Indices of calendars whose occurrences were cut off by a limit. */
  truncated?: number[]
  /** Times that open gatherings hold in the viewer's calendar. */
  holds?: Hold[]
}

/**
 * A slot of an open gathering in which the viewer takes part. Calendar, flags, start and end are as in {@link Tuple}.
 */
export type Hold = [
  gathering: string,
  slug: string,
  title: string,
  calendar: number,
  flags: number,
  start: number,
  end: number,
]

/** An occurrence as views show it, in the viewer's wall time. */
export interface Item {
  id: string | 0
  calendar: number
  title: string
  color: string | 0
  occurrence: RecurrenceId | 0
  /** Indices of other calendars that show it. */
  otherCalendars?: readonly number[]
  location?: string
  /** Slug of the gathering that holds the time. */
  gathering?: string
  flags: number
  /** Start and end in the viewer's zone; midnights for all-day items, end exclusive. */
  start: WallMs
  end: WallMs
  /** UTC offset of the viewer's zone, set only for a wall time that occurs twice. */
  startOffset?: number
  endOffset?: number
}

/** Returns the color of an item: its own, else that of its calendar. */
export function colorOf({ color, calendar }: Item, calendars: readonly CalendarTuple[]): string {
  return color || calendarAt(calendars, calendar)?.color || 'slate'
}

/** Finds the occurrence of an item in a list of other items, such as those that a refetch has returned. */
export function findItem(items: readonly Item[], { id, occurrence }: Item): Item | undefined {
  return id ? items.find((item) => item.id === id && item.occurrence === occurrence) : undefined
}

/**
 * Converts tuples to items in the viewer's zone. Returns the same object for a tuple converted before, which avoids
 * rendering again; a refetch keeps unchanged tuples.
 */
export function toItems(
  tuples: readonly Tuple[],
  zone: Zone,
  locations: NonNullable<Range['locations']> = {},
): Item[] {
  return tuples.map((tuple) => {
    const location = locationOf(tuple, locations) || undefined
    const cached = cachedItems.get(tuple)
    if (cached?.zone === zone && cached.item.location === location) return cached.item
    const item = itemOf(tuple, zone)
    if (location) item.location = location
    cachedItems.set(tuple, { zone, item })
    return item
  })
}

/**
 * Returns the holds of a range as items in the viewer's zone. @param titleOf returns the text for a gathering's title
 */
export function holdItems({ holds = [] }: Range, zone: Zone, titleOf: (title: string) => string): Item[] {
  return holds.map(([, slug, title, ...time]) => ({
    ...itemOf([0, ...time, titleOf(title), 0, 0], zone),
    gathering: slug,
  }))
}

/** Returns the location of an occurrence, else that of its event. */
export function locationOf(
  [id, , , , , , , occurrence]: Tuple,
  locations: NonNullable<Range['locations']>,
): string | undefined {
  return locations[`${id} ${occurrence}`] ?? locations[id]
}

const cachedItems = new WeakMap<Tuple, { zone: Zone; item: Item }>()

function itemOf(
  [id, calendar, flags, start, end, title, color, occurrence, otherCalendars]: Tuple,
  zone: Zone,
): Item {
  const toWall =
    flags & FLAG.allDay
      ? (n: number) => n * DAY
      : flags & FLAG.floating
        ? (n: number) => n * 1000
        : (n: number) => wallAt(n * 1000, zone)
  const item: Item = { id, calendar, title, color, occurrence, flags, start: toWall(start), end: toWall(end) }
  if (otherCalendars) item.otherCalendars = otherCalendars
  if (!(flags & (FLAG.allDay | FLAG.floating))) {
    const [from, to] = [offsetIfRepeated(start * 1000, zone), offsetIfRepeated(end * 1000, zone)]
    if (from !== undefined) item.startOffset = from
    if (to !== undefined) item.endOffset = to
  }
  return item
}

/** Returns the span of an item in the viewer's zone. */
export function spanOfItem({ start, end, flags }: Item, zone: Zone): Span {
  if (flags & FLAG.allDay) return { type: 'all-day', start: dayOf(start / DAY), end: dayOf(end / DAY) }
  const [from, to] = [wallOf(start), wallOf(end)]
  if (flags & FLAG.floating) return { type: 'floating', start: from, end: to }
  return { type: 'timed', start: from, startZone: zone, end: to, endZone: zone }
}

/** Returns whether an item is shown as "Busy" because the viewer, or the synced account, does not see its title. */
export function isUntitledBusy({ flags }: Pick<Item, 'flags'>): boolean {
  return (flags & (FLAG.redacted | FLAG.untitledBusy)) !== 0
}
