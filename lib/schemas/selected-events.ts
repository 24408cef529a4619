import { z } from 'zod'
import { DAY, MINUTE } from '@/lib/calendar/day'
import { MAX_SELECTED_EVENTS } from './choices'
import { idsOutput, version } from './outputs'
import { recurrenceId } from './span'
import { uuid } from './text'

/** An event or occurrence that the user selected. `version`: the version that the user saw, if the client knows it. */
const selected = z
  .object({ id: uuid, version: version.optional(), occurrence: recurrenceId.optional() })
  .strict()

const selection = z
  .array(selected)
  .min(1)
  .max(MAX_SELECTED_EVENTS)
  .refine(
    (events) =>
      new Set(events.map(({ id, occurrence }) => `${id} ${occurrence ?? ''}`)).size === events.length,
    { error: 'invalid' },
  )

/** A shift of wall time in milliseconds, in whole minutes. */
const shift = z
  .number()
  .int()
  .multipleOf(MINUTE)
  .min(-40_000 * DAY)
  .max(40_000 * DAY)

/** Moves all selected events and occurrences by the same wall time; all-day ones by whole days. */
export const moveEvents = z.object({ events: selection, by: shift }).strict()

/** The moved events, and their versions in the same order. */
export const movedEventsOutput = idsOutput.extend({ versions: z.array(version) })

export const deleteEvents = z.object({ events: selection }).strict()

/** Copies selected events and occurrences, moved by a wall time, each into a calendar. */
export const copyEvents = z
  .object({
    events: z
      .array(z.object({ id: uuid, occurrence: recurrenceId.optional(), calendarId: uuid }).strict())
      .min(1)
      .max(MAX_SELECTED_EVENTS),
    by: shift.default(0),
  })
  .strict()
