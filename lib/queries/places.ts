import type { Tuple } from '@/lib/calendar/tuple'

/** A calendar that an event stands in, by its index in the range, and the viewer's level there (see roles.ts). */
export type Place = [index: number, level: number]

/**
 * A tuple with the other calendars that it stands in. Of an event that one may read, those that one sees only as busy are
 * not named: that they are busy with just this would be told.
 */
export function withPlaces(tuple: Tuple, at: readonly Place[] | null): Tuple {
  const others = (at ?? [])
    .filter(([index, level]) => index !== tuple[1] && (tuple[0] === 0 || level >= 2))
    .map(([index]) => index)
  if (!others.length) return tuple
  const placed: Tuple = [...tuple]
  placed[8] = others
  return placed
}
