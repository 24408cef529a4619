import { z } from 'zod'
import { ALARM_METHODS, MAX_ALARMS, MAX_MINUTES_BEFORE, SNOOZE_CHOICES } from './choices'
import { layerTarget } from './layers'
import { version } from './outputs'
import { recurrenceId, span } from './span'
import { uuid } from './text'

const method = z.enum(ALARM_METHODS)

/** An alarm of timed events, up to four weeks before the start. */
const timedAlarm = z
  .object({ minutesBefore: z.number().int().min(0).max(MAX_MINUTES_BEFORE), method })
  .strict()

/** An alarm of all-day events, in minutes before the midnight at which they start: 9:00 on the day itself is −540. */
const allDayAlarm = z
  .object({ minutesBefore: z.number().int().min(-1439).max(MAX_MINUTES_BEFORE), method })
  .strict()

const timed = z.array(timedAlarm).max(MAX_ALARMS)
const allDay = z.array(allDayAlarm).max(MAX_ALARMS)

export const defaultAlarms = z.object({ timed, allDay }).strict()

/** Sets the user's default alarms of a calendar; `reset`: those for all calendars apply again. */
export const setDefaultAlarms = z
  .object({
    calendar: uuid,
    timed: timed.optional(),
    allDay: allDay.optional(),
    reset: z.boolean().optional(),
  })
  .strict()

/** Sets the user's default alarms of all calendars without their own. */
export const setUserDefaultAlarms = z.object({ timed: timed.optional(), allDay: allDay.optional() }).strict()

/** An alarm at an absolute time, accurate to the minute. */
const absoluteAlarm = z
  .object({
    at: z.iso
      .datetime({ offset: true, error: 'bad_date' })
      .transform((text) => new Date(text).setUTCSeconds(0, 0)),
    method,
  })
  .strict()

/** Sets the user's own alarms of an event or occurrence; null: the defaults apply again. */
export const setEventAlarms = z
  .object({
    ...layerTarget,
    alarms: z
      .array(z.union([allDayAlarm, absoluteAlarm]))
      .max(MAX_ALARMS)
      .nullable(),
  })
  .strict()

/** Hides a reminder that was shown, and shows it again later. */
export const snoozeAlarm = z.object({ notification: uuid, until: z.enum(SNOOZE_CHOICES) }).strict()

export const dismissAlarm = z.object({ notification: uuid }).strict()

/** Alerts that pages show until they are read, dismissed or snoozed. */
export const openAlertsOutput = z.array(
  z.strictObject({
    id: uuid,
    title: z.string(),
    when: span,
    isLate: z.boolean(),
    openAt: z.strictObject({ id: uuid, start: z.number(), occurrence: recurrenceId.nullable() }),
    /** Version of a reminder that the user can complete; null for all other events. */
    version: version.nullable(),
  }),
)
export type OpenAlert = z.output<typeof openAlertsOutput>[number]
