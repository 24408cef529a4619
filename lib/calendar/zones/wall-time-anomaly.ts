import { HOUR, type WallMs } from '../day'
import { instantAt, offsetsAround, wallAt } from './wall-time'
import type { Instant, Zone } from './zone'

/**
 * Returns how a wall time is irregular in a zone: `skipped` in a DST gap (`shown`: the later time that it moves to), or
 * `repeated` in an overlap, where it means the first of both instants. Undefined for all other wall times.
 */
export function wallTimeAnomaly(
  wall: WallMs,
  zone: Zone,
): { kind: 'skipped'; shown: WallMs } | { kind: 'repeated' } | undefined {
  const instant = instantAt(wall, zone)
  const shown = wallAt(instant, zone)
  if (shown !== wall) return { kind: 'skipped', shown }
  // Clocks are set back by up to three hours, or by a day in a zone that crosses the date line.
  for (const distance of [3 * HOUR, 24 * HOUR]) {
    const offset = wallAt(instant + distance, zone) - (instant + distance)
    if (wall - offset > instant && wallAt(wall - offset, zone) === wall) return { kind: 'repeated' }
  }
  return undefined
}

/**
 * Returns the UTC offset in milliseconds at an instant whose wall time is repeated. Otherwise undefined: the wall time
 * alone identifies the instant.
 */
export function offsetIfRepeated(instant: Instant, zone: Zone): number | undefined {
  const { min, max } = offsetsAround(instant, zone)
  if (min === max) return undefined
  const wall = wallAt(instant, zone)
  const other = [wall - min, wall - max].find(
    (candidate) => candidate !== instant && wallAt(candidate, zone) === wall,
  )
  return other === undefined ? undefined : wall - instant
}
