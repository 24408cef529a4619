import { expect, test } from 'vitest'
import { eventPath, parseEventQuery } from './event-path'

const ID = '01a1fdc4-3f2e-75fa-8bab-3b05bd966696'

test('parses the path of an event back to the event', () => {
  const start = Date.UTC(2026, 10, 21, 9)
  const path = eventPath({ id: ID, occurrence: '2026-11-21T09:00:00', start })
  expect(path).toBe(`/calendar/month/2026-11-21?event=${ID}&occurrence=2026-11-21T09%3A00%3A00`)
  expect(parseEventQuery(path.slice(path.indexOf('?')))).toEqual({
    id: ID,
    occurrence: '2026-11-21T09:00:00',
  })
  expect(parseEventQuery(`?event=${ID}`)).toEqual({ id: ID, occurrence: 0 })
})

test.each(['', '?event=', '?event=../../x', '?occurrence=2026-11-21'])(
  'finds no event in the query string %j',
  (search) => {
    expect(parseEventQuery(search)).toBeUndefined()
  },
)
