import { describe, expect, it } from 'vitest'
import type { EventSnapshot } from './event'
import { isVisiblyDifferent } from './shown-as'

const SERIES = {
  ...{ kind: 'event', visibility: 'default', status: 'confirmed', title: 'Choir', description: '' },
  ...{ location: '', color: null, busy: true, done: false, attendees: [], unknown: [], version: 1 },
  span: {
    ...{ type: 'timed', start: '2026-11-21T09:00:00', end: '2026-11-21T10:00:00' },
    ...{ startZone: 'Europe/Berlin', endZone: 'Europe/Berlin' },
  },
  recurrence: { rules: ['FREQ=WEEKLY'], dates: [], exclusions: [] },
  overrides: { '2026-11-28T09:00:00': { description: 'Bring notes' } },
} as unknown as EventSnapshot
const ONCE = { ...SERIES, recurrence: null, overrides: {} }

const OCCURRENCE_ID = '2026-12-05T09:00:00'
const differs = (event: EventSnapshot, patch: object) =>
  (['busy', 'title', 'full'] as const).filter((detail) =>
    isVisiblyDifferent(event, { ...event, ...patch } as EventSnapshot, detail),
  )

describe('isVisiblyDifferent', () => {
  it.each([
    [{ description: 'Other' }, ['full']],
    [{ title: 'Other' }, ['title', 'full']],
    [{ busy: false }, ['busy', 'title', 'full']],
    [{ status: 'tentative' }, ['title', 'full']],
    [{ status: 'cancelled' }, ['busy', 'title', 'full']],
    [{ overrides: {} }, ['full']],
    [{ overrides: { [OCCURRENCE_ID]: { title: 'Concert' } } }, ['title', 'full']],
    [{ overrides: { [OCCURRENCE_ID]: { busy: false } } }, ['busy', 'title', 'full']],
    [{ overrides: { [OCCURRENCE_ID]: { status: 'cancelled' } } }, ['busy', 'title', 'full']],
    [{ recurrence: { ...SERIES.recurrence, exclusions: [OCCURRENCE_ID] } }, ['busy', 'title', 'full']],
    [{ visibility: 'private' }, ['title', 'full']],
    [{}, []],
  ])('shows a change of a series to %j at the detail levels %j', (patch, expected) => {
    expect(differs(SERIES, patch)).toEqual(expected)
  })

  it('ignores changes of a private event that leave its busy time the same', () => {
    const hidden = { ...ONCE, visibility: 'private' } as EventSnapshot
    expect(differs(hidden, { title: 'Gift', description: 'Secret', location: 'Attic' })).toEqual([])
    const span = { ...ONCE.span, startZone: 'Europe/Paris', endZone: 'Europe/Paris' }
    expect(differs(hidden, { span })).toEqual([])
    expect(differs({ ...hidden, busy: false }, { span: { ...span, end: '2026-11-21T12:00:00' } })).toEqual([])
    expect(differs({ ...hidden, kind: 'reminder' }, { busy: false })).toEqual([])
  })
})
