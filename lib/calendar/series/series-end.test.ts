import { describe, expect, it } from 'vitest'
import { wallOf } from '../day'
import type { Span } from '../span'
import { lastStart } from './rule-starts'
import { boundsOfSeries, END_OF_TIME, occurrenceAt, occurrences } from './series'
import { allDay, floating, idsOf, seriesOf, timed } from './series.test.spans'

describe('UNTIL', () => {
  const spring = timed('2026-03-27T09:00:00')
  const autumn = timed('2026-10-24T02:30:00')

  it.each<[title: string, span: Span, until: string, last: string]>([
    ['in UTC, at an occurrence', spring, '20260330T070000Z', '2026-03-30T09:00:00'],
    ['in UTC, a second before an occurrence', spring, '20260330T065959Z', '2026-03-29T09:00:00'],
    ['in local time, at an occurrence', spring, '20260330T090000', '2026-03-30T09:00:00'],
    ['in local time, a second before an occurrence', spring, '20260330T085959', '2026-03-29T09:00:00'],
    ['as a date, at the end of that day', spring, '20260330', '2026-03-30T09:00:00'],
    ['at the repeated hour, the first time', autumn, '20261025T003000Z', '2026-10-25T02:30:00'],
    ['at the repeated hour, before the first time', autumn, '20261025T002959Z', '2026-10-24T02:30:00'],
    ['at the repeated hour, the second time', autumn, '20261025T011500Z', '2026-10-25T02:30:00'],
    [
      'just before an occurrence in a DST gap',
      timed('2026-03-27T02:30:00'),
      '20260329T012959Z',
      '2026-03-28T02:30:00',
    ],
    [
      'at an occurrence in a DST gap',
      timed('2026-03-27T02:30:00'),
      '20260329T013000Z',
      '2026-03-29T02:30:00',
    ],
    [
      'in UTC, which a floating series reads as local time',
      floating('2026-03-27T09:00:00'),
      '20260330T090000Z',
      '2026-03-30T09:00:00',
    ],
    [
      'in local time, for a floating series',
      floating('2026-03-27T09:00:00'),
      '20260330T085959',
      '2026-03-29T09:00:00',
    ],
    ['as a date, for a floating series', floating('2026-03-27T23:00:00'), '20260330', '2026-03-30T23:00:00'],
    ['as a date, for an all-day series', allDay('2026-03-27'), '20260330', '2026-03-30'],
    [
      'as a time, of which an all-day series reads the date',
      allDay('2026-03-27'),
      '20260330T000000Z',
      '2026-03-30',
    ],
    ['before DTSTART, keeping DTSTART', spring, '20200101', '2026-03-27T09:00:00'],
    ['before the first supported year, keeping DTSTART', spring, '00000101', '2026-03-27T09:00:00'],
    ['and COUNT, at the earlier of both', spring, '20260330;COUNT=2', '2026-03-28T09:00:00'],
  ])('ends a series with UNTIL %s', (_, span, until, last) => {
    const series = seriesOf(span, `FREQ=DAILY;UNTIL=${until}`)
    expect(idsOf(series).at(-1)).toBe(last)
    expect(occurrenceAt(series, last)?.id).toBe(last)
    const { from, to } = boundsOfSeries(series)
    expect(occurrences(series, { from, to: to + 1 })).toHaveLength(idsOf(series).length)
  })

  it.each(['99991231T235959Z', '99991231', '99990101T000000'])('treats UNTIL=%s as no end', (until) => {
    const series = seriesOf(timed('2026-03-27T09:00:00'), `FREQ=YEARLY;UNTIL=${until}`)
    expect(idsOf(series, 20_000).at(-1)).toBe('9998-03-27T09:00:00')
    expect(boundsOfSeries(series).to).toBeLessThanOrEqual(END_OF_TIME)
  })
})

describe('COUNT', () => {
  it('counts DTSTART toward COUNT even if the rule does not generate it', () => {
    const tuesday = timed('2026-01-06T09:00:00')
    expect(idsOf(seriesOf(tuesday, 'FREQ=WEEKLY;BYDAY=MO;COUNT=1'))).toEqual(['2026-01-06T09:00:00'])
    expect(idsOf(seriesOf(tuesday, 'FREQ=WEEKLY;BYDAY=MO;COUNT=2'))).toEqual([
      '2026-01-06T09:00:00',
      '2026-01-12T09:00:00',
    ])
  })

  it('counts excluded instances toward COUNT', () => {
    const series = seriesOf(timed('2026-01-06T09:00:00'), 'FREQ=DAILY;COUNT=3')
    series.recurrence?.exclusions.push('2026-01-07T09:00:00')
    expect(idsOf(series)).toEqual(['2026-01-06T09:00:00', '2026-01-08T09:00:00'])
  })

  it.each([
    ['FREQ=DAILY;COUNT=1000', '2028-10-01T09:00:00'],
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=27', '2027-01-05T09:00:00'],
    ['FREQ=MONTHLY;COUNT=14', '2027-02-06T09:00:00'],
    ['FREQ=DAILY;BYDAY=TU,WE;COUNT=4', '2026-01-14T09:00:00'],
    ['FREQ=DAILY;COUNT=1000000000000', '9999-12-31T00:00:00'],
  ])('ends %s at %s', (rule, last) => {
    expect(wallOf(lastStart(rule, timed('2026-01-06T09:00:00'))!)).toBe(last)
  })
})
