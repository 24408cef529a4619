import { z } from 'zod'
import { setDefaultAlarms, setUserDefaultAlarms } from './alarms'
import { setNotificationSettings } from './notifications'
import { uuid } from './text'

/** Maximum number of calendars and groups with settings of their own that are read. */
const MAX_SETTINGS = 1000

/** The exporting user's notification settings, birthday and connected accounts in an archive. */
export const archivedSettings = z.object({
  ...setNotificationSettings.required().shape,
  /** The user's default alarms; null if the user has set none. */
  defaultAlarms: setUserDefaultAlarms.required().nullable(),
  /** Default alarms of single calendars, by their ids in the archive. */
  calendarAlarms: z.array(setDefaultAlarms.omit({ reset: true }).required()).max(MAX_SETTINGS),
  mutedGroups: z.array(uuid).max(MAX_SETTINGS),
  /** For the user to read. */
  birthday: z.string().nullable().default(null),
  /** For the user to read: accounts are connected again by signing in. */
  connections: z
    .array(
      z.object({
        kind: z.string(),
        account: z.string(),
        calendars: z.array(z.object({ name: z.string(), calendar: uuid, direction: z.string() })),
      }),
    )
    .max(MAX_SETTINGS)
    .default([]),
})
export type ArchivedSettings = z.output<typeof archivedSettings>
