/** What a member may do in a group. */
export type Role = 'owner' | 'admin' | 'editor' | 'viewer'

/** What someone may do with a calendar, by ownership, membership or share. */
export type Level = 'owner' | 'editor' | 'viewer' | 'freebusy'

/** Levels from least to most. Their order is also their number in queries: `freebusy` 1 … `owner` 4. */
export const LEVELS: readonly Level[] = ['freebusy', 'viewer', 'editor', 'owner']

/** True when one level contains another. */
export function isAtLeast(level: Level, needed: Level): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(needed)
}

/** The level with a number as queries count it; undefined for 0 and below. */
export function levelOf(number: number): Level | undefined {
  return LEVELS[number - 1]
}

/** True for the roles that invite, remove and set the group up. */
export function canManageGroup(role: Role): boolean {
  return role === 'owner' || role === 'admin'
}

/** Roles that a member may give, from most to least. */
export const ROLES: readonly Role[] = ['owner', 'admin', 'editor', 'viewer']

/**
 * The roles that a member may give to another: an owner any to anybody, an admin those below admin to those below admin.
 */
export function assignableRoles(actor: Role, other: Role): readonly Role[] {
  if (actor === 'owner') return ROLES
  return actor === 'admin' && !canManageGroup(other) ? ['editor', 'viewer'] : []
}

/** True when a member with one role may remove a member with another: owners all but owners, admins those below. */
export function canRemoveMember(actor: Role, other: Role): boolean {
  if (other === 'owner') return false
  return actor === 'owner' || (actor === 'admin' && other !== 'admin')
}
