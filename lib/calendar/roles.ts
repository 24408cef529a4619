/** What a member may do in a group. */
export type Role = 'owner' | 'admin' | 'editor' | 'viewer'

/** What someone may do with a calendar, by ownership, membership or share. */
export type Level = 'owner' | 'editor' | 'viewer' | 'freebusy'

/** Levels from least to most. Their order is also their number in queries: `freebusy` 1 … `owner` 4. */
export const LEVELS: readonly Level[] = ['freebusy', 'viewer', 'editor', 'owner']

/** True when one level contains another. */
export function atLeast(level: Level, needed: Level): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(needed)
}

/** The level with a number as queries count it; undefined for 0 and below. */
export function levelOf(number: number): Level | undefined {
  return LEVELS[number - 1]
}

/** True for the roles that invite, remove and set the group up. */
export function managesGroup(role: Role): boolean {
  return role === 'owner' || role === 'admin'
}

/** True when a member with one role may remove a member with another: owners all but owners, admins those below. */
export function mayRemove(actor: Role, other: Role): boolean {
  if (other === 'owner') return false
  return actor === 'owner' || (actor === 'admin' && other !== 'admin')
}
