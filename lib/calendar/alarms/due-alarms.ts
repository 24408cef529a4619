import { DAY, MINUTE } from '../day'
import { type Budget, budgetOf } from '../series/budget'
import { type Override, type RecurrenceId, type Series, startWall } from '../series/recurrence'
import { occurrenceAt, occurrences } from '../series/series'
import { instantsOf, type Span } from '../span'
import { instantAt } from '../zones/wall-time'
import type { Instant, Zone } from '../zones/zone'
import { type Alarm, type AlarmChannel, type AlarmSettings, effectiveAlarms, triggerOf } from './alarm'

/** The fields of an event that determine its alarms. */
export interface AlarmEvent extends Series {
  kind: 'event' | 'meeting' | 'reminder'
  status: 'confirmed' | 'tentative' | 'cancelled'
  done: boolean
}

/** An alarm of an occurrence that becomes due. */
export interface DueAlarm {
  /** Null for an event that does not repeat. */
  recurrenceId: RecurrenceId | null
  method: Exclude<AlarmChannel, 'push'>
  trigger: string
  /**
   * Start of the occurrence. All-day and floating starts are read as UTC, so that the value is the same for all users.
   */
  startsAt: Instant
  dueAt: Instant
}

/** Time window of the alarms to return. */
export interface DueWindow {
  /** Exclusive. */
  from: Instant
  /** Inclusive. */
  to: Instant
  /**
   * If given, explicit alarms whose time has passed at `now` are due at once, unless the event has started. Of a
   * series, only those of the next occurrence are.
   */
  now?: Instant
  /** An alarm that was set just now is due at once even if the event has started. */
  justSet?: { recurrenceId: RecurrenceId | null; triggers: readonly string[] }
}

/** Maximum number of occurrences per alarm and window: a rule can repeat every second. */
const MAX_OCCURRENCES = 1000

/** Maximum number of expansion steps for all alarms of an event, which take some milliseconds. */
const MAX_STEPS = 50_000

/** Returns the alarms of an event that become due in a window for a user in a zone. */
export function dueAlarms(
  event: AlarmEvent,
  settings: AlarmSettings,
  zone: Zone,
  window: DueWindow,
  budget: Budget = budgetOf(MAX_STEPS),
): DueAlarm[] {
  const found = [
    ...relativeMinutes(event, settings).flatMap((minutes) =>
      relativeDue(event, settings, zone, window, minutes, budget),
    ),
    ...absoluteDue(event, settings, zone, window),
  ]
  return distinct(found)
}

/** Returns the time at which an alarm before (or after) the start of a span is due. */
export function dueTime(span: Span, minutesBefore: number, zone: Zone): Instant {
  const before = minutesBefore * MINUTE
  // Wall time, so that "9:00 the day before" is 9:00 also if clocks change in the night.
  if (span.type === 'all-day') return instantAt(startWall(span) - before, zone)
  return instantsOf(span, zone).from - before
}

function relativeDue(
  event: AlarmEvent,
  settings: AlarmSettings,
  zone: Zone,
  window: DueWindow,
  minutes: number,
  budget: Budget,
): DueAlarm[] {
  const { from, to, now = Number.POSITIVE_INFINITY, justSet } = window
  const before = minutes * MINUTE
  const range = { from: Math.min(from + before, now), to: to + before + 1 }
  const justSetOccurrence = justSet?.triggers.includes(String(0 - minutes))
    ? occurrenceById(event, justSet.recurrenceId)
    : undefined
  const found = alarmOccurrences(event, range, budget)
  if (justSetOccurrence && !found.some(({ id }) => id === justSetOccurrence.id)) found.push(justSetOccurrence)
  let isNext = true
  return found.flatMap((occurrence) => {
    const { alarms, isExplicit } = effectiveAlarms(settings, {
      ...occurrence,
      kind: event.kind,
      type: occurrence.span.type,
    })
    const matching = alarms.filter((alarm) => !('at' in alarm) && alarm.minutesBefore === minutes)
    const dueAt = dueTime(occurrence.span, minutes, zone)
    if (!matching.length || dueAt > to) return []
    const start = instantsOf(occurrence.span, zone).from
    const isMissed = isExplicit && start > now && isNext
    if (start > now) isNext = false
    if (dueAt <= from && !isMissed && occurrence.id !== justSetOccurrence?.id) return []
    return matching.map((alarm) => dueOf(occurrence, alarm, dueAt))
  })
}

