import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf } from '@/lib/calendar/day'
import { VIEWS } from '@/lib/calendar/views'
import { calendarPath, parseCalendarPath } from './calendar-route'

describe('pathOf', () => {
  it('names the view and the day', () => {
    expect(calendarPath({ view: 'month', date: '2026-11-21' })).toBe('/calendar/month/2026-11-21')
  })

  it('leads back to the place, for every day that can be written', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...VIEWS),
        fc.integer({ min: -718_797, max: 2_932_531 }),
        (view, number) => {
          const place = { view, date: dayOf(number) }
          expect(parseCalendarPath(calendarPath(place))).toEqual(place)
        },
      ),
    )
  })
})

describe('placeOf', () => {
  it.each([
    '',
    '/',
    '/calendar',
    '/calendar/month',
    '/calendar/month/',
    '/calendar/month/today',
    '/calendar/month/2026-11',
    '/calendar/month/2026-02-30',
    '/calendar/month/0000-01-01',
    '/calendar/month/9999-01-01',
    '/calendar/month/10000-01-01',
    '/calendar/month/2026-11-21/',
    '/calendar/month/2026-11-21/x',
    '/calendar/month/2026-11-21\n',
    '/calendar/fortnight/2026-11-21',
    '/other/calendar/month/2026-11-21',
    'http://a.example/calendar/month/2026-11-21',
  ])('is nowhere for %j', (path) => {
    expect(parseCalendarPath(path)).toBeUndefined()
  })

  it('never throws, and knows only addresses that are its own', () => {
    const paths = fc.oneof(
      fc.string(),
      fc.stringMatching(/^\/calendar\/(month|week|year|day)\/\d{3,5}-\d\d-\d\d$/),
    )
    fc.assert(
      fc.property(paths, (path) => {
        const place = parseCalendarPath(path)
        if (place) expect(calendarPath(place)).toBe(path)
      }),
    )
  })
})
