import { expect, it } from 'vitest'
import { recordTableOf, tableOf } from './admin-table'

const user = {
  id: '01a1fe9b-c8f8-74ad-a287-0cc1cd2118e1',
  name: 'Anna',
  email: 'anna@example.org',
  admin: true,
  groups: 2,
  createdAt: '2026-11-21T11:30:25.251286+00:00',
  lastUsed: null,
}

it('aligns columns, shortens dates and prints no quotes', () => {
  const rows = [user, { ...user, name: 'Bé 👨‍👩‍👧', email: 'b@example.org', admin: false, groups: 10 }]
  expect(tableOf(rows, ['name', 'email', 'admin', 'groups', 'createdAt', 'lastUsed'])).toBe(
    [
      'name   email             admin  groups  created at  last used',
      'Anna   anna@example.org  yes    2       2026-11-21',
      'Bé 👨‍👩‍👧  b@example.org     no     10      2026-11-21',
    ].join('\n'),
  )
})

it('fits 100 columns by cutting long texts, but not ids', () => {
  const long = { ...user, name: 'n'.repeat(80), owners: ['o'.repeat(90), 'p'] }
  const lines = tableOf([long, user], ['id', 'name', 'owners', 'createdAt']).split('\n')
  expect(Math.max(...lines.map((line) => line.length))).toBe(100)
  expect(lines[1]).toMatch(/^01a1fe9b-c8f8-74ad-a287-0cc1cd2118e1 {2}n+… {2}o+… {2}2026-11-21$/)
})

it('prints a record as one line per field', () => {
  expect(recordTableOf({ postgres: '16.1', mail: false, oldestJobDelay: null })).toBe(
    'postgres        16.1\nmail            no\noldestJobDelay  ',
  )
})
