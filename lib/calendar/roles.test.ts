import { describe, expect, it } from 'vitest'
import {
  assignableRoles,
  canManageGroup,
  canRemoveMember,
  isAtLeast,
  LEVELS,
  levelOf,
  ROLES,
  type Role,
} from './roles'

describe('permission levels', () => {
  it('includes lower levels and no higher ones in each permission level', () => {
    const contained = LEVELS.map((level) => LEVELS.filter((needed) => isAtLeast(level, needed)))
    expect(contained).toEqual([
      ['freebusy'],
      ['freebusy', 'viewer'],
      ['freebusy', 'viewer', 'editor'],
      ['freebusy', 'viewer', 'editor', 'owner'],
    ])
  })

  it('numbers permission levels as queries do, from free/busy 1 to owner 4', () => {
    expect([1, 2, 3, 4].map(levelOf)).toEqual(['freebusy', 'viewer', 'editor', 'owner'])
  })

  it.each([0, -1, 5, Number.NaN, 1.5])('returns no permission level for the number %d', (number) => {
    expect(levelOf(number)).toBeUndefined()
  })
})

describe('roles', () => {
  it('lets owners and admins manage a group', () => {
    expect(ROLES.filter(canManageGroup)).toEqual(['owner', 'admin'])
  })

  it.each<[Role, Role[]]>([
    ['owner', ['admin', 'editor', 'viewer']],
    ['admin', ['editor', 'viewer']],
    ['editor', []],
    ['viewer', []],
  ])('lets %s remove exactly %j', (actor, others) => {
    expect(ROLES.filter((other) => canRemoveMember(actor, other))).toEqual(others)
  })
})

describe('assignableRoles', () => {
  it('lets owners assign all roles, admins those below admin, and others none', () => {
    for (const other of ROLES) {
      expect(assignableRoles('owner', other)).toEqual(ROLES)
      expect(assignableRoles('editor', other)).toEqual([])
      expect(assignableRoles('viewer', other)).toEqual([])
    }
    expect(ROLES.map((other) => assignableRoles('admin', other).length)).toEqual([0, 0, 2, 2])
  })
})
