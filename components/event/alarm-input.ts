import type { Alarm } from '@/lib/calendar/alarms/alarm'

/** Returns an alarm as the command takes it. */
export function alarmInput(alarm: Alarm) {
  return 'at' in alarm ? { ...alarm, at: new Date(alarm.at).toISOString() } : alarm
}
