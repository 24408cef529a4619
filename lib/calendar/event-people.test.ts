import { describe, expect, it } from 'vitest'
import { busyPeople, type EventPeople, itemsByPerson } from './event-people'
import { type CalendarTuple, FLAG, type Item } from './tuple'

const CALENDARS: CalendarTuple[] = [
  ['family', 'Family', 'teal', 3, 'group', 0],
  ['anna', 'Anna', 'sky', 4, 0, 0],
  ['club', 'Club', 'pink', 2, 'other', 0],
]
const PEOPLE: EventPeople = {
  owners: { anna: 0 },
  attendees: { dinner: [1], 'dinner 2026-11-04T09:00:00': null, party: [] },
  declined: { party: [0] },
}
const item = (id: string | 0, more: Partial<Item> = {}): Item => ({
  ...{ id, calendar: 0, title: '', color: 0, occurrence: 0, flags: 0, start: 0, end: 1 },
  ...more,
})
/** Returns the columns that show an item: `all` for everyone, else indexes of people. */
const columnsOf = (shown: Item) =>
  itemsByPerson([shown], CALENDARS, PEOPLE, { group: 'group', count: 2 }).flatMap(({ person, items }) =>
    items.length ? (person ?? 'all') : [],
  )

describe('itemsByPerson', () => {
  it('lists an event under its attendees only, whichever calendar contains it', () => {
    expect(columnsOf(item('dinner'))).toEqual([1])
    expect(columnsOf(item('dinner', { calendar: 1 }))).toEqual([1])
    expect(columnsOf(item('dinner', { calendar: 2 }))).toEqual([1])
  })

  it('lists an event without attendees under everyone, or under the owner of its calendar', () => {
    expect(columnsOf(item('walk'))).toEqual(['all'])
    expect(columnsOf(item('walk', { calendar: 1 }))).toEqual([0])
    expect(columnsOf(item('walk', { calendar: 1, otherCalendars: [0] }))).toEqual(['all'])
    expect(columnsOf(item('walk', { calendar: 2 }))).toEqual([])
  })

  it('lists a busy time under the owner of its calendar', () => {
    expect(columnsOf(item(0, { calendar: 1, flags: FLAG.redacted }))).toEqual([0])
  })

  it('uses the attendees of an occurrence that has its own', () => {
    expect(columnsOf(item('dinner', { occurrence: '2026-11-03T09:00:00' }))).toEqual([1])
    expect(columnsOf(item('dinner', { occurrence: '2026-11-04T09:00:00' }))).toEqual(['all'])
  })

  it('shows an event that everyone declined nowhere', () => {
    expect(columnsOf(item('party'))).toEqual([])
  })
})

describe('busyPeople', () => {
  const busy = (shown: Item) => busyPeople(shown, CALENDARS, PEOPLE)

  it('returns the attendees and the owners of the calendars as busy', () => {
    expect(busy(item('dinner', { calendar: 1 }))).toEqual([1, 0])
    expect(busy(item('walk'))).toEqual([])
    expect(busy(item('walk', { calendar: 1 }))).toEqual([0])
    expect(busy(item(0, { calendar: 1, flags: FLAG.redacted }))).toEqual([0])
  })

  it('does not return owners of calendars who have declined as busy', () => {
    expect(busy(item('party', { calendar: 1 }))).toEqual([])
  })

  it('returns nobody as busy at free, all-day and cancelled events, and at reminders', () => {
    for (const flags of [FLAG.free, FLAG.allDay, FLAG.cancelled, FLAG.reminder])
      expect(busy(item('dinner', { flags }))).toEqual([])
  })
})
