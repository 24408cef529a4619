import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { FieldErrors } from '@/lib/errors'
import { fieldErrorsOf } from '@/test/field-errors'
import * as groups from './groups'
import { parseInput } from './parse-input'

const ID = '0198c5a0-0000-7000-8000-000000000000'
const { createGroup, createInvitation, invitationToken, joinGroup } = groups

describe('createGroup', () => {
  it('requires a name and accepts a color', () => {
    expect(parseInput(createGroup, { name: ' The\nSmiths ' })).toEqual({
      name: 'The Smiths',
      description: '',
    })
    expect(parseInput(createGroup, { name: 'Home', color: 'lime' })).toEqual({
      name: 'Home',
      color: 'lime',
      description: '',
    })
  })

  it.each<[object, FieldErrors]>([
    [{}, { name: { code: 'required' } }],
    [{ name: ' ' }, { name: { code: 'required' } }],
    [{ name: 'x'.repeat(101) }, { name: { code: 'too_long', limit: 100 } }],
    [{ name: ['x'] }, { name: { code: 'invalid' } }],
    [{ name: 'Home', color: 'red' }, { color: { code: 'invalid' } }],
    [{ name: 'Home', color: null }, { color: { code: 'invalid' } }],
    [{ name: 'Home', owner: ID }, { owner: { code: 'invalid' } }],
  ])('rejects %o', (given, fields) => {
    expect(fieldErrorsOf(createGroup, given)).toEqual(fields)
  })
})

describe('createInvitation', () => {
  it('defaults to editors, two weeks and unlimited uses', () => {
    expect(parseInput(createInvitation, { group: ID })).toEqual({
      group: ID,
      role: 'editor',
      days: 14,
      maxUses: null,
    })
    const told = { group: ID, role: 'viewer', days: 365, maxUses: 1 }
    expect(parseInput(createInvitation, told)).toEqual(told)
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
  it.each(['a'.repeat(20), 'Az09_-'.repeat(10), 'a'.repeat(64)])('reads %s', (token) => {
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

describe('inputs with ids of groups and members', () => {
  it.each<[string, z.ZodType, string[]]>([
    ['revokeInvitation', groups.revokeInvitation, ['invitation']],
    ['leaveGroup', groups.leaveGroup, ['group']],
    ['removeMember', groups.removeMember, ['group', 'user']],
  ])('accepts ids and no other keys as input of %s', (_, schema, keys) => {
    const all = (value: unknown) => Object.fromEntries(keys.map((key) => [key, value]))
    expect(parseInput(schema, all(ID))).toEqual(all(ID))
    expect(fieldErrorsOf(schema, {})).toEqual(all({ code: 'required' }))
    expect(fieldErrorsOf(schema, all('me'))).toEqual(all({ code: 'invalid' }))
    expect(fieldErrorsOf(schema, all({ $ne: null }))).toEqual(all({ code: 'invalid' }))
    expect(fieldErrorsOf(schema, { ...all(ID), role: 'owner' })).toEqual({ role: { code: 'invalid' } })
  })
})
