import type { GraphEvent, KnownEvent, OwnFields } from './event'

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
