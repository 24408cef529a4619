import type { Tuple } from '@/lib/calendar/tuple'

/** A calendar that shows an event, by its index in the range, and the viewer's level there (see roles.ts). */
export type PlacementRef = [index: number, level: number]

/**
 * Returns the calendar whose limit an event counts for: the one it is drawn in, or, if that is hidden, the first that
 * is not. The range query computes the same.
 */
export function visibleCalendarOf(
  index: number,
  at: readonly PlacementRef[] | null,
  isHidden: (calendar: number) => boolean,
): number {
  if (!isHidden(index)) return index
  const visiblePlaces = (at ?? []).flatMap(([place]) => (isHidden(place) ? [] : [place]))
  return visiblePlaces.length ? Math.min(...visiblePlaces) : index
}

/**
 * Returns a tuple with the other calendars that show the event. Of an event that the viewer may read, calendars that
 * the viewer sees as free/busy only are left out: otherwise the tuple would reveal which of the busy times there it is.
 */
export function withPlacements(tuple: Tuple, at: readonly PlacementRef[] | null): Tuple {
  const others = (at ?? [])
    .filter(([index, level]) => index !== tuple[1] && (tuple[0] === 0 || level >= 2))
    .map(([index]) => index)
  if (!others.length) return tuple
  const placed: Tuple = [...tuple]
  placed[8] = others
  return placed
}
