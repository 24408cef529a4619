import { type Alarm, triggerOf } from '../../alarms/alarm'
import { DAY, HOUR, MINUTE } from '../../day'
import type { CalendarObject } from '../../event'
import type { RecurrenceId } from '../../series/recurrence'
import { instantsOf, type Span } from '../../span'
import { isProperty } from './jcal'

/** Maximum number of alarms that are read from an event. Others are ignored. */
const MAX_FILE_ALARMS = 5

/** Maximum number of minutes before the start: four weeks. Earlier alarms are ignored. */
const MAX_MINUTES_BEFORE = 40_320

/** The alarms of an event of a file, as rows to write for the importing user. */
export interface FileAlarms {
  layers: FileLayer[]
  alarms: FileAlarmRow[]
}

interface FileLayer {
  recurrenceId: string | null
  color: null
  busy: null
  note: null
  muted: false
  hidden: false
  ownAlarms: true
}

export interface FileAlarmRow {
  recurrenceId: string | null
  minutesBefore: number | null
  at: string | null
  method: 'in-app' | 'email'
  allDay: false
  order: number
}

type EventWithAlarms = Pick<CalendarObject, 'span' | 'unknown'> & {
  overrides: Record<RecurrenceId, Partial<Pick<CalendarObject, 'span' | 'unknown'>>>
}

/**
 * Returns whether an event of a file has alarms. They are in `unknown`, as all components without a field in Kinday.
 */
export function hasFileAlarms({
  unknown,
  overrides,
}: Pick<EventWithAlarms, 'unknown' | 'overrides'>): boolean {
  return [unknown, ...Object.values(overrides).map((override) => override.unknown ?? [])].some((parts) =>
    parts.some(isAlarm),
  )
}

/** Returns the alarms (RFC 5545 §3.6.6) of an event and of its changed occurrences. */
export function fileAlarms({ span, unknown, overrides }: EventWithAlarms): FileAlarms {
  const found: FileAlarms = { layers: [], alarms: [] }
  const add = (recurrenceId: string | null, parts: readonly unknown[], span: Span) => {
    const alarms = alarmsIn(parts, span)
    if (!alarms.length) return
    const defaults = { color: null, busy: null, note: null, muted: false, hidden: false } as const
    found.layers.push({ recurrenceId, ...defaults, ownAlarms: true })
    found.alarms.push(...alarms.map((alarm, order) => toRow(alarm, recurrenceId, order)))
  }
  add(null, unknown, span)
  for (const [id, override] of Object.entries(overrides)) {
    if (override.unknown) add(id, override.unknown, override.span ?? span)
  }
  return found
}

function toRow(alarm: Alarm, recurrenceId: string | null, order: number): FileAlarmRow {
  const method = alarm.method === 'email' ? 'email' : 'in-app'
  const row = { recurrenceId, method, allDay: false, order } as const
  return 'at' in alarm
    ? { ...row, minutesBefore: null, at: new Date(alarm.at).toISOString() }
    : { ...row, minutesBefore: alarm.minutesBefore, at: null }
}

function alarmsIn(parts: readonly unknown[], span: Span): Alarm[] {
  const found = parts.filter(isAlarm).flatMap(([, properties]) => alarmOf(properties, span) ?? [])
  return [...new Map(found.map((alarm) => [`${triggerOf(alarm)} ${alarm.method}`, alarm])).values()].slice(
    0,
    MAX_FILE_ALARMS,
  )
}

function isAlarm(part: unknown): part is ['valarm', unknown[], unknown] {
  return Array.isArray(part) && part[0] === 'valarm' && Array.isArray(part[1])
}

function alarmOf(properties: readonly unknown[], span: Span): Alarm | undefined {
  const findProperty = (name: string) => properties.filter(isProperty).find(([known]) => known === name)
  const action = String(findProperty('action')?.[3] ?? 'DISPLAY').toUpperCase()
  const trigger = findProperty('trigger')
  if (!trigger || action === 'NONE') return undefined
  const method = action === 'EMAIL' ? 'email' : 'in-app'
  const [, params, , value] = trigger
  const offset = durationMs(String(value))
  if (offset === undefined) {
    const at = Date.parse(toIso(String(value)))
    return Number.isNaN(at) ? undefined : { at: Math.floor(at / MINUTE) * MINUTE, method }
  }
  const { from, to } = instantsOf(span, 'UTC')
  const isFromEnd = String(params.related ?? '').toUpperCase() === 'END'
  const minutesBefore = 0 - Math.round((isFromEnd ? to - from + offset : offset) / MINUTE)
  const isSupported = minutesBefore <= MAX_MINUTES_BEFORE && minutesBefore > -DAY / MINUTE
  return isSupported ? { minutesBefore, method } : undefined
}

/** Returns a duration (RFC 5545 §3.3.6) in milliseconds; undefined for other values. */
function durationMs(text: string): number | undefined {
  const match = /^([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text)
  if (!match) return undefined
  const [weeks, days, hours, minutes, seconds] = match.slice(2).map((digits) => Number(digits ?? 0))
  const length = weeks! * 7 * DAY + days! * DAY + hours! * HOUR + minutes! * MINUTE + seconds! * 1000
  return match[1] === '-' ? -length : length
}

/** Returns a DATE-TIME in UTC as ISO 8601: jCal writes `2026-11-21T09:00:00Z`, a file `20261121T090000Z`. */
function toIso(text: string): string {
  return text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
}
