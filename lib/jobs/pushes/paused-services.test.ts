import { expect, it } from 'vitest'
import { pauseOf, recordServiceResponse } from './paused-services'

const SECOND = 1000

it('pauses a push service that does not answer, longer each time, and lets one message probe it', () => {
  const endpoint = 'https://slow.example.org/a'
  expect(pauseOf(endpoint, 0)).toBe(0)
  recordServiceResponse(endpoint, false, 0)
  expect(pauseOf('https://slow.example.org/b', 5 * SECOND)).toBe(10 * SECOND)
  expect(pauseOf('https://other.example.org/a', 5 * SECOND)).toBe(0)
  expect(pauseOf(endpoint, 15 * SECOND)).toBe(0)
  expect(pauseOf(endpoint, 15 * SECOND)).toBe(10 * SECOND)
  recordServiceResponse(endpoint, false, 25 * SECOND)
  expect(pauseOf(endpoint, 25 * SECOND)).toBe(30 * SECOND)
  recordServiceResponse(endpoint, true, 60 * SECOND)
  expect(pauseOf(endpoint, 60 * SECOND)).toBe(0)
})
