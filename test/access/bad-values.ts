import { randomUUID } from 'node:crypto'

/** Values for any field that cause errors in careless code. */
export const BAD_VALUES = [
  null,
  true,
  -1,
  1e308,
  '',
  'x'.repeat(10_000),
  '👨‍👩‍👧‍👦'.repeat(500),
  'مرحبا <b>&amp;</b>',
  '<script>alert(1)</script>',
  'a\u0000b\ud800c\u202e',
  '__proto__',
  "'; drop table events; --",
  randomUUID(),
  'no-uuid',
  [],
  [[]],
  {},
  { $gt: '' },
  '0000-01-01',
  '9999-12-31T23:59:59',
  'Mars/Olympus_Mons',
  '+25:00',
]

/** Spans that no event may have. */
export const BAD_SPANS = [
  {
    type: 'timed',
    start: '2026-11-21T10:00:00',
    startZone: 'UTC',
    end: '2026-11-21T09:00:00',
    endZone: 'UTC',
  },
  {
    type: 'timed',
    start: '0000-01-01T00:00:00',
    startZone: 'UTC',
    end: '0000-01-01T01:00:00',
    endZone: 'UTC',
  },
  {
    type: 'timed',
    start: '2026-11-21T09:00:00',
    startZone: 'No/Where',
    end: '2026-11-21T10:00:00',
    endZone: 'UTC',
  },
  {
    type: 'timed',
    start: '2026-02-30T09:00:00',
    startZone: 'UTC',
    end: '2026-03-01T10:00:00',
    endZone: 'UTC',
  },
  { type: 'all-day', start: '9999-12-31', end: '10000-01-01' },
  { type: 'all-day', start: '2026-11-22', end: '2026-11-21' },
  { type: 'sometimes' },
]
