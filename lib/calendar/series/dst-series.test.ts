import { describe, expect, it } from 'vitest'
import { HOUR } from '../day'
import { instantsOf } from '../span'
import { instants, seriesOf, timeOf } from './dst.test.series'
import { END_OF_TIME, occurrences } from './series'

describe('a series across a clock change', () => {
  it.each([
    ['Europe/Berlin', '2026-03-23', '2026-03-23T08:00Z', '2026-03-30T07:00Z'],
    ['Europe/Berlin', '2026-10-19', '2026-10-19T07:00Z', '2026-10-26T08:00Z'],
    ['America/St_Johns', '2026-03-02', '2026-03-02T12:30Z', '2026-03-09T11:30Z'],
    ['Australia/Lord_Howe', '2026-09-28', '2026-09-27T22:30Z', '2026-10-04T22:00Z'],
    ['Pacific/Chatham', '2026-03-30', '2026-03-29T19:15Z', '2026-04-05T20:15Z'],
    ['Asia/Kathmandu', '2026-03-23', '2026-03-23T03:15Z', '2026-03-30T03:15Z'],
    ['Africa/Casablanca', '2026-02-09', '2026-02-09T08:00Z', '2026-02-16T09:00Z'],
    ['Europe/Moscow', '2014-10-20', '2014-10-20T05:00Z', '2014-10-27T06:00Z'],
    ['Europe/Istanbul', '2016-10-28', '2016-10-28T06:00Z', '2016-11-04T06:00Z'],
    ['Pacific/Apia', '2011-12-25', '2011-12-25T19:00Z', '2011-12-31T19:00Z'],
  ])('keeps a weekly series in %s from %s at 09:00 local time', (zone, day, first, second) => {
    expect(instants(seriesOf(zone, `${day}T09:00:00`, 'FREQ=WEEKLY;COUNT=2'))).toEqual([first, second])
  })

  it('keeps the wall times of an overnight event that a clock change makes an hour shorter or longer', () => {
    const lengths = ['2026-03-27', '2026-10-23'].map((day) => {
      const series = seriesOf('Europe/Berlin', `${day}T22:00:00`, 'FREQ=DAILY;COUNT=3', 8 * 60)
      return occurrences(series, { from: 0, to: END_OF_TIME }).map(({ span }) => {
        expect([timeOf(span.start), timeOf(span.end)]).toEqual(['22:00:00', '06:00:00'])
        const { from, to } = instantsOf(span, 'UTC')
        return (to - from) / HOUR
      })
    })
    expect(lengths).toEqual([
      [8, 7, 8],
      [8, 9, 8],
    ])
  })

  it('skips the missing hour of an hourly series, and includes the repeated hour once', () => {
    expect(instants(seriesOf('Europe/Berlin', '2026-03-29T00:30:00', 'FREQ=HOURLY;COUNT=4'))).toEqual([
      '2026-03-28T23:30Z',
      '2026-03-29T00:30Z',
      '2026-03-29T01:30Z',
      '2026-03-29T02:30Z',
    ])
    expect(instants(seriesOf('Europe/Berlin', '2026-10-25T00:30:00', 'FREQ=HOURLY;COUNT=4'))).toEqual([
      '2026-10-24T22:30Z',
      '2026-10-24T23:30Z',
      '2026-10-25T00:30Z',
      '2026-10-25T02:30Z',
    ])
  })

  it('skips the missing half hour of Lord Howe in a series every 15 minutes', () => {
    const series = seriesOf('Australia/Lord_Howe', '2026-10-04T01:30:00', 'FREQ=MINUTELY;INTERVAL=15;COUNT=4')
    expect(occurrences(series, { from: 0, to: END_OF_TIME }).map(({ id }) => timeOf(id))).toEqual([
      '01:30:00',
      '01:45:00',
      '02:30:00',
      '02:45:00',
    ])
  })

  it('does not count skipped starts toward COUNT', () => {
    const series = seriesOf('Europe/Berlin', '2026-03-29T01:00:00', 'FREQ=MINUTELY;INTERVAL=30;COUNT=5')
    expect(occurrences(series, { from: 0, to: END_OF_TIME }).map(({ id }) => timeOf(id))).toEqual([
      '01:00:00',
      '01:30:00',
      '03:00:00',
      '03:30:00',
      '04:00:00',
    ])
  })

  it('keeps two occurrences at the same instant with different ids', () => {
    const series = seriesOf('Europe/Berlin', '2026-03-28T02:30:00', 'FREQ=DAILY;BYHOUR=2,3;COUNT=4')
    const found = occurrences(series, { from: 0, to: END_OF_TIME })
    expect(found.slice(2).map(({ id }) => id)).toEqual(['2026-03-29T02:30:00', '2026-03-29T03:30:00'])
    expect(instants(series).slice(2)).toEqual(['2026-03-29T01:30Z', '2026-03-29T01:30Z'])
  })

  it('moves an occurrence to the next day if its zone skipped its day', () => {
    expect(instants(seriesOf('Pacific/Apia', '2011-12-29T12:00:00', 'FREQ=DAILY;COUNT=3'))).toEqual([
      '2011-12-29T22:00Z',
      '2011-12-30T22:00Z',
      '2011-12-30T22:00Z',
    ])
  })
})
