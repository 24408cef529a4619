import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY } from '../day'
import { hasSameClock } from './clock'
import { wallAt } from './wall-time'
import { isZone } from './zone'
import { ZONES } from './zone.test.temporal'

describe('hasSameClock', () => {
  const from = Date.parse('2026-11-21T00:00Z')
  it.each([
    ['Europe/Berlin', 'Europe/Paris', true],
    ['Asia/Calcutta', 'Asia/Kolkata', true],
    ['Europe/Berlin', 'Africa/Lagos', false], // the same only in winter
    ['Europe/London', 'Atlantic/Reykjavik', false],
    ['America/Phoenix', 'America/Denver', false],
    ['Europe/Berlin', 'Asia/Tokyo', false],
    ['Pacific/Niue', 'Pacific/Kiritimati', false],
  ])('compares %s and %s within a year: %s', (a, b, same) => {
    expect(hasSameClock(a, b, from, from + 366 * DAY)).toBe(same)
    expect(hasSameClock(b, a, from, from + 366 * DAY)).toBe(same)
  })
})

describe('isZone', () => {
  it.each([
    ...ZONES,
    'Europe/Kyiv',
    'Asia/Calcutta',
    'US/Pacific',
    'GMT',
    'EST5EDT',
    'America/Argentina/Buenos_Aires',
  ])('accepts %s', (name) => {
    expect(isZone(name)).toBe(true)
  })

  it.each([
    '+02:00',
    '-0330',
    '+02',
    'UTC+2',
    'GMT+5',
    'Z',
    '',
    ' ',
    'Nowhere/City',
    'Europe',
    'Europe/',
    'Europe/Berlin ',
    ' Europe/Berlin',
    'Europe/Berlin\n',
    'Europe/Berlin\0',
    '/etc/localtime',
    '../Europe/Berlin',
    '🕰',
    '__proto__',
    'constructor',
    'undefined',
    'local',
  ])('rejects %j', (name) => {
    expect(isZone(name)).toBe(false)
  })

  it('rejects a name of 10,000 characters', () => {
    expect(isZone('A'.repeat(10_000))).toBe(false)
    expect(isZone(`Europe/${'Berlin'.repeat(2000)}`)).toBe(false)
  })

  it('accepts only usable zones among any texts, without throwing', () => {
    const names = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'GMT+-0123:/UCE') }),
    )
    fc.assert(fc.property(names, (name) => !isZone(name) || Number.isFinite(wallAt(0, name))))
  })
})
