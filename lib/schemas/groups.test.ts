import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { FieldErrors } from '@/lib/errors'
import { fieldErrorsOf } from '@/test/field-errors'
import * as groups from './groups'
import * as invitations from './invitations'
import { parseInput } from './parse-input'

const ID = '0198c5a0-0000-7000-8000-000000000000'
const { createGroup } = groups

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

describe('inputs with ids of groups and members', () => {
  it.each<[string, z.ZodType, string[]]>([
    ['revokeInvitation', invitations.revokeInvitation, ['invitation']],
    ['leaveGroup', groups.leaveGroup, ['group']],
    ['removeMember', groups.removeMember, ['group', 'user']],
  ])('accepts ids and no other keys as input of %s', (_, schema, keys) => {
    const all = (value: unknown) => Object.fromEntries(keys.map((key) => [key, value]))
    expect(parseInput(schema, all(ID))).toMatchObject(all(ID))
    expect(fieldErrorsOf(schema, {})).toEqual(all({ code: 'required' }))
    expect(fieldErrorsOf(schema, all('me'))).toEqual(all({ code: 'invalid' }))
    expect(fieldErrorsOf(schema, all({ $ne: null }))).toEqual(all({ code: 'invalid' }))
    expect(fieldErrorsOf(schema, { ...all(ID), role: 'owner' })).toEqual({ role: { code: 'invalid' } })
  })
})
