import { expect, it } from 'vitest'
import { hasLostCalendar, surplusKeys } from './kept-data'

const DAY_MS = 24 * 60 * 60_000

it('deletes the oldest data beyond the size limit, and what is too old', () => {
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
