import type { RecurrenceId } from '../series/recurrence'
import type { Span } from '../span'
import type { Instant } from '../zones/zone'

/**
 * Channel of an alarm. `push` and `in-app` both reach the user in the app, and on devices that receive push messages.
 */
export type AlarmChannel = 'push' | 'email' | 'in-app'

/** An alarm relative to the start; negative minutes: after the start of an all-day event. */
export interface RelativeAlarm {
  minutesBefore: number
  method: AlarmChannel
}

/** An alarm at an absolute time. */
export interface AbsoluteAlarm {
  at: Instant
  method: AlarmChannel
}

export type Alarm = RelativeAlarm | AbsoluteAlarm

/** Default alarms of a calendar or a user, for timed (and floating) and for all-day events. */
export interface DefaultAlarms {
  timed: RelativeAlarm[]
  allDay: RelativeAlarm[]
}

/** A user's own settings of an event or an occurrence, as far as alarms depend on them. */
export interface AlarmLayer {
  /** Null: the event, or the series as a whole. */
  recurrenceId: RecurrenceId | null
  muted: boolean
  hidden: boolean
  /** Whether `alarms`, which may be empty, replaces the defaults, or those of the series. */
  ownAlarms: boolean
  alarms: Alarm[]
}

/** A user's settings that determine their alarms for an event. */
export interface AlarmSettings {
  /** Null: the user has set none, for the calendar or in general. */
  defaults: DefaultAlarms | null
  layers: readonly AlarmLayer[]
  isDeclined(id: RecurrenceId | null): boolean
}

const DEFAULT_MINUTES = 15

/**
 * Returns the alarms of users without default alarms: 15 minutes before timed events, and at the time of reminders, in
 * the app.
 */
export function builtInAlarms(kind: 'event' | 'meeting' | 'reminder'): DefaultAlarms {
  const minutesBefore = kind === 'reminder' ? 0 : DEFAULT_MINUTES
  return { timed: [{ minutesBefore, method: 'in-app' }], allDay: [] }
}

/**
 * Returns the alarms that apply to an occurrence: its own, else those of the series, else the defaults. An event that
 * the user has muted has none; one that they have hidden or declined has no default alarms.
 */
export function effectiveAlarms(
  { defaults, layers, isDeclined }: AlarmSettings,
  event: { kind: 'event' | 'meeting' | 'reminder'; id: RecurrenceId | null; type: Span['type'] },
): { alarms: readonly Alarm[]; isExplicit: boolean } {
  const applying = layers.filter(({ recurrenceId }) => recurrenceId === null || recurrenceId === event.id)
  if (applying.some(({ muted }) => muted)) return { alarms: [], isExplicit: true }
  const explicit = explicitAlarms(layers, event.id)
  if (explicit) return { alarms: explicit, isExplicit: true }
  if (applying.some(({ hidden }) => hidden) || isDeclined(event.id)) return { alarms: [], isExplicit: false }
  const { timed, allDay } = defaults ?? builtInAlarms(event.kind)
  return { alarms: event.type === 'all-day' ? allDay : timed, isExplicit: false }
}

/** Returns the alarms that a user has set for an occurrence or its series; undefined if the defaults apply. */
export function explicitAlarms(
  layers: readonly Pick<AlarmLayer, 'recurrenceId' | 'ownAlarms' | 'alarms'>[],
  id: RecurrenceId | null,
): Alarm[] | undefined {
  const explicitLayers = layers.filter(({ ownAlarms }) => ownAlarms)
  const found =
    explicitLayers.find(({ recurrenceId }) => id !== null && recurrenceId === id) ??
    explicitLayers.find(({ recurrenceId }) => recurrenceId === null)
  return found?.alarms
}

/** Returns the text that identifies an alarm among those of an occurrence: `-15`, or `at` and its time. */
export function triggerOf(alarm: Alarm): string {
  return 'at' in alarm ? `at ${new Date(alarm.at).toISOString()}` : String(0 - alarm.minutesBefore)
}

/** Returns the trigger of a snoozed alarm. */
export function snoozeTrigger(at: Instant): string {
  return `snooze ${new Date(at).toISOString()}`
}
