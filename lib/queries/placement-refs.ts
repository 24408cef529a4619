import type { Tuple } from '@/lib/calendar/tuple'

/** A calendar that an event stands in, by its index in the range, and the viewer's level there (see roles.ts). */
export type PlacementRef = [index: number, level: number]

/**
 * The calendar that an event counts for in a view's limits: the one it is drawn in, or, if that is hidden, the first that
 * is not. The range query computes the same.
 */
export function visibleCalendarOf(
  index: number,
  at: readonly PlacementRef[] | null,
  isHidden: (calendar: number) => boolean,
): number {
  if (!isHidden(index)) return index
  const shown = (at ?? []).flatMap(([place]) => (isHidden(place) ? [] : [place]))
  return shown.length ? Math.min(...shown) : index
}

/**
 * A tuple with the other calendars that it stands in. Of an event that one may read, those that one sees only as busy are
 * not named: that they are busy with just this would be told.
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
