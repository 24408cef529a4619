import { describe, expect, it } from 'vitest'
import { fieldErrorsOf } from '@/test/field-errors'
import { createInvitation, invitationToken, joinGroup } from './invitations'
import { parseInput } from './parse-input'

const ID = '0198c5a0-0000-7000-8000-000000000000'

describe('createInvitation', () => {
  it('defaults to editors, two weeks and unlimited uses', () => {
    expect(parseInput(createInvitation, { group: ID })).toEqual({
      group: ID,
      role: 'editor',
      days: 14,
      maxUses: null,
    })
    const chosen = { group: ID, role: 'viewer', days: 365, maxUses: 1 }
    expect(parseInput(createInvitation, chosen)).toEqual(chosen)
  })

  it('rejects the role owner', () => {
    expect(fieldErrorsOf(createInvitation, { group: ID, role: 'owner' })).toEqual({
      role: { code: 'invalid' },
    })
  })

  it.each<[object, string]>([
    [{ days: 0 }, 'days'],
    [{ days: -1 }, 'days'],
    [{ days: 366 }, 'days'],
    [{ days: 1.5 }, 'days'],
    [{ days: '14' }, 'days'],
    [{ days: null }, 'days'],
    [{ maxUses: 0 }, 'maxUses'],
    [{ maxUses: 10_001 }, 'maxUses'],
    [{ maxUses: Number.POSITIVE_INFINITY }, 'maxUses'],
    [{ group: 'family' }, 'group'],
    [{ token: 'mine' }, 'token'],
  ])('rejects %o', (given, field) => {
    expect(fieldErrorsOf(createInvitation, { group: ID, ...given })).toEqual({ [field]: { code: 'invalid' } })
  })
})

describe('invitationToken', () => {
  it.each(['a'.repeat(20), 'Az09_-'.repeat(10), 'a'.repeat(64)])('accepts the token %s', (token) => {
    expect(parseInput(joinGroup, { token })).toEqual({ token })
  })

  it.each([
    '',
    'a'.repeat(19),
    'a'.repeat(65),
    `${'a'.repeat(30)}/..`,
    `${'a'.repeat(30)}\n`,
    `é${'a'.repeat(30)}`,
  ])('rejects %j', (token) => {
    expect(fieldErrorsOf(invitationToken, token)).toEqual({ '': { code: 'invalid' } })
  })
})
