import { expect, it } from 'vitest'
import type { CalendarTuple } from '@/lib/calendar/tuple'
import type { Viewer } from '@/lib/schemas/users'
import { newForm } from './form-state'

const viewer = { timeZone: 'UTC', locale: 'en' } as Viewer
const own: CalendarTuple = ['own', 'Anna', 'sky', 4, 0, 1]
const group: CalendarTuple = ['group', 'Choir', 'teal', 4, 'choir', 1]
const shared: CalendarTuple = ['shared', 'Ben', 'lime', 3, 0, 1, 0, 'Ben']
const hidden: CalendarTuple = ['hidden', 'Old', 'lime', 4, 0, 1, 1]
const read: CalendarTuple = ['read', 'News', 'lime', 2, 'choir', 1]
const defaultCalendar = (last: string | null, ...calendars: CalendarTuple[]) =>
  newForm('2026-11-21', 0, viewer, calendars, last).calendarId

it.each([
  ['of the last event, if it is visible', 'group', 'group'],
  ['of the user, if there was no last event', null, 'own'],
  ['of the user, if the last one is hidden', 'hidden', 'own'],
  ['of the user, if the last one is read-only', 'read', 'own'],
  ['of the user, if the last one is not theirs to see', 'another', 'own'],
])('creates a new event in the calendar %s', (_, last, expected) => {
  expect(defaultCalendar(last, shared, group, read, hidden, own)).toBe(expected)
})

it('falls back to a visible, then a hidden writable calendar, then none', () => {
  expect(defaultCalendar(null, hidden, group)).toBe('group')
  expect(defaultCalendar(null, hidden)).toBe('hidden')
  expect(defaultCalendar(null, read)).toBe('')
})
