import type { GoogleEvent } from './event'

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
