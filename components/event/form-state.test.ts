import { expect, it } from 'vitest'
import type { CalendarTuple } from '@/lib/calendar/tuple'
import type { Viewer } from '@/lib/schemas/users'
import { newForm } from './form-state'

const viewer = { timeZone: 'UTC', locale: 'en' } as Viewer
// Id, name, color, permission level, group, sequence number, hidden, owner's name.
const own: CalendarTuple = ['own', 'Anna', 'sky', 4, 0, 1]
const group: CalendarTuple = ['group', 'Choir', 'teal', 4, 'choir', 1]
const shared: CalendarTuple = ['shared', 'Ben', 'lime', 3, 0, 1, 0, 'Ben']
const hidden: CalendarTuple = ['hidden', 'Old', 'lime', 4, 0, 1, 1]
const readOnly: CalendarTuple = ['readOnly', 'News', 'lime', 2, 'choir', 1]
const defaultCalendar = (last: string | null, ...calendars: CalendarTuple[]) =>
  newForm('2026-11-21', 0, viewer, calendars, last).calendarId

it.each([
  ['that was used last, if it is visible', 'group', 'group'],
  ['of the group, if none was used before', null, 'group'],
  ['of the group, if the one used last is hidden', 'hidden', 'group'],
  ['of the group, if the one used last is read-only', 'readOnly', 'group'],
  ['of the group, if the user can no longer see the one used last', 'another', 'group'],
])('creates a new event in the calendar %s', (_, last, expected) => {
  expect(defaultCalendar(last, shared, group, readOnly, hidden, own)).toBe(expected)
})

it('creates a new event in a visible writable calendar, else in a hidden one, else in none', () => {
  expect(defaultCalendar(null, shared, readOnly, own)).toBe('own')
  expect(defaultCalendar(null, hidden, shared)).toBe('shared')
  expect(defaultCalendar(null, hidden)).toBe('hidden')
  expect(defaultCalendar(null, readOnly)).toBe('')
})
