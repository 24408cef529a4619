import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, dayOf, HOUR, MINUTE, wallMs } from '../day'
import { hasValidOrder, instantsOf, type Span } from '../span'
import { spans, zones } from '../span.test.arbitrary'
import { instantAt, wallAt } from '../zones/wall-time'
import type { AlarmLayer, AlarmSettings, RelativeAlarm } from './alarm'
import { type AlarmEvent, type DueWindow, dueAlarms, dueTime } from './due-alarms'

const at = (wall: string, zone = 'UTC') => instantAt(wallMs(`${wall}:00`), zone)
const timed = (start: string, zone = 'UTC'): Span => ({
  ...{ type: 'timed', start: `${start}:00`, startZone: zone, end: `${start}:00`, endZone: zone },
})
const allDay = (start: string): Span => ({ type: 'all-day', start, end: dayOf(Date.parse(start) / DAY + 1) })

function eventAt(span: Span, more: Partial<AlarmEvent> = {}): AlarmEvent {
  return { kind: 'event', status: 'confirmed', done: false, span, recurrence: null, overrides: {}, ...more }
}

const weekly = (span: Span, more: Partial<AlarmEvent> = {}) =>
  eventAt(span, { recurrence: { rules: ['FREQ=WEEKLY'], dates: [], exclusions: [] }, ...more })

const settings = (more: Partial<AlarmSettings> = {}): AlarmSettings => ({
  ...{ defaults: null, layers: [], isDeclined: () => false },
  ...more,
})

const layer = (more: Partial<AlarmLayer>): AlarmLayer => ({
  ...{ recurrenceId: null, muted: false, hidden: false, ownAlarms: false, alarms: [] },
  ...more,
})

const ownAlarms = (...minutes: number[]) =>
  layer({ ownAlarms: true, alarms: minutes.map((minutesBefore) => ({ minutesBefore, method: 'in-app' })) })

const year: DueWindow = { from: at('2026-01-01T00:00'), to: at('2027-01-01T00:00') }

/** Returns the due times of alarms as wall times in UTC, with their triggers. */
function dueOf(event: AlarmEvent, more: Partial<AlarmSettings> = {}, zone = 'UTC', window = year) {
  return dueAlarms(event, settings(more), zone, window).map(
    ({ dueAt, trigger }) => `${new Date(dueAt).toISOString().slice(0, 16)} ${trigger}`,
  )
}

describe('default alarms', () => {
  it('applies default alarms: 15 minutes before a timed event, at the time of a reminder, none for an all-day event', () => {
    expect(dueOf(eventAt(timed('2026-05-04T10:00')))).toEqual(['2026-05-04T09:45 -15'])
    expect(dueOf(eventAt(timed('2026-05-04T10:00'), { kind: 'reminder' }))).toEqual(['2026-05-04T10:00 0'])
    expect(dueOf(eventAt(allDay('2026-05-04')))).toEqual([])
  })

  it('applies the default alarms of the user or calendar for timed or for all-day events', () => {
    const list = (minutesBefore: number): RelativeAlarm[] => [{ minutesBefore, method: 'email' }]
    const defaults = { timed: list(60), allDay: list(900) }
    expect(dueOf(eventAt(timed('2026-05-04T10:00')), { defaults })).toEqual(['2026-05-04T09:00 -60'])
    expect(dueOf(eventAt(allDay('2026-05-04')), { defaults })).toEqual(['2026-05-03T09:00 -900'])
    expect(dueOf(eventAt(timed('2026-05-04T10:00')), { defaults: { timed: [], allDay: [] } })).toEqual([])
  })

  it('applies no default alarms to events that are declined, hidden, muted, cancelled or done', () => {
    const event = eventAt(timed('2026-05-04T10:00'))
    expect(dueOf(event, { isDeclined: () => true })).toEqual([])
    expect(dueOf(event, { layers: [layer({ hidden: true })] })).toEqual([])
    expect(dueOf(event, { layers: [layer({ muted: true })] })).toEqual([])
    expect(dueOf({ ...event, status: 'cancelled' })).toEqual([])
    expect(dueOf({ ...event, done: true })).toEqual([])
  })

  it('applies default alarms to all occurrences except declined and cancelled ones', () => {
    const series = weekly(timed('2026-05-04T10:00'), {
      overrides: { '2026-05-11T10:00:00': { status: 'cancelled' } },
    })
    const window = { from: at('2026-05-01T00:00'), to: at('2026-05-26T00:00') }
    const isDeclined = (id: string | null) => id === '2026-05-18T10:00:00'
    expect(dueOf(series, { isDeclined }, 'UTC', window)).toEqual([
      '2026-05-04T09:45 -15',
      '2026-05-25T09:45 -15',
    ])
  })
})

