/** The role of a member in a group. */
export type Role = 'owner' | 'admin' | 'editor' | 'viewer'

/** A user's permission level for a calendar, by ownership, membership or share. */
export type Level = 'owner' | 'editor' | 'viewer' | 'freebusy'

/** Levels from lowest to highest. Queries use their position as number: `freebusy` 1 … `owner` 4. */
export const LEVELS: readonly Level[] = ['freebusy', 'viewer', 'editor', 'owner']

/** Returns whether a level is at least the needed one. */
export function isAtLeast(level: Level, needed: Level): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(needed)
}

/** Returns the level of a number used by queries; undefined for 0 and below. */
export function levelOf(number: number): Level | undefined {
  return LEVELS[number - 1]
}

/** Returns whether a role can invite and remove members and change the group. */
export function canManageGroup(role: Role): boolean {
  return role === 'owner' || role === 'admin'
}

/** Roles from highest to lowest. */
export const ROLES: readonly Role[] = ['owner', 'admin', 'editor', 'viewer']

/**
 * Returns the roles that a member can assign to another: owners any role, admins roles below admin to members below
 * admin.
 */
export function assignableRoles(actor: Role, other: Role): readonly Role[] {
  if (actor === 'owner') return ROLES
  return actor === 'admin' && !canManageGroup(other) ? ['editor', 'viewer'] : []
}

/** Returns whether a member can remove another: owners all but owners, admins members below admin. */
export function canRemoveMember(actor: Role, other: Role): boolean {
  if (other === 'owner') return false
  return actor === 'owner' || (actor === 'admin' && other !== 'admin')
}
