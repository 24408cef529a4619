import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Day, dayOf, wallMs } from './day'
import { draftAt, type SpanDraft, spanOfDraft, toSpanDraft, withStart, withStartZone } from './draft'
import { days, duration, MEETING, spans, zones } from './draft.test.arbitrary'
import type { Span } from './span'
import { instantAt } from './zones/wall-time'

describe('toSpanDraft', () => {
  it('round-trips spans with minute precision through spanOfDraft', () => {
    fc.assert(
      fc.property(spans, zones, (span, zone) => {
        expect(spanOfDraft(toSpanDraft(span, zone))).toEqual(span)
      }),
      { numRuns: 500 },
    )
  })

  it('returns times of day in minutes since midnight, also before 1970', () => {
    const span: Span = { type: 'floating', start: '1969-12-31T10:05:00', end: '1969-12-31T23:59:00' }
    expect(toSpanDraft(span, 'UTC')).toMatchObject({ startTime: 605, endTime: 1439, startDay: '1969-12-31' })
    fc.assert(
      fc.property(spans, zones, (span, zone) => {
        const { startTime, endTime } = toSpanDraft(span, zone)
        for (const time of [startTime, endTime]) {
          expect(time).toBeGreaterThanOrEqual(0)
          expect(time).toBeLessThan(1440)
        }
      }),
    )
  })

  it('returns the inclusive last day of an all-day span, and 9:00 as default time', () => {
    expect(toSpanDraft({ type: 'all-day', start: '2026-12-31', end: '2027-01-02' }, 'Asia/Tokyo')).toEqual({
      allDay: true,
      floating: false,
      startDay: '2026-12-31',
      startTime: 540,
      startZone: 'Asia/Tokyo',
      endDay: '2027-01-01',
      endTime: 600,
      endZone: 'Asia/Tokyo',
    })
  })

  it("uses the viewer's zone for a floating span, and the span's zones for a timed one", () => {
    const [start, end] = ['2026-11-21T09:00:00', '2026-11-21T10:00:00']
    expect(toSpanDraft({ type: 'floating', start, end }, 'Asia/Tokyo')).toMatchObject({
      floating: true,
      startZone: 'Asia/Tokyo',
      endZone: 'Asia/Tokyo',
    })
    const timed: Span = { type: 'timed', start, startZone: 'Europe/Berlin', end, endZone: 'UTC' }
    expect(toSpanDraft(timed, 'Asia/Tokyo')).toMatchObject({ startZone: 'Europe/Berlin', endZone: 'UTC' })
  })
})

describe('withStart', () => {
  it('keeps the wall-clock duration', () => {
    fc.assert(
      fc.property(spans, days, fc.nat(1439), (span, day, time) => {
        const draft = toSpanDraft(span, 'UTC')
        const moved = withStart(draft, { day: dayOf(day), time })
        expect([moved.startDay, moved.startTime]).toEqual([dayOf(day), time])
        expect(duration(moved)).toBe(duration(draft))
        expect(moved.endTime).toBeGreaterThanOrEqual(0)
        expect(moved.endTime).toBeLessThan(1440)
      }),
      { numRuns: 500 },
    )
  })

  it('keeps the number of days of an all-day draft', () => {
    fc.assert(
      fc.property(days, fc.nat(40), days, (start, count, day) => {
        const draft: SpanDraft = {
          ...MEETING,
          allDay: true,
          startDay: dayOf(start),
          endDay: dayOf(start + count),
        }
        expect(withStart(draft, { day: dayOf(day) }).endDay).toBe(dayOf(day + count))
      }),
    )
  })

  it.each<[string, { day?: Day; time?: number }, Day, number]>([
    ['an earlier hour, which ends before midnight', { time: 20 * 60 }, '2026-11-21', 23 * 60],
    ['an hour that ends at midnight', { time: 21 * 60 }, '2026-11-22', 0],
    ['another day', { day: '2026-12-31' }, '2027-01-01', 60],
    ['a day before 1970', { day: '1965-06-01' }, '1965-06-02', 60],
    ['an unchanged start', {}, '2026-11-22', 60],
  ])('moves the end with the start: %s', (_, start, endDay, endTime) => {
    expect(withStart(MEETING, start)).toMatchObject({ endDay, endTime })
  })
})

describe('withStartZone', () => {
  it('changes the end zone too if both were equal', () => {
    expect(withStartZone(MEETING, 'UTC')).toEqual({ ...MEETING, startZone: 'UTC', endZone: 'UTC' })
  })

  it('keeps a different end zone', () => {
    const flight = { ...MEETING, endZone: 'Asia/Tokyo' }
    expect(withStartZone(flight, 'UTC')).toEqual({ ...flight, startZone: 'UTC' })
  })
})

describe('draftAt', () => {
  const at = (wall: string, zone: string) => instantAt(wallMs(wall), zone)

  it('keeps the duration and the zones of start and end', () => {
    const flight = toSpanDraft(
      {
        ...{ type: 'timed', start: '2026-11-30T22:00:00', startZone: 'Europe/Berlin' },
        ...{ end: '2026-12-01T01:00:00', endZone: 'America/New_York' },
      },
      'UTC',
    )
    expect(spanOfDraft(draftAt(flight, at('2026-12-02T09:30:00', 'UTC'), 'UTC'))).toMatchObject({
      start: '2026-12-02T10:30:00',
      end: '2026-12-02T13:30:00',
      startZone: 'Europe/Berlin',
      endZone: 'America/New_York',
    })
  })

  it('moves floating times in the zone of the viewer', () => {
    const walk = toSpanDraft(
      { type: 'floating', start: '2026-11-30T22:00:00', end: '2026-12-01T00:30:00' },
      'UTC',
    )
    const moved = draftAt(walk, at('2026-12-02T09:30:00', 'Asia/Tokyo'), 'Asia/Tokyo')
    expect(spanOfDraft(moved)).toEqual({
      ...{ type: 'floating', start: '2026-12-02T09:30:00', end: '2026-12-02T12:00:00' },
    })
  })

  it('keeps the elapsed time across a change of the clocks', () => {
    const night = { type: 'timed', startZone: 'Europe/Berlin', endZone: 'Europe/Berlin' } as const
    const draft = toSpanDraft({ ...night, start: '2026-03-20T23:00:00', end: '2026-03-21T05:00:00' }, 'UTC')
    const moved = spanOfDraft(draftAt(draft, at('2026-03-28T23:00:00', 'Europe/Berlin'), 'UTC'))
    expect([moved.start, moved.end]).toEqual(['2026-03-28T23:00:00', '2026-03-29T06:00:00'])
  })
})
