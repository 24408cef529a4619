import { describe, expect, it } from 'vitest'
import { occurrenceAt, occurrences } from './series'
import { FOREVER, idsOf, seriesOf, timed } from './series.test.spans'

describe('recurrence ids', () => {
  it('finds no occurrence for a recurrence id of another type than the series', () => {
    const series = seriesOf(timed('2026-01-06T00:00:00'), 'FREQ=DAILY;COUNT=3')
    series.recurrence?.exclusions.push('2026-01-07')
    series.recurrence?.dates.push('2026-02-01')
    series.overrides['2026-01-08'] = { title: 'nobody' }
    expect(idsOf(series)).toHaveLength(3)
    expect(occurrenceAt(series, '2026-01-07')).toBeUndefined()
  })

  it('gives an occurrence the length of its PERIOD, even if a rule generates it too', () => {
    const series = seriesOf(timed('2026-01-06T09:00:00'), 'FREQ=DAILY;COUNT=3')
    const end = '2026-01-07T18:00:00'
    series.recurrence?.dates.push(
      '2026-01-07T09:00:00',
      `2026-01-07T09:00:00/${end}`,
      '2026-01-07T09:00:00/2026-01-07T10:30:00',
    )
    expect(occurrences(series, FOREVER).map(({ span }) => span.end.slice(5, 16))).toEqual([
      '01-06T10:00',
      '01-07T18:00',
      '01-08T10:00',
    ])
    expect(occurrenceAt(series, '2026-01-07T09:00:00')?.span.end).toBe(end)
  })
})
