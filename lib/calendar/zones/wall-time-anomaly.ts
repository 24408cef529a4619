import { HOUR, type WallMs } from '../day'
import { type Instant, instantAt, offsetsAround, wallAt, type Zone } from './zone'

/**
 * Returns whether a wall time is skipped by the clock, with the later time `shown` instead, or occurs twice (the
 * first is meant). Undefined for all other wall times.
 */
export function wallTimeAnomaly(
  wall: WallMs,
  zone: Zone,
): { kind: 'skipped'; shown: WallMs } | { kind: 'twice' } | undefined {
  const instant = instantAt(wall, zone)
  const shown = wallAt(instant, zone)
  if (shown !== wall) return { kind: 'skipped', shown }
  // No clock is set back by more than a day.
  for (const later of [3 * HOUR, 24 * HOUR]) {
    const offset = wallAt(instant + later, zone) - (instant + later)
    if (wall - offset > instant && wallAt(wall - offset, zone) === wall) return { kind: 'twice' }
  }
  return undefined
}

/**
 * Returns the UTC offset in milliseconds at an instant whose wall time occurs twice; undefined at all other instants,
 * which the wall time identifies.
 */
export function offsetIfRepeated(instant: Instant, zone: Zone): number | undefined {
  const { min, max } = offsetsAround(instant, zone)
  if (min === max) return undefined
  const wall = wallAt(instant, zone)
  const other = [wall - min, wall - max].find((one) => one !== instant && wallAt(one, zone) === wall)
  return other === undefined ? undefined : wall - instant
}
