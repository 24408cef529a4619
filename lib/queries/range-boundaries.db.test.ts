import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, DAY, dayNumber, dayOf, wallMs, wallOf } from '@/lib/calendar/day'
import { instantsOf, type Span } from '@/lib/calendar/span'
import type { Tuple } from '@/lib/calendar/tuple'
import { instantAt } from '@/lib/calendar/zones/wall-time'
import { updateEvent } from '@/lib/commands/events'
import { as, days, hour, makeUser } from '@/test/database/fixtures'

const titles = (range: { tuples: Tuple[] }) => range.tuples.map((tuple) => tuple[5]).sort()

/** A user for a single test, with an empty calendar. */
async function makeLoneUser() {
  const user = await makeUser('alone')
  const addEvent = (title: string, span: Span) =>
    as(user).createEvent({ calendarId: user.calendar, title, span })
  const titlesIn = async (from: string, to: string, zone = 'UTC') =>
    titles(await as(user).loadRange(from, to, zone))
  return { user, addEvent, titlesIn }
}

describe('boundaries of a range', () => {
  const ZONES = [
    'Pacific/Pago_Pago',
    'America/Los_Angeles',
    'UTC',
    'Asia/Kathmandu',
    'Pacific/Auckland',
    'Pacific/Kiritimati',
  ]

  const AROUND_10_AND_11_JUNE = [
    ['until then', '2026-06-09T23:00:00', '2026-06-10T00:00:00'],
    ['over', '2026-06-09T23:00:00', '2026-06-10T00:00:01'],
    ['point', '2026-06-10T00:00:00', '2026-06-10T00:00:00'],
    ['last', '2026-06-11T23:59:59', '2026-06-12T08:00:00'],
    ['after', '2026-06-12T00:00:00', '2026-06-12T01:00:00'],
  ] as const

  it.each(ZONES)('returns all-day events on their own days for a viewer in %s', async (zone) => {
    const { addEvent, titlesIn } = await makeLoneUser()
    await addEvent('before', days('2026-06-09', '2026-06-10'))
    await addEvent('first', days('2026-06-10', '2026-06-11'))
    await addEvent('last', days('2026-06-11', '2026-06-12'))
    await addEvent('after', days('2026-06-12', '2026-06-13'))
    await addEvent('around', days('2026-06-01', '2026-07-01'))
    expect(await titlesIn('2026-06-10', '2026-06-12', zone)).toEqual(['around', 'first', 'last'])
  })

  it.each(ZONES)('returns floating events at their own hours for a viewer in %s', async (zone) => {
    const { addEvent, titlesIn } = await makeLoneUser()
    const at = (start: string, end: string) => ({ type: 'floating', start, end }) as const
    await addEvent('before', at('2026-06-09T23:00:00', '2026-06-09T23:59:59'))
    for (const [title, start, end] of AROUND_10_AND_11_JUNE) await addEvent(title, at(start, end))
    expect(await titlesIn('2026-06-10', '2026-06-12', zone)).toEqual(['last', 'over', 'point'])
  })

  it.each(ZONES)('returns timed events on the days of a viewer in %s', async (zone) => {
    const { addEvent, titlesIn } = await makeLoneUser()
    const at = (start: string, end: string) =>
      ({ type: 'timed', start, startZone: zone, end, endZone: zone }) as const
    for (const [title, start, end] of AROUND_10_AND_11_JUNE) await addEvent(title, at(start, end))
    expect(await titlesIn('2026-06-10', '2026-06-12', zone)).toEqual(['last', 'over', 'point'])
  })

  it('starts and ends a range at local midnight across a change to daylight saving time', async () => {
    const { addEvent, titlesIn } = await makeLoneUser()
    // Berlin: 2026-03-29 has 23 hours, 2026-10-25 has 25.
    const at = (start: string, end: string) =>
      ({ type: 'timed', start, startZone: 'Europe/Berlin', end, endZone: 'Europe/Berlin' }) as const
    await addEvent('spring, first', at('2026-03-29T00:00:00', '2026-03-29T00:30:00'))
    await addEvent('spring, in the gap', at('2026-03-29T02:30:00', '2026-03-29T04:00:00'))
    await addEvent('spring, last', at('2026-03-29T23:30:00', '2026-03-29T23:45:00'))
    await addEvent('spring, next', at('2026-03-30T00:00:00', '2026-03-30T00:15:00'))
    await addEvent('autumn, last', at('2026-10-25T23:30:00', '2026-10-25T23:45:00'))
    await addEvent('autumn, next', at('2026-10-26T00:00:00', '2026-10-26T00:15:00'))
    expect(await titlesIn('2026-03-29', '2026-03-30', 'Europe/Berlin')).toEqual([
      'spring, first',
      'spring, in the gap',
      'spring, last',
    ])
    expect(await titlesIn('2026-10-25', '2026-10-26', 'Europe/Berlin')).toEqual(['autumn, last'])
  })

  it('accepts the first representable day in all zones', async () => {
    for (const zone of ['UTC', 'Asia/Tokyo', 'America/Los_Angeles'])
      expect((await as(await makeUser('early')).loadRange('0001-01-01', '0001-02-01', zone)).tuples).toEqual(
        [],
      )
  })

  it('includes long events, and events that began long before the range', async () => {
    const { addEvent, titlesIn } = await makeLoneUser()
    const from = (start: string, end: string) => ({ ...hour('2026-01-01'), start, end })
    await addEvent('a year', from('2025-06-01T00:00:00', '2026-06-30T12:00:00'))
    await addEvent('a year of days', days('2025-06-11', '2026-06-11'))
    await addEvent('31 days', from('2026-05-10T12:00:00', '2026-06-10T12:00:00'))
    await addEvent('31 days and over', from('2026-05-10T00:00:00', '2026-06-10T00:00:01'))
    await addEvent('31 days, and over before', from('2026-05-10T00:00:00', '2026-06-10T00:00:00'))
    await addEvent('a year, and over before', days('2025-06-10', '2026-06-10'))
    await addEvent('a year after', days('2026-06-12', '2027-06-12'))
    expect(await titlesIn('2026-06-10', '2026-06-12')).toEqual([
      '31 days',
      '31 days and over',
      'a year',
      'a year of days',
    ])
  })

  it('returns an event by its new span after an edit makes it long or short', async () => {
    const { user, addEvent, titlesIn } = await makeLoneUser()
    const { id } = await addEvent('it', hour('2026-06-10'))
    await as(user).run(updateEvent, { id, version: 1, patch: { span: days('2025-01-01', '2026-06-11') } })
    expect(await titlesIn('2026-06-10', '2026-06-11')).toEqual(['it'])
    await as(user).run(updateEvent, { id, version: 2, patch: { span: hour('2026-05-01') } })
    expect(await titlesIn('2026-06-10', '2026-06-11')).toEqual([])
    expect(await titlesIn('2026-05-01', '2026-05-02')).toEqual(['it'])
  })
})

