import { HOUR, type WallMs } from '../day'
import { type Instant, instantAt, offsetsAround, wallAt, type Zone } from './zone'

/**
 * What is odd about a wall time: the clock jumps over it, so that it will be `shown` as a later one, or it shows it twice,
 * of which the first is meant. Undefined for all but two hours of a year.
 */
export function wallTimeAnomaly(
  wall: WallMs,
  zone: Zone,
): { kind: 'skipped'; shown: WallMs } | { kind: 'twice' } | undefined {
  const instant = instantAt(wall, zone)
  const shown = wallAt(instant, zone)
  if (shown !== wall) return { kind: 'skipped', shown }
  // No clock is put back by more than a day.
  for (const later of [3 * HOUR, 24 * HOUR]) {
    const offset = wallAt(instant + later, zone) - (instant + later)
    if (wall - offset > instant && wallAt(wall - offset, zone) === wall) return { kind: 'twice' }
  }
  return undefined
}

/**
 * Returns how far ahead of UTC a zone is at an instant whose wall time its clock shows twice, in milliseconds; undefined at all
 * other times, when the wall time says enough.
 */
export function offsetIfRepeated(instant: Instant, zone: Zone): number | undefined {
  const { min, max } = offsetsAround(instant, zone)
  if (min === max) return undefined
  const wall = wallAt(instant, zone)
  const other = [wall - min, wall - max].find((one) => one !== instant && wallAt(one, zone) === wall)
  return other === undefined ? undefined : wall - instant
}
