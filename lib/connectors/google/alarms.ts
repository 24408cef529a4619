import type { OccurrenceAlarms } from '@/lib/calendar/alarms/own-alarms'
import type { CalendarObject } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { hasSlot } from '@/lib/calendar/server/incoming/normalize'
import type { GoogleEvent, GoogleObject } from './event'
import { toRecurrenceId } from './times'

/** Google's limits of `reminders.overrides`. */
const MAX_REMINDERS = 5
const MAX_MINUTES = 40_320

/** Returns the reminders of the account, in minutes before the start; null for the defaults of its calendar. */
export function alarmsOf({ reminders }: GoogleEvent): number[] | null {
  if (!reminders || reminders.useDefault) return null
  const minutes = (reminders.overrides ?? []).flatMap((override) => override.minutes ?? [])
  return [...new Set(minutes.filter(isPossible))].sort((a, b) => a - b)
}

/**
 * Returns the reminders of instances that differ from those of their series. An instance with the defaults of the
 * calendar has those of its series here: Kinday has no such exception.
 * @param series the object in Kinday's form
 */
export function occurrenceAlarmsOf(
  { root, instances }: GoogleObject,
  series: Pick<CalendarObject, 'span' | 'recurrence' | 'overrides'>,
): OccurrenceAlarms {
  if (!series.recurrence) return {}
  return Object.fromEntries(
    instances.flatMap((instance) => {
      const alarms = instance.status === 'cancelled' ? null : alarmsOf(instance)
      const id = alarms && toRecurrenceId(instance.originalStartTime, series.span)
      if (!id || isEqual(alarms, alarmsOf(root)) || !hasSlot(series, id)) return []
      return [[id, alarms] as const]
    }),
  )
}

/** The reminders that a write sets. */
export interface WrittenAlarms {
  /** Those of the event or series; undefined if they stay. */
  alarms?: readonly number[] | null | undefined
  /** Those of single occurrences; undefined if they stay. */
  occurrenceAlarms?: OccurrenceAlarms | undefined
}

/**
 * Returns the part of a patch that changes the reminders of an instance. Without reminders of its own, it follows those
 * of its series.
 * @param instance undefined if it is like its series
 */
export function instanceReminders(
  root: GoogleEvent,
  instance: GoogleEvent | undefined,
  id: RecurrenceId,
  { alarms, occurrenceAlarms }: WrittenAlarms,
): Pick<GoogleEvent, 'reminders'> {
  const own = occurrenceAlarms?.[id]
  if (own) return remindersBody(instance ?? { reminders: root.reminders }, own)
  if (!instance) return {}
  const [current, ofSeries] = [alarmsOf(instance), alarmsOf(root)]
  if (isEqual(current, ofSeries)) return remindersBody(instance, alarms)
  const isReset = occurrenceAlarms !== undefined && current !== null
  return isReset ? remindersBody(instance, alarms === undefined ? ofSeries : alarms) : {}
}

/**
 * Returns the part of a patch that changes the reminders; empty if they are equal. A reminder that exists keeps its
 * method, such as e-mail; others are notifications. Google has no reminders after the start or earlier than four weeks.
 * @param alarms undefined: they stay
 */
export function remindersBody(
  event: GoogleEvent,
  alarms: readonly number[] | null | undefined,
): Pick<GoogleEvent, 'reminders'> {
  const current = alarmsOf(event)
  if (alarms === undefined) return {}
  if (alarms === null) return current ? { reminders: { useDefault: true, overrides: [] } } : {}
  const wanted = [...new Set(alarms)]
    .filter(isPossible)
    .sort((a, b) => a - b)
    .slice(0, MAX_REMINDERS)
  if (current && current.join() === wanted.join()) return {}
  const known = current ? (event.reminders?.overrides ?? []) : []
  const kept = wanted.map((minutes) => known.filter((override) => override.minutes === minutes))
  const first = wanted.map((minutes, index) => kept[index]![0] ?? { method: 'popup', minutes })
  const overrides = [...first, ...kept.flatMap((same) => same.slice(1))].slice(0, MAX_REMINDERS)
  return { reminders: { useDefault: false, overrides } }
}

function isPossible(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes >= 0 && minutes <= MAX_MINUTES
}
