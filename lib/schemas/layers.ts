import { z } from 'zod'
import { PALETTE } from '@/lib/calendar/palette'
import { ALARM_METHODS, MAX_NOTE_LENGTH } from './choices'
import { version } from './outputs'
import { recurrenceId } from './span'
import { prose, uuid } from './text'

/**
 * An event, or an occurrence of a series. `version`: the version of the event in which the page saw the occurrence;
 * others may have moved the series since.
 */
export const layerTarget = {
  id: uuid,
  version: version.optional(),
  occurrence: recurrenceId.nullable().default(null),
}

/**
 * Changes the user's layer of an event or occurrence: null removes a color, a busy state or a note, so that those of
 * the event, or of its series, apply.
 */
export const setLayer = z
  .object({
    ...layerTarget,
    patch: z
      .object({
        color: z.enum(PALETTE).nullable(),
        busy: z.boolean().nullable(),
        note: prose(MAX_NOTE_LENGTH)
          .nullable()
          .transform((note) => note || null),
        muted: z.boolean(),
        hidden: z.boolean(),
      })
      .partial()
      .strict(),
  })
  .strict()

const relativeAlarm = z.strictObject({ minutesBefore: z.number().int(), method: z.enum(ALARM_METHODS) })
const alarm = z.union([
  relativeAlarm,
  z.strictObject({ at: z.number().int(), method: z.enum(ALARM_METHODS) }),
])

const layer = z.strictObject({
  color: z.enum(PALETTE).nullable(),
  busy: z.boolean().nullable(),
  note: z.string(),
  muted: z.boolean(),
  hidden: z.boolean(),
  /** Null: the alarms of the series, or the defaults, apply. */
  alarms: z.array(alarm).nullable(),
})

/** The user's own view of an event: the layer of the event or series, and of the occurrence that is shown. */
export const eventLayersOutput = z.strictObject({
  event: layer,
  /** Null if no occurrence of a series is shown. */
  occurrence: layer.nullable(),
  /** The default alarms that apply to it. */
  defaults: z.array(relativeAlarm),
})
export type EventLayers = z.output<typeof eventLayersOutput>
export type EventLayer = EventLayers['event']

/** Events that the user has hidden from their own view. */
export const hiddenEventsOutput = z.array(
  z.strictObject({
    id: uuid,
    occurrence: recurrenceId.nullable(),
    title: z.string(),
    repeats: z.boolean(),
    /** Start of the event or occurrence. */
    start: z.string(),
  }),
)
export type HiddenEvent = z.output<typeof hiddenEventsOutput>[number]
