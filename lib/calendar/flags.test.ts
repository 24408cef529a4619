import { expect, test } from 'vitest'
import { type FlagFacts, flagsOf } from './flags'
import { FLAG } from './tuple'

const EVENT: FlagFacts = {
  ...{
    type: 'timed',
    kind: 'event',
    status: 'confirmed',
    busy: true,
    private: false,
    done: false,
    invited: false,
    readOnly: false,
  },
  ...{ readable: true, full: true, home: true, removable: false },
}
const RICH = {
  kind: 'reminder',
  status: 'tentative',
  busy: false,
  private: true,
  done: true,
  invited: true,
  readOnly: true,
} as const

test.each([
  ['a plain event', {}, 0],
  ['an all-day meeting', { type: 'all-day', kind: 'meeting' }, FLAG.allDay | FLAG.meeting],
  ['a cancelled floating event', { type: 'floating', status: 'cancelled' }, FLAG.floating | FLAG.cancelled],
  [
    'an event that the viewer may read in full',
    { ...RICH, home: false },
    FLAG.reminder |
      FLAG.tentative |
      FLAG.free |
      FLAG.private |
      FLAG.done |
      FLAG.nonHome |
      FLAG.unanswered |
      FLAG.readOnly,
  ],
  ['an event of which the viewer may read the title', { ...RICH, full: false }, FLAG.tentative | FLAG.free],
  [
    'an event of which the viewer sees only busy times',
    { ...RICH, type: 'all-day', readable: false, full: false },
    FLAG.allDay | FLAG.redacted,
  ],
  [
    'a removable placement of which the viewer sees only busy times',
    { readable: false, full: false, home: false, removable: true },
    FLAG.redacted | FLAG.nonHome,
  ],
] satisfies [string, Partial<FlagFacts>, number][])('returns the flags of %s', (_, facts, flags) => {
  expect(flagsOf({ ...EVENT, ...facts })).toBe(flags)
})
