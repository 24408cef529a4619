import type { GraphEvent, KnownEvent, OwnFields } from './event'

/** Outlook's reminder of new events. */
const DEFAULT_MINUTES = 15

/** Returns the reminders of the account, in minutes before the start. Outlook has one; Kinday keeps further ones. */
export function alarmsOf({ isReminderOn, reminderMinutesBeforeStart: minutes, own }: KnownEvent): number[] {
  if (!isReminderOn || minutes === undefined) return []
  const { alarms } = own ?? {}
  return alarms?.as === minutes ? alarms.minutes : [minutes]
}

/**
 * Returns the reminder that a patch changes, with the field in which Kinday keeps further ones; null if they stay.
 * @param alarms undefined: they stay; null: Outlook's default
 */
export function fromAlarms(
  event: KnownEvent,
  alarms: readonly number[] | null | undefined,
): {
  body: Pick<GraphEvent, 'isReminderOn' | 'reminderMinutesBeforeStart'>
  alarms: OwnFields['alarms']
} | null {
  if (alarms === undefined) return null
  const wanted = [...new Set(alarms ?? [DEFAULT_MINUTES])].filter(isPossible).sort((a, b) => a - b)
  if (wanted.join() === alarmsOf(event).join()) return null
  const [first] = wanted
  if (first === undefined) return { body: { isReminderOn: false }, alarms: undefined }
  return {
    body: { isReminderOn: true, reminderMinutesBeforeStart: first },
    alarms: wanted.length > 1 ? { minutes: wanted, as: first } : undefined,
  }
}

function isPossible(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes >= 0
}
