import type { OccurrenceAlarms } from '@/lib/calendar/alarms/own-alarms'
import type { CalendarObject } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'
import { hasSlot } from '@/lib/calendar/server/incoming/normalize'
import type { GraphEvent, KnownEvent, OwnFields } from './event'
import { type MicrosoftState, withInherited } from './state'

/** Outlook's reminder of events for which the user has not chosen any. */
const DEFAULT_MINUTES = 15

/**
 * Returns the reminders of the account, in minutes before the start; null if the user has chosen none. Outlook has one only;
 * Kinday keeps further ones.
 */
export function alarmsOf({
  isReminderOn,
  reminderMinutesBeforeStart: minutes,
  own,
}: KnownEvent): number[] | null {
  if (!isReminderOn || minutes === undefined) return []
  const { alarms } = own ?? {}
  return alarms?.as === minutes ? alarms.minutes : [minutes]
}

/** Returns the reminders of occurrences that differ from those of their series. @param series the object in Kinday's form */
export function occurrenceAlarmsOf(
  { root, exceptions }: MicrosoftState,
  series: CalendarObject,
): OccurrenceAlarms {
  const entries = Object.entries(exceptions).flatMap(([id, exception]) => {
    const alarms = alarmsOf(withInherited(exception, root))
    return alarms && !isEqual(alarms, alarmsOf(root)) && hasSlot(series, id) ? [[id, alarms] as const] : []
  })
  return series.recurrence ? Object.fromEntries(entries) : {}
}

/**
 * Returns the reminders to write to an occurrence; undefined if they stay. If `wanted` has none for the occurrence, it gets
 * the reminders of its series.
 * @param wanted reminders of single occurrences; undefined if they stay
 */
export function alarmsOfOccurrence(
  root: KnownEvent,
  exception: KnownEvent | undefined,
  wanted: OccurrenceAlarms | undefined,
  id: string,
): readonly number[] | null | undefined {
  if (!wanted) return undefined
  if (wanted[id]) return wanted[id]
  if (!exception) return undefined
  const [own, ofSeries] = [alarmsOf(withInherited(exception, root)), alarmsOf(root)]
  return isEqual(own, ofSeries) ? undefined : ofSeries
}

/**
 * Returns the reminder that a patch changes, with the field in which Kinday keeps what Outlook cannot; null if they stay.
 * @param alarms undefined: they stay; null: Outlook's default
 */
export function fromAlarms(
  event: KnownEvent | null,
  alarms: readonly number[] | null | undefined,
): {
  body: Pick<GraphEvent, 'isReminderOn' | 'reminderMinutesBeforeStart'>
  alarms: OwnFields['alarms']
} | null {
  if (alarms === undefined && event) return null
  const wanted = alarms ? [...new Set(alarms)].filter(isPossible).sort((a, b) => a - b) : null
  const known = event && alarmsOf(event)
  if (event && String(wanted) === String(known) && (wanted === null) === (known === null)) return null
  const first = wanted ? wanted[0] : DEFAULT_MINUTES
  if (first === undefined) return { body: { isReminderOn: false }, alarms: undefined }
  return {
    body: { isReminderOn: true, reminderMinutesBeforeStart: first },
    alarms: wanted?.length === 1 ? undefined : { minutes: wanted, as: first },
  }
}

function isPossible(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes >= 0
}
