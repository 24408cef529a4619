import type { WallMs } from '../day'
import { clockOf, equivalentTime, MAX_WALL_DISTANCE } from './clock'
import type { Instant, Zone } from './zone'

/** Returns the wall time of an instant in a zone. */
export function wallAt(instant: Instant, zone: Zone): WallMs {
  const near = equivalentTime(instant)
  const { first, changes } = clockOf(zone, near)
  let current = first
  for (const change of changes) {
    if (near < change.at) break
    current = change.offset
  }
  return instant + current
}

/**
 * Returns the instant of a wall time in a zone, with Temporal's disambiguation "compatible": a time in a gap moves
 * forward by the length of the gap (02:30 becomes 03:30), a repeated time is the first. RFC 5545 §3.3.5 requires both
 * for a DATE-TIME with a TZID.
 */
export function instantAt(wall: WallMs, zone: Zone): Instant {
  const near = equivalentTime(wall)
  const { first, changes } = clockOf(zone, near)
  let current = first
  for (const { at, offset } of changes) {
    // The change applies from its wall time by the larger offset: the new one for a gap, the old one for an overlap.
    if (near < at + Math.max(current, offset)) break
    current = offset
  }
  return wall - current
}

/** Returns whether a wall time is in a gap of the zone's clock. */
export function isSkipped(wall: WallMs, zone: Zone): boolean {
  const near = equivalentTime(wall)
  const { first, changes } = clockOf(zone, near)
  let current = first
  for (const { at, offset } of changes) {
    if (near < at + current) return false
    if (near < at + offset) return true
    current = offset
  }
  return false
}

/** Returns the minimum and maximum UTC offset in the two days around an instant or wall time. */
export function offsetsAround(time: number, zone: Zone): { min: number; max: number } {
  const near = equivalentTime(time)
  const { first, changes } = clockOf(zone, near)
  let [min, max] = [first, first]
  for (const { at, offset } of changes) {
    if (at >= near + MAX_WALL_DISTANCE) break
    if (at <= near - MAX_WALL_DISTANCE) min = max = offset
    else [min, max] = [Math.min(min, offset), Math.max(max, offset)]
  }
  return { min, max }
}