describe('a range', () => {
  it('returns the events that a check of each event finds in the range', async () => {
    const zone = fc.constantFrom(
      'Pacific/Pago_Pago',
      'America/St_Johns',
      'UTC',
      'Europe/Berlin',
      'Pacific/Kiritimati',
    )
    const day = fc.integer({ min: -70, max: 70 }).map((n) => addDays('2026-10-25', n))
    const second = fc.oneof(fc.constantFrom(0, 86_399), fc.integer({ min: 0, max: 86_399 }))
    const wall = fc.tuple(day, second).map(([on, at]) => wallOf(dayNumber(on) * DAY + at * 1000))
    const durations = fc.oneof(
      fc.constantFrom(0, 1, 86_400, 31 * 86_400),
      fc.integer({ min: 0, max: 60 * 86_400 }),
    )
    const span: fc.Arbitrary<Span> = fc.oneof(
      fc
        .tuple(day, fc.integer({ min: 1, max: 40 }))
        .map(([start, n]) => ({ type: 'all-day' as const, start, end: addDays(start, n) })),
      fc
        .tuple(wall, durations)
        .map(([start, n]) => ({ type: 'floating' as const, start, end: wallOf(wallMs(start) + n * 1000) })),
      fc.tuple(wall, durations, zone).map(([start, n, startZone]) => {
        const end = wallOf(wallMs(start) + n * 1000)
        return { type: 'timed' as const, start, startZone, end, endZone: startZone }
      }),
    )
    const { user } = await makeLoneUser()
    const spans = fc.sample(span, 150)
    const createdEvents = await Promise.all(
      spans.map((span) => as(user).createEvent({ calendarId: user.calendar, span: span })),
    )

    await fc.assert(
      fc.asyncProperty(day, fc.integer({ min: 1, max: 45 }), zone, async (from, length, viewer) => {
        const to = addDays(from, length)
        const start = instantAt(dayNumber(from) * DAY, viewer)
        const end = instantAt(dayNumber(to) * DAY, viewer)
        const expected = createdEvents.filter((_, n) => {
          const span = spans[n]!
          if (span.type === 'all-day') return span.start < to && span.end > from
          if (span.type === 'floating') {
            const isPoint = span.start === span.end
            return (
              span.start < `${to}T00:00:00` &&
              (isPoint ? span.start >= `${from}T` : span.end > `${from}T00:00:00`)
            )
          }
          const at = instantsOf(span, viewer)
          return at.from < end && (at.from === at.to ? at.from >= start : at.to > start)
        })
        const rangeData = await as(user).loadRange(from, to, viewer)
        expect(rangeData.tuples.map(([id]) => id).sort()).toEqual(expected.map(({ id }) => id).sort())
        expect([rangeData.from, rangeData.to].map(dayOf)).toEqual([from, to])
      }),
      { numRuns: 60 },
    )
  })
})
