import { expect, it } from 'vitest'
import type { Span } from '../../span'
import { fileAlarms, hasFileAlarms } from './file-alarms'

const SPAN: Span = {
  ...{ type: 'timed', start: '2026-11-21T09:00:00', startZone: 'UTC' },
  ...{ end: '2026-11-21T10:30:00', endZone: 'UTC' },
}

const alarm = (trigger: unknown[], action = 'DISPLAY') => [
  'valarm',
  [
    ['action', {}, 'text', action],
    ['trigger', ...trigger],
  ],
  [],
]
const duration = (text: string, params = {}) => [params, 'duration', text]

const alarmsOf = (...parts: unknown[]) =>
  fileAlarms({ span: SPAN, unknown: parts, overrides: {} }).alarms.map(({ minutesBefore, at, method }) => [
    minutesBefore ?? at,
    method,
  ])

it('reads triggers relative to start and end and at a time, as e-mail or in-app alarms', () => {
  expect(
    alarmsOf(
      alarm(duration('-PT10M')),
      alarm(duration('-P1DT2H'), 'EMAIL'),
      alarm(duration('-PT15M', { related: 'END' }), 'AUDIO'),
      alarm([{}, 'date-time', '2026-11-20T18:00:30Z']),
      alarm([{}, 'unknown', '20261120T190000Z']),
    ),
  ).toEqual([
    [10, 'in-app'],
    [26 * 60, 'email'],
    [-75, 'in-app'],
    ['2026-11-20T18:00:00.000Z', 'in-app'],
    ['2026-11-20T19:00:00.000Z', 'in-app'],
  ])
})

it('ignores unreadable, unsupported and repeated alarms, and alarms beyond the fifth', () => {
  const bad = [
    alarm(duration('-P9W')),
    alarm(duration('soon')),
    alarm(duration('-PT10M'), 'NONE'),
    ['valarm', [], []],
    ['valarm'],
    ['x-foo', {}, 'text', 'valarm'],
    null,
  ]
  expect(alarmsOf(...bad)).toEqual([])
  expect(alarmsOf(alarm(duration('-PT10M')), alarm(duration('-PT600S')))).toHaveLength(1)
  expect(alarmsOf(...Array.from({ length: 9 }, (_, n) => alarm(duration(`-PT${n}M`))))).toHaveLength(5)
})

it('returns no alarm layer for an event without readable alarms, and one for an occurrence with alarms', () => {
  expect(fileAlarms({ span: SPAN, unknown: [], overrides: {} })).toEqual({ layers: [], alarms: [] })
  const overrides = { '2026-11-28T09:00:00': { unknown: [alarm(duration('-PT5M'))] } }
  const { layers, alarms } = fileAlarms({ span: SPAN, unknown: [], overrides })
  expect(layers).toMatchObject([{ recurrenceId: '2026-11-28T09:00:00', ownAlarms: true }])
  expect(alarms).toMatchObject([{ recurrenceId: '2026-11-28T09:00:00', minutesBefore: 5 }])
  expect(hasFileAlarms({ unknown: [], overrides })).toBe(true)
  expect(hasFileAlarms({ unknown: [['x-foo', {}, 'text', 'x']], overrides: {} })).toBe(false)
})
