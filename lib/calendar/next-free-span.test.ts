import { expect, it } from 'vitest'
import { wallMs } from './day'
import { nextFreeSpan } from './next-free-span'
import { FLAG, type Item } from './tuple'

const at = (time: string) => wallMs(`2026-11-30T${time}:00`)
const item = (from: string, to: string, flags = 0): Item => ({
  ...{ id: 'a', calendar: 0, title: '', color: 0, occurrence: 0, flags, start: at(from), end: at(to) },
})
const freeSpan = (now: string, ...items: Item[]) => {
  const span = nextFreeSpan(items, at(now), 'Europe/Berlin')
  return span && `${span.start.slice(11, 16)}–${span.end.slice(11, 16)}`
}

it.each([
  ['10:00', '10:30–11:30'],
  ['10:10', '10:30–11:30'],
  ['10:30', '11:00–12:00'],
  ['22:45', '23:00–00:00'],
  ['23:10', '23:30–00:00'],
])('returns the next half hour at %s', (now, expected) => expect(freeSpan(now)).toBe(expected))

it('returns nothing in the last half hour of the day', () => {
  expect(freeSpan('23:30')).toBeUndefined()
})

it('skips busy times, and returns only half an hour if a busy time follows', () => {
  expect(freeSpan('10:10', item('10:00', '11:15'))).toBe('11:30–12:30')
  expect(freeSpan('10:10', item('11:00', '12:00'))).toBe('10:30–11:00')
})

it('ignores all-day, free, declined and cancelled events', () => {
  const flags = [FLAG.allDay, FLAG.free, FLAG.declined, FLAG.cancelled]
  expect(freeSpan('10:10', ...flags.map((flag) => item('10:00', '18:00', flag)))).toBe('10:30–11:30')
})
