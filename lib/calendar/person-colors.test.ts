import { expect, it } from 'vitest'
import { withPersonColors } from './person-colors'
import { type CalendarTuple, type Tuple, toItems } from './tuple'

const calendars: CalendarTuple[] = [
  ['own', 'Anna', 'teal', 4, 0, 1],
  ['family', 'Family', 'amber', 4, 'group', 1],
]
const tuple = (id: string | 0, calendar: number, occurrence: string | 0 = 0): Tuple => [
  ...([id, calendar, 0, 0, 3600, 'Title', 0, occurrence] as const),
]

it('colors events by their person, else by the owner of the calendar', () => {
  const tuples = [tuple('tea', 1), tuple('bins', 1), tuple('run', 0), tuple(0, 0)]
  const shown = withPersonColors(toItems(tuples, 'UTC'), calendars, {
    ...{ events: { tea: 'pink' }, calendars: { own: 'sky' } },
  })
  expect(shown.map(({ color }) => color)).toEqual(['pink', 0, 'sky', 'sky'])
})

it('colors an occurrence by its own attendees, and keeps its color if the viewer knows none of them', () => {
  const tuples = ['2026-11-01', '2026-11-02', '2026-11-03'].map((occurrence) => tuple('swim', 1, occurrence))
  const events = { swim: 'pink', 'swim 2026-11-02': 'lime', 'swim 2026-11-03': '' }
  const shown = withPersonColors(toItems(tuples, 'UTC'), calendars, { events, calendars: {} })
  expect(shown.map(({ color }) => color)).toEqual(['pink', 'lime', 0])
})
