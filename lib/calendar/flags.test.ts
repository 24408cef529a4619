import { expect, test } from 'vitest'
import { type FlagInput, flagsOf } from './flags'
import { FLAG } from './tuple'

const EVENT: FlagInput = {
  ...{
    type: 'timed',
    kind: 'event',
    status: 'confirmed',
    busy: true,
    private: false,
    done: false,
    invited: false,
    readOnly: false,
    untitledBusy: false,
  },
  ...{ readable: true, full: true, home: true, removable: false },
}
/** Sets every flag that a redacted event must not have. */
const DETAILED = {
  kind: 'reminder',
  status: 'tentative',
  busy: false,
  private: true,
  done: true,
  invited: true,
  readOnly: true,
  untitledBusy: true,
} as const

test.each([
  ['a plain event', {}, 0],
  ['an all-day meeting', { type: 'all-day', kind: 'meeting' }, FLAG.allDay | FLAG.meeting],
  ['a cancelled floating event', { type: 'floating', status: 'cancelled' }, FLAG.floating | FLAG.cancelled],
  [
    'an event that the viewer may read in full',
    { ...DETAILED, home: false },
    FLAG.reminder |
      FLAG.tentative |
      FLAG.free |
      FLAG.private |
      FLAG.done |
      FLAG.nonHome |
      FLAG.unanswered |
      FLAG.readOnly |
      FLAG.untitledBusy,
  ],
  [
    'an event of which the viewer may read the title',
    { ...DETAILED, full: false },
    FLAG.tentative | FLAG.free,
  ],
  [
    'an event of which the viewer sees only busy times',
    { ...DETAILED, type: 'all-day', readable: false, full: false },
    FLAG.allDay | FLAG.redacted,
  ],
  [
    'a removable placement of which the viewer sees only busy times',
    { readable: false, full: false, home: false, removable: true },
    FLAG.redacted | FLAG.nonHome,
  ],
] satisfies [string, Partial<FlagInput>, number][])('returns the flags of %s', (_, facts, flags) => {
  expect(flagsOf({ ...EVENT, ...facts })).toBe(flags)
})
