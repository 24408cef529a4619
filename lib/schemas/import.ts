import { z } from 'zod'
import { type CalendarObject, type ObjectOverride, spanForKind } from '@/lib/calendar/event'
import { PALETTE } from '@/lib/calendar/palette'
import { toSingleLine } from '@/lib/calendar/text'
import { DETAIL_LEVELS } from './choices'
import { eventTexts, optionalTexts } from './event-texts'
import { rule } from './events'
import { count } from './outputs'
import { day, span, wall, zone } from './span'
import { line, prose, uuid } from './text'

/** Maximum number of events of a file; further ones are ignored. */
export const MAX_IMPORTED_EVENTS = 50_000

/** Maximum number of calendars in an archive. */
export const MAX_IMPORTED_CALENDARS = 100

/** A validated event of a file. Attendees are guests, since files do not contain accounts. */
export type ImportedEvent = z.output<typeof importedEvent>

/** Validated events of a file. Only {@link checkEvents} creates them, so that they are validated exactly once. */
export class CheckedEvents {
  private constructor(readonly list: readonly ImportedEvent[]) {}

  /** Reserved for {@link checkEvents}. */
  static readonly of = (list: readonly ImportedEvent[]) => new CheckedEvents(list)
}

export const importEvents = z
  .object({
    parts: z
      .array(
        z
          .object({
            calendarId: uuid,
            /** Id of the calendar in the archive. */
            was: z.string().nullable().default(null),
            events: z.custom<CheckedEvents>((value) => value instanceof CheckedEvents),
          })
          .strict(),
      )
      .min(1)
      .max(MAX_IMPORTED_CALENDARS),
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
  })
  .strict()

/**
 * Validates events from a file or archive. Returns the indices of invalid events. Yields to the event loop, since a
 * file can have many.
 */
export async function checkEvents(
  raw: readonly unknown[],
): Promise<{ events: CheckedEvents; refused: number[] }> {
  const list: ImportedEvent[] = []
  const refused: number[] = []
  let counted = 0
  for (const [index, event] of raw.entries()) {
    const result = importedEvent.safeParse(event)
    if (result.success) counted += countIn(result.data.content.recurrence?.rules ?? [])
    if (result.success && counted <= MAX_COUNTED_OCCURRENCES) list.push(result.data)
    else refused.push(index)
    if (index % EVENTS_PER_TURN === EVENTS_PER_TURN - 1) await new Promise((resolve) => setImmediate(resolve))
  }
  return { events: CheckedEvents.of(list), refused }
}

const EVENTS_PER_TURN = 500

/** Maximum number of occurrences of rules with COUNT in a file, since counting them takes seconds. */
const MAX_COUNTED_OCCURRENCES = 20_000_000

function countIn(rules: readonly string[]): number {
  return rules.reduce((sum, text) => sum + Math.min(Number(/COUNT=(\d+)/.exec(text)?.[1] ?? 0), 100_000), 0)
}

const moment = z.union([day, wall])

/** RDATE: a start, or a PERIOD's start and end. */
const date = z
  .string()
  .max(50)
  .refine(
    (text) => text.split('/').length < 3 && text.split('/').every((time) => moment.safeParse(time).success),
  )

const participant = z
  .object({
    // Files cannot refer to accounts (see lib/calendar/portable.ts for the exception).
    userId: z.null(),
    email: z
      .string()
      .max(254)
      .regex(/^[^\s@]+@[^\s@]+$/)
      .transform((text) => toSingleLine(text).toLowerCase())
      .nullable(),
    name: line(200).nullable(),
    status: z.enum(['needs-action', 'accepted', 'declined', 'tentative']),
  })
  .transform(({ name, ...rest }) => ({ ...rest, name: name || null }))

/** Attendees without duplicate addresses, and without entries that have neither address nor name. */
const participants = z
  .array(participant)
  .max(5000)
  .transform((people) => {
    const seen = new Set<string>()
    return people.filter(({ email, name }) => {
      const again = email !== null && seen.has(email)
      if (email) seen.add(email)
      return !again && (email ?? name)
    })
  })

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
    attendees: participants,
    unknown,
    visibility: z.enum(['default', 'private']),
  })
  .partial()

const shape = z.object({
  kind: z.enum(['event', 'meeting', 'reminder']),
  ...override.required().shape,
  ...optionalTexts,
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
  at: z.object({ wall: z.number(), local: z.number(), date: z.boolean(), zone: zone.nullable() }).nullable(),
  following: z.boolean(),
  isBare: z.boolean(),
  span: span.nullable(),
  fields: z.object({ ...override.omit({ span: true }).required().shape }),
})

const importedEvent = z.object({
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
          }),
        )
        .max(5000),
      alarms: z
        .array(
          z.object({
            recurrenceId: moment.nullable(),
            minutesBefore: z.number().int().min(-1_000_000).max(1_000_000),
            method: z.enum(['push', 'email', 'in-app']),
            allDay: z.boolean(),
            order: z.number().int().min(0).max(1000),
          }),
        )
        .max(5000),
    })
    .optional(),
  /** Placements in an archive, by the archive's calendar ids. Unreadable ones are ignored. */
  also: z
    .array(
      z.preprocess(
        withDetail,
        z.object({ calendar: z.string().max(100), home: z.boolean(), detail: z.enum(DETAIL_LEVELS) }),
      ),
    )
    .max(100)
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
  const own = Object.entries(recurrence ? overrides : {})
  const hidden = own.some(([, { visibility }]) => visibility === 'private')
  return {
    ...plain,
    visibility: hidden ? 'private' : plain.visibility,
    span: spanForKind(kind, plain.span),
    overrides: Object.fromEntries(
      own.map(([id, { visibility: _, ...patch }]): [string, ObjectOverride] => [
        id,
        patch.span ? { ...patch, span: spanForKind(kind, patch.span) } : patch,
      ]),
    ),
  }
}

const MAX_DEPTH = 40
const UNSTORABLE = /[\0\p{Cs}]/gu

/** Removes what jsonb does not support: NUL characters and lone surrogates. */
function toStorable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replace(UNSTORABLE, '')
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'boolean' || value === null) return value
  if (typeof value !== 'object' || depth > MAX_DEPTH) return null
  if (Array.isArray(value)) return value.map((element) => toStorable(element, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key.replace(UNSTORABLE, ''), toStorable(field, depth + 1)]),
  )
}
