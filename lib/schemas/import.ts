import { z } from 'zod'
import { CheckedEvents } from './checked-events'
import { count } from './outputs'
import { line, uuid } from './text'

/** Maximum number of events of a file; further ones are ignored. */
export const MAX_IMPORTED_EVENTS = 50_000

/** Maximum number of calendars in an archive. */
export const MAX_IMPORTED_CALENDARS = 100

export const importEvents = z
  .object({
    parts: z
      .array(
        z
          .object({
            calendarId: uuid,
            /** Id of the calendar in the archive. */
            archivedId: z.string().nullable().default(null),
            events: z.custom<CheckedEvents>((value) => value instanceof CheckedEvents),
          })
          .strict(),
      )
      .min(1)
      .max(MAX_IMPORTED_CALENDARS),
    /** Whether the user gets the alarms of the file as their own. */
    withAlarms: z.boolean().default(false),
  })
  .strict()

/** Numbers of events that an import created, changed, found unchanged, and skipped. */
export const importEventsOutput = z.strictObject({
  created: count,
  changed: count,
  unchanged: count,
  skipped: count,
})

export type Imported = z.output<typeof importEventsOutput>

/** The target of each calendar of the file, in the order of the file. */
export const importQuery = z
  .object({
    mode: z.enum(['preview', 'apply']),
    name: line(300).default(''),
    calendar: z
      .array(z.union([uuid, z.enum(['new', 'skip'])]))
      .max(MAX_IMPORTED_CALENDARS)
      .default([]),
    alarms: z.literal('1').optional(),
    settings: z.literal('1').optional(),
  })
  .strict()
