import { z } from 'zod'
import { FILES_FOLDER } from '@/lib/calendar/archive-entries'
import { type CalendarObject, type ObjectOverride, spanForKind } from '@/lib/calendar/event'
import { PALETTE } from '@/lib/calendar/palette'
import { toSingleLine } from '@/lib/calendar/text'
import { ALARM_METHODS, DETAIL_LEVELS } from './choices'
import { eventTexts, optionalTexts } from './event-texts'
import { rule } from './events'
import { guestOptions, optionalGuestOptions } from './guest-options'
import { importedAttendees } from './imported-attendees'
import { day, span, wall, zone } from './span'
import { prose, uuid } from './text'
import { toStorable } from './to-storable'

/** A validated event of a file. Attendees are guests, since files do not contain accounts. */
export type ImportedEvent = z.output<typeof importedEvent>

const moment = z.union([day, wall])

/** RDATE: a start, or a PERIOD's start and end. */
const date = z
  .string()
  .max(50)
  .refine(
    (text) => text.split('/').length < 3 && text.split('/').every((time) => moment.safeParse(time).success),
  )

/** Any jCal, without characters that the database or a file cannot store. */
const unknown = z.array(z.unknown().transform((value) => toStorable(value))).max(5000)

const override = z
  .object({
    status: z.enum(['confirmed', 'tentative', 'cancelled']),
    ...eventTexts,
    color: z.enum(PALETTE).nullable(),
    busy: z.boolean(),
    done: z.boolean(),
    span,
    attendees: importedAttendees,
    unknown,
    visibility: z.enum(['default', 'private']),
  })
  .partial()

const shape = z.object({
  kind: z.enum(['event', 'meeting', 'reminder']),
  ...override.required().shape,
  ...optionalTexts,
  ...optionalGuestOptions,
  recurrence: z
    .object({
      rules: z.array(rule).max(20),
      dates: z.array(date).max(10_000),
      exclusions: z.array(moment).max(10_000),
    })
    .nullable(),
  overrides: z.record(moment, override).refine((all) => Object.keys(all).length <= 5000),
})

const time = z.number().int().nullable().catch(null).default(null)
const sequence = z.number().int().min(0).max(2_000_000_000)
const version = { sequence, lastModified: time, stamp: time }

/** Maximum number of instances without their series, since each is looked up in the existing series. */
const MAX_INSTANCES = 1000

/** An instance without its series, as parsed from a file. */
const instance = z.object({
  ...version,
  at: z
    .object({ wall: z.number(), local: z.number(), isDate: z.boolean(), zone: zone.nullable() })
    .nullable(),
  following: z.boolean(),
  isBare: z.boolean(),
  span: span.nullable(),
  fields: z.object({ ...override.omit({ span: true }).required().shape, ...guestOptions }),
})

export const importedEvent = z.object({
  uid: z.string().min(1).max(600).transform(toSingleLine).pipe(z.string().min(1)),
  ...version,
  kindayId: uuid.nullable().catch(null).default(null),
  published: z.boolean().default(false),
  versions: z.record(moment, z.object(version)).catch({}).default({}),
  instances: z.array(instance).max(MAX_INSTANCES).nullable().default(null),
  content: shape.transform(toStoredContent),
  own: z
    .object({
      layers: z
        .array(
          z.object({
            recurrenceId: moment.nullable(),
            color: z.enum(PALETTE).nullable(),
            busy: z.boolean().nullable(),
            note: prose(20_000).nullable(),
            muted: z.boolean(),
            hidden: z.boolean(),
            ownAlarms: z.boolean().default(false),
          }),
        )
        .max(5000),
      alarms: z
        .array(
          z
            .object({
              recurrenceId: moment.nullable(),
              minutesBefore: z.number().int().min(-1_000_000).max(1_000_000).nullable(),
              at: z.iso.datetime({ offset: true }).nullable().default(null),
              method: z.enum(ALARM_METHODS),
              allDay: z.boolean(),
              order: z.number().int().min(0).max(1000),
            })
            .refine(({ minutesBefore, at }) => (minutesBefore === null) !== (at === null)),
        )
        .max(5000),
    })
    .optional(),
  /** Placements in an archive, by the archive's calendar ids. Unreadable ones are ignored. */
  placements: z
    .array(
      z.preprocess(
        withDetail,
        z.object({ calendar: z.string().max(100), home: z.boolean(), detail: z.enum(DETAIL_LEVELS) }),
      ),
    )
    .max(100)
    .catch([])
    .default([]),
  /** Attachments in an archive: the path in the archive, and the name. */
  files: z
    .array(z.object({ path: z.string().max(1000).startsWith(FILES_FOLDER), name: z.string().max(1000) }))
    .max(1000)
    .catch([])
    .default([]),
})

/** Reads the level of detail of a placement by the name that it had in older archives. */
function withDetail(placement: unknown): unknown {
  const { redaction, ...rest } = Object(placement) as Record<string, unknown>
  return { detail: redaction, ...rest }
}

/**
 * Converts content to the form stored in the database. Only a series has overrides, and visibility applies to the whole
 * event: if one instance is private, the event becomes private.
 */
function toStoredContent({ overrides, ...plain }: z.output<typeof shape>): CalendarObject {
  const { kind, recurrence } = plain
  const ownOverrides = Object.entries(recurrence ? overrides : {})
  const isPrivate = ownOverrides.some(([, { visibility }]) => visibility === 'private')
  return {
    ...plain,
    visibility: isPrivate ? 'private' : plain.visibility,
    span: spanForKind(kind, plain.span),
    overrides: Object.fromEntries(
      ownOverrides.map(([id, { visibility: _, ...patch }]): [string, ObjectOverride] => [
        id,
        patch.span ? { ...patch, span: spanForKind(kind, patch.span) } : patch,
      ]),
    ),
  }
}
