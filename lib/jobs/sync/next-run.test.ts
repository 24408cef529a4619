import { expect, it } from 'vitest'
import { HOUR, MINUTE } from '@/lib/calendar/day'
import { delayAfterFailure, delayAfterSuccess } from './next-run'

const MIDDLE = 0.5
const idle = { hasChanged: false, elapsedMs: 5 * MINUTE, isWatched: false, intervalMinutes: null }

it('doubles the interval from five minutes to an hour while nothing changes', () => {
  const delays = [delayAfterSuccess({ ...idle, hasChanged: true }, MIDDLE)]
  for (let run = 0; run < 5; run++)
    delays.push(delayAfterSuccess({ ...idle, elapsedMs: delays.at(-1)! }, MIDDLE))
  expect(delays.map((delay) => delay / MINUTE)).toEqual([5, 10, 20, 40, 60, 60])
})

it('runs after five minutes again once something has changed', () => {
  expect(delayAfterSuccess({ ...idle, elapsedMs: HOUR, hasChanged: true }, MIDDLE)).toBe(5 * MINUTE)
})

it('runs hourly while the provider notifies of changes, even after one', () => {
  expect(delayAfterSuccess({ ...idle, isWatched: true, hasChanged: true }, MIDDLE)).toBe(HOUR)
})

it('keeps the interval that the user has chosen', () => {
  expect(delayAfterSuccess({ ...idle, intervalMinutes: 10_080, hasChanged: true }, MIDDLE)).toBe(
    10_080 * MINUTE,
  )
})

it('varies delays by up to a tenth', () => {
  expect(delayAfterSuccess({ ...idle, isWatched: true }, 0)).toBe(54 * MINUTE)
  expect(delayAfterSuccess({ ...idle, isWatched: true }, 1)).toBe(66 * MINUTE)
})

it('doubles the delay of failures from a minute to six hours', () => {
  const delays = [1, 2, 3, 9, 10, 5000].map((failures) => delayAfterFailure(failures, 0, MIDDLE))
  expect(delays.map((delay) => delay / MINUTE)).toEqual([1, 2, 4, 256, 360, 360])
})

it('waits at least as long as the provider asks', () => {
  expect(delayAfterFailure(1, 4 * HOUR, MIDDLE)).toBe(4 * HOUR)
})
