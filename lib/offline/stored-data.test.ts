import { expect, it } from 'vitest'
import { hasLostCalendar, isDetailKey, surplusKeys } from './stored-data'

const DAY_MS = 24 * 60 * 60_000

it('deletes the oldest data beyond the size limit, and data that is too old', () => {
  const now = 100 * DAY_MS
  const kept = [
    { key: 'old', at: now - 70 * DAY_MS, size: 1 },
    { key: 'last week', at: now - 7 * DAY_MS, size: 60 },
    { key: 'today', at: now, size: 60 },
  ]
  expect(surplusKeys(kept, now)).toEqual(['old'])
  expect(surplusKeys(kept, now, 100)).toEqual(['last week', 'old'])
})

it('notices a calendar that the user no longer sees', () => {
  expect(hasLostCalendar(['a', 'b'], ['b', 'a', 'c'])).toBe(false)
  expect(hasLostCalendar(['a', 'b'], ['a'])).toBe(true)
})

it("distinguishes the key of an event's details from those of its comments and history", () => {
  expect(isDetailKey(['event', 'a', 0], 'a')).toBe(true)
  expect(isDetailKey(['event', 'a', '2026-11-30'], 'a')).toBe(true)
  for (const name of ['comments', 'history']) expect(isDetailKey(['event', 'a', name], 'a')).toBe(false)
  expect(isDetailKey(['event', 'b', 0], 'a')).toBe(false)
  expect(isDetailKey(['own', 'a', 0], 'a')).toBe(false)
})
