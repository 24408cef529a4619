import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { AppError, type FieldErrors } from '@/lib/errors'
import * as groups from './groups'
import { parseInput } from './parse-input'

const ID = '0198c5a0-0000-7000-8000-000000000000'
const { createGroup, createInvitation, invitationToken, joinGroup } = groups

describe('createGroup', () => {
  it('needs a name, and may have a colour', () => {
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
  ])('refuses %o', (given, fields) => {
    expect(refusal(createGroup, given)).toEqual(fields)
  })
})

describe('createInvitation', () => {
  it('is for editors, two weeks and as many as come, unless told otherwise', () => {
    expect(parseInput(createInvitation, { group: ID })).toEqual({
      group: ID,
      role: 'editor',
      days: 14,
      maxUses: null,
    })
    const told = { group: ID, role: 'viewer', days: 365, maxUses: 1 }
    expect(parseInput(createInvitation, told)).toEqual(told)
  })

  it('never makes an owner', () => {
    expect(refusal(createInvitation, { group: ID, role: 'owner' })).toEqual({ role: { code: 'invalid' } })
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
  ])('refuses %o', (given, field) => {
    expect(refusal(createInvitation, { group: ID, ...given })).toEqual({ [field]: { code: 'invalid' } })
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
  ])('refuses %j', (token) => {
    expect(refusal(invitationToken, token)).toEqual({ '': { code: 'invalid' } })
  })
})

describe('what names a group or a member', () => {
  it.each<[string, z.ZodType, string[]]>([
    ['revokeInvitation', groups.revokeInvitation, ['invitation']],
    ['leaveGroup', groups.leaveGroup, ['group']],
    ['removeMember', groups.removeMember, ['group', 'user']],
  ])('%s takes ids and nothing else', (_, schema, keys) => {
    const all = (value: unknown) => Object.fromEntries(keys.map((key) => [key, value]))
    expect(parseInput(schema, all(ID))).toEqual(all(ID))
    expect(refusal(schema, {})).toEqual(all({ code: 'required' }))
    expect(refusal(schema, all('me'))).toEqual(all({ code: 'invalid' }))
    expect(refusal(schema, all({ $ne: null }))).toEqual(all({ code: 'invalid' }))
    expect(refusal(schema, { ...all(ID), role: 'owner' })).toEqual({ role: { code: 'invalid' } })
  })
})

function refusal(schema: z.ZodType, raw: unknown): FieldErrors | undefined {
  try {
    parseInput(schema, raw)
  } catch (error) {
    if (error instanceof AppError && error.code === 'INVALID') return error.detail.fields
    throw error
  }
}

describe('parseAddresses', () => {
  it('finds addresses as people paste them, each once', () => {
    const text =
      'Ann Lee <Ann@Example.org>, bob@example.org; cleo@example.org\r\n  dora@example.org ann@example.org,,\n'
    expect(groups.parseAddresses(text)).toEqual({
      good: ['ann@example.org', 'bob@example.org', 'cleo@example.org', 'dora@example.org'],
      bad: [],
    })
    expect(groups.parseAddresses('"Lee, Ann" <ann@example.org>').good).toEqual(['ann@example.org'])
    expect(groups.parseAddresses(' \n,; ')).toEqual({ good: [], bad: [] })
  })

  it('names what is none', () => {
    const tricks = ['ann@', '@example.org', 'ann@example', 'ann@example.org\u0000', 'ann@exa mple.org']
    const { good, bad } = groups.parseAddresses(['bob@example.org', ...tricks].join('\n'))
    expect(good).toEqual(['bob@example.org'])
    expect(bad.length).toBeGreaterThanOrEqual(tricks.length)
    // A header of its own, or a second receiver, is none either.
    for (const trick of ['a@b.org%0aBcc:c@d.org', 'a@b.org\tBcc: c@d.org', '<a@b.org\u2028Bcc: x>']) {
      for (const address of groups.parseAddresses(trick).good) expect(address).toMatch(/^[a-z0-9.]+@[a-z.]+$/)
    }
  })
})
