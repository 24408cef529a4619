import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, dayOf } from './day'
import { endsBeforeStart, newSpanDraft } from './draft'
import { withTypedTime } from './typed-span'

const SLOT = newSpanDraft('2026-11-30', { today: '2026-11-29', minutes: 0 }, 'Europe/Berlin')

describe('withTypedTime', () => {
  it.each([
    ['a time', { start: 1140 }, ['2026-11-30', 1140, '2026-11-30', 1200]],
    ['a day', { day: '2026-12-04' }, ['2026-12-04', 540, '2026-12-04', 600]],
    ['a day and time', { day: '2026-12-04', start: 1140 }, ['2026-12-04', 1140, '2026-12-04', 1200]],
    ['an end', { start: 1140, end: 1260 }, ['2026-11-30', 1140, '2026-11-30', 1260]],
    ['an end after midnight', { start: 1320, end: 120 }, ['2026-11-30', 1320, '2026-12-01', 120]],
    ['a duration', { start: 1380, duration: 90 }, ['2026-11-30', 1380, '2026-12-01', 30]],
  ])('moves the slot to %s', (_, time, expected) => {
    const { startDay, startTime, endDay, endTime, allDay } = withTypedTime(SLOT, time)
    expect([startDay, startTime, endDay, endTime, allDay]).toEqual([...expected, false])
  })

  it('keeps the drawn duration, and gives an all-day slot an hour at the typed time', () => {
    expect(withTypedTime({ ...SLOT, endTime: 570 }, { start: 600 }).endTime).toBe(630)
    const allDay = { ...SLOT, allDay: true, endDay: '2026-12-02' }
    expect(withTypedTime(allDay, { start: 600 })).toMatchObject({
      ...{ allDay: false, startDay: '2026-11-30', startTime: 600, endDay: '2026-11-30', endTime: 660 },
    })
  })

  it('converts two typed days to an all-day span', () => {
    const time = { day: '2026-12-24', lastDay: '2026-12-26' }
    expect(withTypedTime(SLOT, time)).toMatchObject({
      ...{ allDay: true, startDay: '2026-12-24', endDay: '2026-12-26' },
    })
  })

  it('returns a span that does not end before its start, for any typed time', () => {
    const minutes = fc.nat(1439)
    const time = fc.record(
      { start: minutes, end: minutes, duration: fc.nat(3000) },
      { requiredKeys: ['start'] },
    )
    fc.assert(
      fc.property(time, fc.nat(400), fc.boolean(), (time, days, allDay) => {
        const slot = { ...SLOT, allDay, endDay: addDays(SLOT.startDay, days % 3) }
        expect(endsBeforeStart(withTypedTime(slot, { ...time, day: dayOf(20_000 + days) }))).toBe(false)
      }),
    )
  })
})
