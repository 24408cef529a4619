import { expect, it } from 'vitest'
import { DEFAULT_GUEST_OPTIONS, NO_TEXTS } from '@/lib/calendar/event-fields'
import type { Content } from './normalize'
import { occurrenceChanges, updatedFields } from './report'

const series: Content = {
  ...{ kind: 'event', status: 'confirmed', ...NO_TEXTS, ...DEFAULT_GUEST_OPTIONS, title: 'a', color: null },
  ...{ visibility: 'default', busy: true, done: false, attendees: [], unknown: [] },
  span: { type: 'all-day', start: '2026-11-07', end: '2026-11-08' },
  recurrence: { rules: ['FREQ=WEEKLY'], dates: [], exclusions: ['2026-11-14'] },
  overrides: { '2026-11-21': { title: 'b' } },
}

it('returns the changes of each occurrence', () => {
  const after: Content = {
    ...series,
    recurrence: { rules: ['FREQ=WEEKLY'], dates: ['2026-11-10'], exclusions: ['2026-12-12'] },
    overrides: {
      '2026-11-21': { title: 'b' },
      '2026-11-28': { status: 'cancelled' },
      '2026-12-05': { title: 'c' },
    },
  }
  expect(occurrenceChanges(series, after)).toEqual([
    { id: '2026-11-10', change: 'added' },
    { id: '2026-11-14', change: 'restored' },
    { id: '2026-11-28', change: 'cancelled' },
    { id: '2026-12-05', change: 'changed' },
    { id: '2026-12-12', change: 'deleted' },
  ])
  expect(occurrenceChanges(null, series)).toEqual([{ id: '2026-11-21', change: 'changed' }])
})

it('returns the changed fields of the event', () => {
  expect(updatedFields(series, series)).toEqual([])
  expect(
    updatedFields(series, {
      ...series,
      overrides: {},
      recurrence: { ...series.recurrence!, dates: ['2026-11-10'] },
    }),
  ).toEqual([])
  const moved = { type: 'all-day', start: '2026-11-08', end: '2026-11-09' } as const
  expect(
    updatedFields(series, { ...series, title: 'c', location: 'Hall', span: moved, color: 'teal' }),
  ).toEqual(['title', 'location', 'when', 'details'])
})
