import { expect, it } from 'vitest'
import { FLAG, type Range, type Tuple } from '@/lib/calendar/tuple'
import { newestRange, withNewerRanges } from './newest-range'

const allDay = (id: string | 0, day: number, title: string, calendar = 0): Tuple => [
  ...([id, calendar, FLAG.allDay, day, day + 1, title, 0, 0] as const),
]
const makeRange = (from: number, to: number, tuples: Tuple[], more: Partial<Range> = {}): Range => ({
  ...{ from, to, tuples, calendars: [['anna', 'Anna', 'teal', 4, 0, 1]] },
  ...more,
})
const show = ({ tuples, calendars }: Range) =>
  tuples.map(([, calendar, , day, , title]) => `${day} ${title} (${calendars[calendar]![1]})`).sort()

it('shows the newest of two stored ranges that contain the days', () => {
  const month = { range: makeRange(0, 30, [allDay('tea', 10, 'Tea')]), at: 1 }
  const week = { range: makeRange(7, 14, [allDay('tea', 10, 'Coffee')]), at: 2 }
  expect(show(newestRange([month, week], { from: 8, to: 12 }, 'UTC')!.range)).toEqual(['10 Coffee (Anna)'])
  expect(newestRange([month, week], { from: 0, to: 31 }, 'UTC')).toBeUndefined()
})

it('shows changed, moved and new events of a newer range, and omits those that it lacks', () => {
  const month = makeRange(0, 30, [
    ...[allDay('tea', 10, 'Tea'), allDay('gone', 9, 'Gone'), allDay('moved', 20, 'Moved')],
    ...[allDay('other', 2, 'Other'), allDay(0, 11, ''), allDay(0, 3, '')],
  ])
  const week = makeRange(7, 14, [
    allDay('tea', 10, 'Coffee'),
    allDay('moved', 12, 'Moved'),
    allDay(0, 13, ''),
  ])
  const shown = withNewerRanges({ range: month, at: 1 }, [{ range: week, at: 2 }], 'UTC')
  expect(show(shown)).toEqual([
    ...['10 Coffee (Anna)', '12 Moved (Anna)', '13  (Anna)', '2 Other (Anna)', '3  (Anna)'],
  ])
})

it('adds only the occurrences on its own days, and keeps those of older ranges out', () => {
  const day = makeRange(10, 11, [allDay('tea', 10, 'Tea')])
  const [newer, older] = ['Coffee', 'Milk'].map((title) =>
    makeRange(7, 14, [allDay('tea', 10, title), allDay('run', 12, 'Run')]),
  )
  const others = [
    { range: newer!, at: 3 },
    { range: older!, at: 1 },
  ]
  expect(show(withNewerRanges({ range: day, at: 2 }, others, 'UTC'))).toEqual(['10 Coffee (Anna)'])
})

it('finds the calendars of a newer range by id, and adds new ones', () => {
  const month = makeRange(0, 30, [allDay('tea', 2, 'Tea')])
  const week = makeRange(7, 14, [allDay('run', 8, 'Run', 0), allDay('walk', 9, 'Walk', 1)], {
    calendars: [
      ['ben', 'Ben', 'blue', 4, 0, 7],
      ['anna', 'Anna B.', 'rose', 4, 0, 9],
    ],
  })
  const shown = withNewerRanges({ range: month, at: 1 }, [{ range: week, at: 2 }], 'UTC')
  expect(show(shown)).toEqual(['2 Tea (Anna B.)', '8 Run (Ben)', '9 Walk (Anna B.)'])
  expect(shown.calendars[0]).toEqual(['anna', 'Anna B.', 'rose', 4, 0, 1])
})

it('removes the location of an event that a newer range shows without', () => {
  const month = makeRange(0, 30, [allDay('tea', 10, 'Tea'), allDay('run', 2, 'Run')], {
    locations: { tea: 'Home', run: 'Park' },
  })
  const week = makeRange(7, 14, [allDay('tea', 10, 'Tea'), allDay('walk', 9, 'Walk')], {
    locations: { walk: 'Beach' },
  })
  expect(withNewerRanges({ range: month, at: 1 }, [{ range: week, at: 2 }], 'UTC').locations).toEqual({
    ...{ run: 'Park', walk: 'Beach' },
  })
})

it('compares timed events with days in the zone of the viewer', () => {
  const midnight = 10 * 86_400 + 3 * 3600
  const timed = (title: string): Tuple => ['tea', 0, 0, midnight, midnight + 3600, title, 0, 0]
  const others = [{ range: makeRange(10, 11, []), at: 2 }]
  const shownIn = (zone: string) =>
    withNewerRanges({ range: makeRange(0, 30, [timed('Tea')]), at: 1 }, others, zone).tuples.length
  expect([shownIn('UTC'), shownIn('America/New_York')]).toEqual([0, 1])
})
