import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf } from '@/lib/calendar/day'
import { VIEWS } from '@/lib/calendar/views'
import { calendarPath, parseCalendarPath } from './calendar-route'

describe('calendarPath', () => {
  it('contains the view and the day', () => {
    expect(calendarPath({ view: 'month', date: '2026-11-21' })).toBe('/calendar/month/2026-11-21')
  })

  it('writes a path that is parsed back to the route, for every day', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...VIEWS),
        fc.integer({ min: -718_797, max: 2_932_531 }),
        (view, number) => {
          const route = { view, date: dayOf(number) }
          expect(parseCalendarPath(calendarPath(route))).toEqual(route)
        },
      ),
    )
  })
})

describe('parseCalendarPath', () => {
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
  ])('returns undefined for %j', (path) => {
    expect(parseCalendarPath(path)).toBeUndefined()
  })

  it('parses only paths that calendarPath returns, and never throws', () => {
    const paths = fc.oneof(
      fc.string(),
      fc.stringMatching(/^\/calendar\/(month|week|year|day)\/\d{3,5}-\d\d-\d\d$/),
    )
    fc.assert(
      fc.property(paths, (path) => {
        const route = parseCalendarPath(path)
        if (route) expect(calendarPath(route)).toBe(path)
      }),
    )
  })
})
