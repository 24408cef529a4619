import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, dayNumber, HOUR, MINUTE, wallMs } from './day'
import { type BusyTime, busyDuring, busyTimesOf, suggestTimes } from './find-time'
import { FLAG, type Range, type Tuple } from './tuple'
import { instantAt, wallAt } from './zones/wall-time'

const ZONE = 'Europe/Berlin'
const DAY_NUMBER = dayNumber('2026-12-01')
const instant = (wall: string) => instantAt(wallMs(`${wall}:00`), ZONE)
const busyAt = (from: string, to: string): BusyTime => ({ from: instant(from), to: instant(to) })
const options = {
  ...{ at: wallMs('2026-12-01T10:10:00'), firstDay: DAY_NUMBER, duration: HOUR },
  ...{ preferred: 15 * HOUR, zone: ZONE },
}

describe('suggestTimes', () => {
  it('suggests a time per day, nearest to the preferred time of day', () => {
    const busy = [
      [busyAt('2026-12-01T14:30', '2026-12-01T15:15')],
      [busyAt('2026-12-02T08:00', '2026-12-02T19:00')],
    ]
    const suggestions = suggestTimes(busy, options)
    expect(suggestions.map(({ from }) => from)).toEqual(
      [
        '2026-12-01T15:30',
        '2026-12-02T19:00',
        '2026-12-03T15:00',
        '2026-12-04T15:00',
        '2026-12-05T15:00',
      ].map(instant),
    )
    expect(suggestions.every(({ busy }) => !busy.length)).toBe(true)
  })

  it('names the busy people if there is no time for everyone, and lists these times last', () => {
    const busy = [[], [busyAt('2026-12-01T00:00', '2026-12-14T12:00')]]
    const [first, second] = suggestTimes(busy, options)
    expect([first!.from, first!.busy]).toEqual([instant('2026-12-14T15:00'), []])
    expect([second!.from, second!.busy]).toEqual([instant('2026-12-01T15:00'), [1]])
  })

  it('suggests no time at which everyone is busy, none in the past, and none that is longer than the working hours', () => {
    expect(suggestTimes([[busyAt('2026-12-01T00:00', '2026-12-20T00:00')]], options)).toEqual([])
    expect(suggestTimes([[]], { ...options, duration: 13 * HOUR })).toEqual([])
    const evening = { ...options, at: wallMs('2026-12-01T19:30:00') }
    expect(suggestTimes([[]], evening)[0]!.from).toBe(instant('2026-12-02T15:00'))
  })

  it('lists every person who is busy at a suggested time, in any zone and across clock changes', () => {
    const zone = fc.constantFrom(
      'Europe/Berlin',
      'America/St_Johns',
      'Africa/Casablanca',
      'Pacific/Apia',
      'Asia/Kathmandu',
    )
    const time = fc
      .tuple(fc.integer({ min: -DAY, max: 16 * DAY }), fc.integer({ min: 0, max: 9 * HOUR }))
      .map(([offset, length]) => ({ offset, length }))
    fc.assert(
      fc.property(
        zone,
        fc.integer({ min: dayNumber('2026-01-01'), max: dayNumber('2027-12-31') }),
        fc.array(fc.array(time, { maxLength: 40 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 40 }).map((quarters) => quarters * 15 * MINUTE),
        (zone, firstDay, offsets, duration) => {
          const start = instantAt(firstDay * DAY, zone)
          const busy = offsets.map((times) =>
            times.map(({ offset, length }) => ({ from: start + offset, to: start + offset + length })),
          )
          const at = firstDay * DAY + 9 * HOUR
          for (const suggestion of suggestTimes(busy, {
            at,
            firstDay,
            duration,
            preferred: 9 * HOUR,
            zone,
          })) {
            const { from, to } = suggestion
            expect(to - from).toBe(duration)
            expect(suggestion.busy).toEqual(busyDuring(busy, suggestion))
            for (const [person, times] of busy.entries()) {
              const isFree = times.every(
                (time) => time.to <= from || to <= time.from || time.from === time.to,
              )
              if (!suggestion.busy.includes(person)) expect(isFree).toBe(true)
            }
            const [first, last] = [wallAt(from, zone), wallAt(to, zone)]
            const day = Math.floor(first / DAY) * DAY
            expect(first).toBeGreaterThanOrEqual(Math.max(day + 8 * HOUR, at))
            expect(last).toBeLessThanOrEqual(day + 20 * HOUR)
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('busyTimesOf', () => {
  const seconds = (wall: string) => instant(wall) / 1000
  const [from, to] = [seconds('2026-12-01T09:00'), seconds('2026-12-01T10:00')]
  const range = (...tuples: Tuple[]): Range => ({
    ...{ from: DAY_NUMBER, to: DAY_NUMBER + 1, tuples },
    calendars: [
      ['family', 'Family', 'teal', 3, 'group', 0],
      ['anna', 'Anna', 'sky', 1, 0, 0],
    ],
  })
  const people = { owners: { anna: 0 }, attendees: { dinner: [1] }, declined: {} }
  const times = (shown: Range) => busyTimesOf(shown, people, { count: 2, zone: ZONE, except: 'sought' })

  it('returns the times of attendees and of owners of calendars', () => {
    expect(
      times(range(['dinner', 0, 0, from, to, 'Dinner', 0, 0], [0, 1, FLAG.redacted, from, to, '', 0, 0])),
    ).toEqual([[{ from: from * 1000, to: to * 1000 }], [{ from: from * 1000, to: to * 1000 }]])
  })

  it('reads floating times in the zone of the viewer, and leaves out the event itself and free events', () => {
    const wall = wallMs('2026-12-01T09:00:00') / 1000
    expect(times(range([0, 1, FLAG.floating, wall, wall + 3600, '', 0, 0]))[0]).toEqual([
      { from: from * 1000, to: to * 1000 },
    ])
    expect(
      times(range(['sought', 1, 0, from, to, '', 0, 0], ['walk', 1, FLAG.free, from, to, '', 0, 0])),
    ).toEqual([[], []])
  })
})
