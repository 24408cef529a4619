import { describe, expect, it } from 'vitest'
import type { Span } from '../span'
import type { Series } from './recurrence'
import { lastByCount, nextOccurrences } from './upcoming'

const TUESDAY: Span = {
  type: 'timed',
  start: '2026-11-17T09:00:00',
  startZone: 'Europe/Berlin',
  end: '2026-11-17T10:00:00',
  endZone: 'Europe/Berlin',
}
const series = (rule: string, more: Partial<Series> = {}): Series => ({
  span: TUESDAY,
  recurrence: { rules: [rule], dates: [], exclusions: ['2026-12-01T09:00:00'] },
  overrides: {},
  ...more,
})

describe('nextOccurrences', () => {
  it('returns the following occurrences that are not deleted', () => {
    const days = nextOccurrences(series('FREQ=WEEKLY'), TUESDAY, 3).map(({ start }) => start.slice(0, 10))
    expect(days).toEqual(['2026-11-24', '2026-12-08', '2026-12-15'])
  })

  it('returns fewer occurrences at the end of a series, and uses the times of moved occurrences', () => {
    const moved = { ...TUESDAY, start: '2026-11-27T09:00:00', end: '2026-11-27T10:00:00' }
    const ending = series('FREQ=WEEKLY;COUNT=4', { overrides: { '2026-11-24T09:00:00': { span: moved } } })
    const days = nextOccurrences(ending, TUESDAY, 3).map(({ start }) => start.slice(0, 10))
    expect(days).toEqual(['2026-11-27', '2026-12-08'])
  })
})

describe('lastByCount', () => {
  it('returns the last occurrence that COUNT allows', () => {
    expect(lastByCount(series('FREQ=WEEKLY;COUNT=4'))?.start).toBe('2026-12-08T09:00:00')
    expect(lastByCount(series('FREQ=WEEKLY'))).toBeUndefined()
    expect(lastByCount(series('FREQ=WEEKLY;UNTIL=20270101'))).toBeUndefined()
  })
})
