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
const madeIn = (last: string | null, ...calendars: CalendarTuple[]) =>
  newForm('2026-11-21', 0, viewer, calendars, last).calendarId

it.each([
  ['of the last event', 'group', 'group'],
  ['own, where there was none', null, 'own'],
  ['own, where the last is hidden', 'hidden', 'own'],
  ['own, where the last may only be read', 'read', 'own'],
  ['own, where the last is somebody else’s who used this device', 'another', 'own'],
])('a new event is in the calendar %s', (_, last, expected) => {
  expect(madeIn(last, shared, group, read, hidden, own)).toBe(expected)
})

it('a new event is in another’s where one’s own are hidden, and nowhere where none may be written', () => {
  expect(madeIn(null, hidden, group)).toBe('group')
  expect(madeIn(null, hidden)).toBe('hidden')
  expect(madeIn(null, read)).toBe('')
})
