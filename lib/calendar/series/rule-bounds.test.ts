import { describe, expect, it } from 'vitest'
import { on } from './repeat.test.arbitrary'
import { firstOccurrenceSpan } from './rule-bounds'

describe('firstOccurrenceSpan', () => {
  it('returns the start if the rule generates it, else the next occurrence', () => {
    expect(firstOccurrenceSpan(['FREQ=WEEKLY;BYDAY=TU'], on('2026-11-17'))?.start).toBe('2026-11-17T09:00:00')
    expect(firstOccurrenceSpan(['FREQ=WEEKLY;BYDAY=MO,FR'], on('2026-11-17'))?.start).toBe(
      '2026-11-20T09:00:00',
    )
    expect(firstOccurrenceSpan([], on('2026-11-17'))?.start).toBe('2026-11-17T09:00:00')
    expect(firstOccurrenceSpan(['FREQ=WEEKLY;BYDAY=MO;UNTIL=20261118'], on('2026-11-17'))).toBeUndefined()
  })
})
