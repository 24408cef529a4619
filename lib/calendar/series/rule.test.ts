import { describe, expect, it } from 'vitest'
import { wallOf } from '../day'
import { wallOfUntil } from './rule'

describe('wallOfUntil', () => {
  it.each([
    ['20260329', '2026-03-29T00:00:00'],
    ['20260329T023001', '2026-03-29T02:30:01'],
    ['20260329T023001Z', '2026-03-29T02:30:01'],
  ])('wallOfUntil of %s is %s', (until, wall) => {
    expect(wallOf(wallOfUntil(until))).toBe(wall)
  })
})
