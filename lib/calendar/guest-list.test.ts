import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { invitees } from '@/lib/schemas/attendees'
import { guestName, parseGuestList } from './guest-list'

const ann = { email: 'ann@example.org', name: 'Ann' }

describe('parseGuestList', () => {
  it.each([
    ['commas', 'ann@example.org, bob@example.org'],
    ['semicolons', 'ann@example.org;bob@example.org;'],
    ['lines', 'ann@example.org\r\n\nbob@example.org\n'],
    ['spaces', ' ann@example.org  bob@example.org '],
    ['mailto: links', 'mailto:ann@example.org, MAILTO:Bob@Example.org'],
  ])('parses addresses with %s', (_, text) => {
    expect(parseGuestList(text)).toEqual({
      guests: [
        { email: 'ann@example.org', name: null },
        { email: 'bob@example.org', name: null },
      ],
      repeated: [],
      unreadable: [],
    })
  })

  it.each([
    ['in angle brackets', 'Ann <ann@example.org>'],
    ['in quotes', '"Ann" <Ann@example.org>'],
    ['without brackets', 'Ann ann@example.org'],
  ])('reads a name %s', (_, text) => {
    expect(parseGuestList(text).guests).toEqual([ann])
  })

  it('keeps a comma within quotes', () => {
    expect(parseGuestList('"Lee, Ann" <ann@example.org>; bob@example.org').guests).toEqual([
      { email: 'ann@example.org', name: 'Lee, Ann' },
      { email: 'bob@example.org', name: null },
    ])
  })

  it('returns an address in several spellings once, with its name, and reports it as repeated', () => {
    expect(parseGuestList('ANN@example.org, Ann <ann@Example.org>, ann@example.org')).toEqual({
      guests: [ann],
      repeated: ['ann@example.org'],
      unreadable: [],
    })
  })

  it.each([
    'Ann',
    'ann@',
    '@example.org',
    'ann@example',
    'a@b@example.org',
    '"Ann <ann@example.org',
    '<>',
    'a..b@c.de',
  ])('reports %j as unreadable', (text) => {
    expect(parseGuestList(text)).toMatchObject({ guests: [], unreadable: [text] })
  })

  it('returns only guests that can be invited, for any pasted text', () => {
    const part = fc.constantFrom(
      'ann',
      '@',
      'example.org',
      '.',
      '<',
      '>',
      '"',
      ',',
      ' ',
      '\n',
      'é',
      "o'b",
      '+',
      '-',
    )
    const texts = fc.array(part, { maxLength: 20 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(texts, (text) => {
        const { guests } = parseGuestList(text)
        const invited = guests.map(({ email, name }) => ({ email, ...(name && { name }) }))
        expect(invitees.safeParse(invited).success).toBe(true)
      }),
      { examples: [['ann@example.orgé']] },
    )
  })
})

it('shows a guest without a name by the local part of the address', () => {
  expect(guestName({ name: null, email: 'ann.b@example.org' })).toBe('ann.b')
  expect(guestName(ann)).toBe('Ann')
})