/** Returns the due alarms at absolute times. An alarm of a whole series is due once, not for each occurrence. */
function absoluteDue(
  event: AlarmEvent,
  { layers }: AlarmSettings,
  zone: Zone,
  { from, to, justSet }: DueWindow,
): DueAlarm[] {
  const isMuted = layers.some(({ recurrenceId, muted }) => recurrenceId === null && muted)
  if (isMuted || event.status === 'cancelled' || event.done) return []
  return layers.flatMap(({ recurrenceId, ownAlarms, muted, alarms }) =>
    !ownAlarms || muted
      ? []
      : alarms.flatMap((alarm) => {
          if (!('at' in alarm) || alarm.at > to) return []
          const isJustSet =
            justSet?.recurrenceId === recurrenceId && justSet.triggers.includes(triggerOf(alarm))
          if (alarm.at <= from && !isJustSet) return []
          const occurrence = occurrenceFor(event, recurrenceId, alarm.at, zone)
          return occurrence ? [dueOf(occurrence, alarm, alarm.at)] : []
        }),
  )
}

/** Returns the occurrence that an absolute alarm is about: its own, else the next one of the series. */
function occurrenceFor(
  event: AlarmEvent,
  recurrenceId: RecurrenceId | null,
  at: Instant,
  zone: Zone,
): AlarmOccurrence | undefined {
  if (!event.recurrence || recurrenceId !== null) return occurrenceById(event, recurrenceId)
  const next = alarmOccurrences(event, { from: at, to: at + MAX_NEXT_MS }, budgetOf(MAX_STEPS)).find(
    ({ span }) => instantsOf(span, zone).from >= at,
  )
  return next ?? { id: null, span: event.span }
}

/** Returns a single event, or an occurrence of a series, that is neither cancelled nor done. */
function occurrenceById(event: AlarmEvent, id: RecurrenceId | null): AlarmOccurrence | undefined {
  if (!event.recurrence)
    return id === null && !isCancelledOrDone(event) ? { id, span: event.span } : undefined
  const occurrence = id === null ? undefined : occurrenceAt(event, id)
  return occurrence && !isCancelledOrDone(event, occurrence.override) ? occurrence : undefined
}

/** Maximum time from an absolute alarm to the next occurrence. */
const MAX_NEXT_MS = 366 * DAY

interface AlarmOccurrence {
  id: RecurrenceId | null
  span: Span
}

/** Returns the occurrences in a range that are neither cancelled nor done. */
function alarmOccurrences(
  event: AlarmEvent,
  range: { from: Instant; to: Instant },
  budget: Budget,
): AlarmOccurrence[] {
  return occurrences(event, range, MAX_OCCURRENCES, budget).flatMap(({ id, span, override }) =>
    isCancelledOrDone(event, override) ? [] : [{ id: event.recurrence ? id : null, span }],
  )
}

function isCancelledOrDone(
  event: AlarmEvent,
  { status = event.status, done = event.done }: Override = {},
): boolean {
  return status === 'cancelled' || done
}

/** Returns all numbers of minutes that may apply to an occurrence. */
function relativeMinutes(event: AlarmEvent, settings: AlarmSettings): number[] {
  const types = ['timed', 'all-day'] as const
  const all: readonly Alarm[] = [
    ...types.flatMap(
      (type) =>
        effectiveAlarms({ ...settings, layers: [], isDeclined: () => false }, { ...event, id: null, type })
          .alarms,
    ),
    ...settings.layers.flatMap(({ alarms }) => alarms),
  ]
  return [...new Set(all.flatMap((alarm) => ('at' in alarm ? [] : alarm.minutesBefore)))]
}

function dueOf({ id, span }: AlarmOccurrence, alarm: Alarm, dueAt: Instant): DueAlarm {
  return {
    recurrenceId: id,
    method: alarm.method === 'push' ? 'in-app' : alarm.method,
    trigger: triggerOf(alarm),
    startsAt: instantsOf(span, 'UTC').from,
    dueAt,
  }
}

/** Leaves out alarms that would reach the user at the same time on the same channel. */
function distinct(alarms: readonly DueAlarm[]): DueAlarm[] {
  const keys = new Set<string>()
  return alarms.filter(({ recurrenceId, method, trigger }) => {
    const key = `${recurrenceId} ${method} ${trigger}`
    return !keys.has(key) && Boolean(keys.add(key))
  })
}
