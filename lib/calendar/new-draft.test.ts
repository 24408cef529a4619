import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, dayOf } from './day'
import { endsBeforeStart, newSpanDraft, withEndOvernight } from './draft'
import { days, duration, MEETING, zones } from './draft.test.arbitrary'

describe('newSpanDraft', () => {
  const today = '2026-11-21'

  it('starts at 9:00 on other days than today, for an hour', () => {
    expect(newSpanDraft('2026-11-30', { today, minutes: 1000 }, 'Asia/Tokyo')).toEqual({
      ...MEETING,
      startDay: '2026-11-30',
      startTime: 540,
      startZone: 'Asia/Tokyo',
      endDay: '2026-11-30',
      endTime: 600,
      endZone: 'Asia/Tokyo',
    })
  })

  it.each([
    [0, 1, today, 2],
    [9 * 60, 10, today, 11],
    [9 * 60 + 1, 10, today, 11],
    [9 * 60 + 59, 10, today, 11],
    [22 * 60, 23, '2026-11-22', 0],
    [23 * 60, 23, '2026-11-22', 0],
    [23 * 60 + 59, 23, '2026-11-22', 0],
  ])(
    'suggests for today, %i minutes after midnight, hour %i until %s, hour %i',
    (minutes, start, endDay, end) => {
      expect(newSpanDraft(today, { today, minutes }, 'UTC')).toMatchObject({
        startDay: today,
        startTime: start * 60,
        endDay,
        endTime: end * 60,
      })
    },
  )

  it('creates a valid one-hour span on the day at every time', () => {
    fc.assert(
      fc.property(days, fc.boolean(), fc.nat(1439), zones, (number, isToday, minutes, zone) => {
        const day = dayOf(number)
        const draft = newSpanDraft(day, { today: isToday ? day : addDays(day, 1), minutes }, zone)
        expect([draft.startDay, duration(draft)]).toEqual([day, 60])
        expect(endsBeforeStart(draft)).toBe(false)
      }),
    )
  })
})

describe('withEndOvernight', () => {
  const draft = newSpanDraft('2026-12-08', { today: '2026-12-08', minutes: 0 }, 'Europe/Berlin')
  const at = (startTime: number, endTime: number, endDay = '2026-12-08') =>
    withEndOvernight({ ...draft, startTime, endTime, endDay })

  it('moves an end before the start to the next day', () => {
    expect(at(22 * 60, 7 * 60)).toMatchObject({ startDay: '2026-12-08', endDay: '2026-12-09', endTime: 420 })
  })

  it('keeps an end after the start, on another day, or before the start day', () => {
    expect(at(7 * 60, 22 * 60).endDay).toBe('2026-12-08')
    expect(at(22 * 60, 7 * 60, '2026-12-09').endDay).toBe('2026-12-09')
    expect(at(22 * 60, 7 * 60, '2026-12-07').endDay).toBe('2026-12-07')
  })
})
