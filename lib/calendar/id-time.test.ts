import { v7 as uuidv7 } from 'uuid'
import { expect, it } from 'vitest'
import { idTime } from './id-time'

it('returns the time of a UUIDv7', () => {
  const msecs = Date.UTC(2026, 10, 30, 12)
  expect(idTime(uuidv7({ msecs }))).toBe(msecs)
})