describe('own alarms', () => {
  it('replaces the defaults by own alarms, even by an empty list, and keeps own alarms of a declined event', () => {
    const event = eventAt(timed('2026-05-04T10:00'))
    expect(dueOf(event, { layers: [ownAlarms(5, 30)] })).toEqual([
      '2026-05-04T09:55 -5',
      '2026-05-04T09:30 -30',
    ])
    expect(dueOf(event, { layers: [ownAlarms()] })).toEqual([])
    expect(dueOf(event, { layers: [ownAlarms(5)], isDeclined: () => true })).toEqual(['2026-05-04T09:55 -5'])
    expect(dueOf(event, { layers: [{ ...ownAlarms(5), muted: true }] })).toEqual([])
  })

  it('replaces the alarms of a series by those of an occurrence', () => {
    const series = weekly(timed('2026-05-04T10:00'))
    const window = { from: at('2026-05-01T00:00'), to: at('2026-05-19T00:00') }
    const layers = [ownAlarms(60), { ...ownAlarms(5), recurrenceId: '2026-05-11T10:00:00' }]
    expect(dueOf(series, { layers }, 'UTC', window).sort()).toEqual([
      '2026-05-04T09:00 -60',
      '2026-05-11T09:55 -5',
      '2026-05-18T09:00 -60',
    ])
  })

  it('moves the alarms of an occurrence with it', () => {
    const moved = weekly(timed('2026-05-04T10:00'), {
      overrides: { '2026-05-11T10:00:00': { span: timed('2026-05-12T20:00') } },
    })
    const window = { from: at('2026-05-09T00:00'), to: at('2026-05-17T00:00') }
    expect(dueOf(moved, { layers: [ownAlarms(60)] }, 'UTC', window)).toEqual(['2026-05-12T19:00 -60'])
  })

  it('fires an alarm at an absolute time once for a series', () => {
    const alarms = [{ at: at('2026-05-07T08:00'), method: 'email' as const }]
    const found = dueAlarms(
      weekly(timed('2026-05-04T10:00')),
      settings({ layers: [layer({ ownAlarms: true, alarms })] }),
      'UTC',
      year,
    )
    expect(found).toEqual([
      {
        ...{ recurrenceId: '2026-05-11T10:00:00', method: 'email', trigger: 'at 2026-05-07T08:00:00.000Z' },
        ...{ startsAt: at('2026-05-11T10:00'), dueAt: at('2026-05-07T08:00') },
      },
    ])
  })

  it('fires missed alarms until the event starts; of a series, only those of the next occurrence', () => {
    const now = at('2026-05-06T00:00')
    const window = { from: now, to: now + 2 * DAY, now }
    const week = { layers: [ownAlarms(7 * 1440)] }
    expect(dueOf(eventAt(timed('2026-05-08T10:00')), week, 'UTC', window)).toEqual([
      '2026-05-01T10:00 -10080',
    ])
    expect(dueOf(eventAt(timed('2026-05-05T10:00')), week, 'UTC', window)).toEqual([])
    const daily = eventAt(timed('2026-05-01T10:00'), {
      recurrence: { rules: ['FREQ=DAILY'], dates: [], exclusions: [] },
    })
    expect(dueOf(daily, week, 'UTC', window)).toEqual([
      '2026-04-29T10:00 -10080',
      '2026-05-06T10:00 -10080',
      '2026-05-07T10:00 -10080',
    ])
    const defaults = { timed: [{ minutesBefore: 7 * 1440, method: 'in-app' as const }], allDay: [] }
    expect(dueOf(eventAt(timed('2026-05-08T10:00')), { defaults }, 'UTC', window)).toEqual([])
  })

  it('fires alarms that were set just now even if the event has started', () => {
    const now = at('2026-05-06T00:00')
    const window = { from: now, to: now + DAY, now, justSet: { recurrenceId: null, triggers: ['-5'] } }
    expect(dueOf(eventAt(timed('2026-05-05T10:00')), { layers: [ownAlarms(5, 10)] }, 'UTC', window)).toEqual([
      '2026-05-05T09:55 -5',
    ])
  })
})

