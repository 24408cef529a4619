import { expect, it } from 'vitest'
import { DAY, wallOf } from '../day'
import type { EventSnapshot } from '../event'
import { isBeyondAlarms } from './alarm-window'

const NOW = Date.parse('2026-11-21T09:00:00Z')

function createdIn(days: number, more: Partial<EventSnapshot> = {}): EventSnapshot {
  const [start, end] = [wallOf(NOW + days * DAY), wallOf(NOW + (days + 1) * DAY)]
  const span = { type: 'timed', start, startZone: 'UTC', end, endZone: 'UTC' } as const
  return { version: 1, recurrence: null, splitFrom: null, span, ...more } as EventSnapshot
}

it('isBeyondAlarms returns true for created events that are over, or whose alarms a later run of the job writes', () => {
  expect([-3, -1, 0, 2, 30, 32].map((days) => isBeyondAlarms(createdIn(days), NOW))).toEqual([
    ...[true, false, false, false, false, true],
  ])
})

it('isBeyondAlarms returns false for series, restored events and parts of a series, whose alarms may be at any time', () => {
  const recurrence = { rules: ['FREQ=DAILY'], dates: [], exclusions: [] }
  for (const more of [{ recurrence }, { version: 2 }, { splitFrom: 'series' }]) {
    expect(isBeyondAlarms(createdIn(32, more), NOW)).toBe(false)
  }
})
