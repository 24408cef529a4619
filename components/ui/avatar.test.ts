import { expect, it } from 'vitest'
import { initials } from './avatar'

it.each([
  ['Anna Okafor', 'AO'],
  ['anna', 'A'],
  ['Anna Maria von Berg', 'AB'],
  ['Familie 👨‍👩‍👧', 'F👨‍👩‍👧'],
  ['🇳🇴 Ørjan', '🇳🇴Ø'],
  ['e\u0301lodie', 'E\u0301'],
])('reduces the name %s to the initials %s', (name, expected) => {
  expect(initials(name)).toBe(expected)
})
