import { describe, expect, it } from 'vitest'
import type { CalendarTuple, Item, Range } from './tuple'
import { visibleItems, withCalendarVisibility } from './visible'

const SHOWN: CalendarTuple = ['own', 'Anna', 'teal', 4, 0, 7]
const HIDDEN: CalendarTuple = ['family', 'Family', 'pink', 3, 'group', 12, 1]
const CHOIR: CalendarTuple = ['choir', 'Choir', 'violet', 2, 'group', 3]
const SHARED: CalendarTuple = ['shared', 'Studio', 'lime', 2, 0, 3, 0, 'Ben']
const CALENDARS = [SHOWN, HIDDEN, CHOIR]

const item = (calendar: number, otherCalendars?: number[]): Item => ({
  ...{ id: 'a', calendar, title: 'A', color: 0, occurrence: 0, flags: 0, start: 0, end: 1 },
  ...(otherCalendars && { otherCalendars }),
})

describe('visibleItems', () => {
  it('omits items that are only in hidden calendars', () => {
    expect(visibleItems([item(0), item(1), item(2)], CALENDARS)).toEqual([item(0), item(2)])
  })

  it('assigns an item in several calendars to the first visible one', () => {
    expect(visibleItems([item(1, [2])], CALENDARS)).toEqual([item(2, [])])
    expect(visibleItems([item(1, [0, 2])], CALENDARS)).toEqual([item(0, [2])])
    expect(visibleItems([item(0, [1, 2])], CALENDARS)).toEqual([item(0, [2])])
    expect(visibleItems([item(1, [1])], CALENDARS)).toEqual([])
  })
})

describe('withCalendarVisibility', () => {
  const range: Range = { from: 0, to: 7, calendars: CALENDARS, tuples: [] }

  it('hides and shows the named calendars and keeps the others', () => {
    const next = withCalendarVisibility(
      range,
      new Map([
        ['own', true],
        ['family', false],
        ['unknown', true],
      ]),
    )
    expect(next.calendars).toEqual([[...SHOWN, 1], HIDDEN.slice(0, 6), CHOIR])
    expect(
      withCalendarVisibility(
        next,
        new Map([
          ['own', false],
          ['family', true],
        ]),
      ),
    ).toEqual(range)
  })

  it("keeps the owner's name of a shared calendar", () => {
    const range = { from: 0, to: 1, calendars: [SHARED], tuples: [] }
    const hidden = withCalendarVisibility(range, new Map([['shared', true]]))
    expect(hidden.calendars).toEqual([[...SHARED.slice(0, 6), 1, 'Ben']])
    expect(withCalendarVisibility(hidden, new Map([['shared', false]]))).toEqual(range)
  })
})
