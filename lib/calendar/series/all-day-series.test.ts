import { describe, expect, it } from 'vitest'
import { occurrences } from './series'
import { allDay, FOREVER, idsOf, seriesOf } from './series.test.spans'

describe('all-day series', () => {
  it('repeats all-day events on 29 February and on the 31st only where these exist', () => {
    expect(idsOf(seriesOf(allDay('2096-02-29'), 'FREQ=YEARLY;COUNT=3'))).toEqual([
      '2096-02-29',
      '2104-02-29',
      '2108-02-29',
    ])
    const months = idsOf(seriesOf(allDay('2026-01-31'), 'FREQ=MONTHLY;COUNT=7')).map((id) => id.slice(5, 7))
    expect(months).toEqual(['01', '03', '05', '07', '08', '10', '12'])
  })

  it('expands all-day series to the same ids and days in every zone', () => {
    const series = seriesOf(allDay('2026-03-28'), 'FREQ=DAILY;COUNT=3')
    expect(occurrences(series, FOREVER).map(({ span }) => [span.start, span.end])).toEqual([
      ['2026-03-28', '2026-03-29'],
      ['2026-03-29', '2026-03-30'],
      ['2026-03-30', '2026-03-31'],
    ])
  })

  it('ignores BYHOUR, BYMINUTE and BYSECOND of all-day series (RFC 5545 §3.3.10)', () => {
    const plain = idsOf(seriesOf(allDay('2026-03-28'), 'FREQ=DAILY;COUNT=3'))
    expect(
      idsOf(seriesOf(allDay('2026-03-28'), 'FREQ=DAILY;COUNT=3;BYHOUR=9,10;BYMINUTE=30;BYSECOND=1')),
    ).toEqual(plain)
    expect(idsOf(seriesOf(allDay('2026-03-28'), 'FREQ=HOURLY;COUNT=3'))).toEqual(plain)
    expect(idsOf(seriesOf(allDay('2026-03-28'), 'FREQ=HOURLY;INTERVAL=48;COUNT=2'))[1]).toBe('2026-03-30')
  })

  it.each([
    // With weeks from Monday, 2020, 2026 and 2032 have 53 weeks; with weeks from Sunday, 2020, 2025 and 2031.
    ['FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO', '2020-12-28', ['2020-12-28', '2026-12-28', '2032-12-27']],
    ['FREQ=YEARLY;BYWEEKNO=-1;BYDAY=MO', '2020-12-28', ['2020-12-28', '2021-12-27', '2022-12-26']],
    ['FREQ=YEARLY;BYWEEKNO=-53;BYDAY=MO', '2019-12-30', ['2019-12-30', '2025-12-29', '2031-12-29']],
    ['FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO', '2024-01-01', ['2024-01-01', '2024-12-30', '2025-12-29']],
    ['FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO;WKST=SU', '2024-01-01', ['2024-01-01', '2024-12-30', '2026-01-05']],
    ['FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU;WKST=SU', '2020-12-27', ['2020-12-27', '2025-12-28', '2031-12-28']],
    // Every second week year: the last days of 2024 are in week 1 of 2025.
    ['FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1;BYDAY=MO', '2024-12-30', ['2024-12-30', '2027-01-04', '2029-01-01']],
    ['FREQ=YEARLY;BYWEEKNO=20', '2026-05-13', ['2026-05-13', '2027-05-19', '2028-05-17']],
  ])('expands the all-day series %s from %s to %j', (rule, start, expected) => {
    expect(idsOf(seriesOf(allDay(start), rule), 3)).toEqual(expected)
  })
})