describe('zones', () => {
  it('fires alarms of all-day events at the wall time of the user, also when clocks change in between', () => {
    const event = eventAt(allDay('2026-03-29'))
    const defaults = {
      timed: [],
      allDay: [
        { minutesBefore: 900, method: 'in-app' as const },
        { minutesBefore: -540, method: 'in-app' as const },
      ],
    }
    // Clocks in Berlin change on 29 March at 2:00.
    expect(dueOf(event, { defaults }, 'Europe/Berlin')).toEqual([
      '2026-03-28T08:00 -900',
      '2026-03-29T07:00 540',
    ])
    expect(dueOf(event, { defaults }, 'America/New_York')).toEqual([
      '2026-03-28T13:00 -900',
      '2026-03-29T13:00 540',
    ])
  })

  it('keeps the start of all-day and floating occurrences when the user travels, so that an alarm fires once', () => {
    const floating: Span = { type: 'floating', start: '2026-05-04T10:00:00', end: '2026-05-04T11:00:00' }
    const alarms = { layers: [ownAlarms(15)] }
    for (const span of [allDay('2026-05-04'), floating]) {
      const [berlin] = dueAlarms(eventAt(span), settings(alarms), 'Europe/Berlin', year)
      const [tokyo] = dueAlarms(eventAt(span), settings(alarms), 'Asia/Tokyo', year)
      expect(tokyo!.startsAt).toBe(berlin!.startsAt)
      expect(berlin!.dueAt - tokyo!.dueAt).toBe(7 * HOUR)
    }
  })

  it('fires alarms the set number of minutes before the start in every zone', () => {
    fc.assert(
      fc.property(spans, zones, fc.integer({ min: 0, max: 40_320 }), (span, zone, minutes) => {
        const due = dueTime(span, minutes, zone)
        if (span.type !== 'all-day') return due === instantsOf(span, zone).from - minutes * MINUTE
        const wall = wallMs(`${span.start}T00:00:00`) - minutes * MINUTE
        // In a gap of the clock the alarm fires when the gap ends.
        return wallAt(due, zone) === wall || instantAt(wall, zone) === due
      }),
    )
  })

  it('fires each alarm in exactly one of adjacent windows', () => {
    const cut = fc.integer({ min: 1, max: 400 })
    fc.assert(
      fc.property(
        spans.filter(hasValidOrder),
        zones,
        fc.integer({ min: -1439, max: 40_320 }),
        cut,
        (span, zone, minutes, hours) => {
          const event = weekly(span)
          const more = settings({ layers: [ownAlarms(minutes)] })
          const first = instantsOf(span, zone).from
          const [from, middle, to] = [first, first + hours * HOUR, first + 800 * HOUR]
          const whole = dueAlarms(event, more, zone, { from, to })
          const parts = [
            ...dueAlarms(event, more, zone, { from, to: middle }),
            ...dueAlarms(event, more, zone, { from: middle, to }),
          ]
          expect(parts.map(({ recurrenceId }) => recurrenceId).sort()).toEqual(
            whole.map(({ recurrenceId }) => recurrenceId).sort(),
          )
        },
      ),
    )
  })
})
