import { z } from 'zod'
import { type CalendarObject, type ObjectOverride, spanForKind } from '@/lib/calendar/event'
import { PALETTE } from '@/lib/calendar/palette'
import type { SkipReason } from '@/lib/calendar/server/incoming/import-plan'
import type { OccurrenceChange, UpdatedField } from '@/lib/calendar/server/incoming/report'
import { toSingleLine } from '@/lib/calendar/text'
import { DETAIL_LEVELS, type ImportOutcome } from './choices'
import { rule } from './events'
import { day, span, wall, zone } from './span'
import { line, prose, uuid } from './text'

/** More are in no calendar of a person; a file with more is read up to here. */
export const MAX_IMPORTED_EVENTS = 50_000

/** Calendars that one archive may hold. */
export const MAX_IMPORTED_CALENDARS = 100

/** An event of a file, checked. Attendees are guests: a file knows no accounts. */
export type ImportedEvent = z.output<typeof importedEvent>

/** Events of a file as commands take them: only {@link checkEvents} makes them, so they are checked once. */
export class CheckedEvents {
  private constructor(readonly list: readonly ImportedEvent[]) {}

  /** For {@link checkEvents}. */
  static readonly of = (list: readonly ImportedEvent[]) => new CheckedEvents(list)
}

export const importEvents = z
  .object({
    parts: z
      .array(
        z
          .object({
            calendarId: uuid,
            /** What an archive knew the calendar by. */
            was: z.string().nullable().default(null),
            events: z.custom<CheckedEvents>((value) => value instanceof CheckedEvents),
          })
          .strict(),
      )
      .min(1)
      .max(MAX_IMPORTED_CALENDARS),
  })
  .strict()

/** What an import is asked for: where each part of the file goes, in the order in which the file has them. */
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
 * Checks events as a file's reader, or an archive, has them: what would not fit is left out and given back by its place.
 * Others have their turn in between, since a file may hold many.
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

/** Where a rule with a COUNT ends has to be counted: so many occurrences of one file are, which takes seconds. */
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
    (text) => text.split('/').length < 3 && text.split('/').every((one) => moment.safeParse(one).success),
  )

const participant = z
  .object({
    // A file makes nobody take part by their account (see lib/calendar/portable.ts for those who may).
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

/** Each address once. Who has neither address nor name is nobody. */
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

/** jCal, of any kind: kept as it is, but for what a database or a file could not hold. */
const unknown = z.array(z.unknown().transform((value) => toStorable(value))).max(5000)

const override = z
  .object({
    status: z.enum(['confirmed', 'tentative', 'cancelled']),
    title: line(500),
    description: prose(20_000),
    location: line(500),
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

/** Instances without their series: each is looked for in the series that the calendar has. */
const MAX_INSTANCES = 1000

/** An instance without its series, as a file's reader has it. */
const instance = z.object({
  ...version,
  at: z.object({ wall: z.number(), local: z.number(), date: z.boolean(), zone: zone.nullable() }).nullable(),
  following: z.boolean(),
  bare: z.boolean(),
  span: span.nullable(),
  fields: z.object({ ...override.omit({ span: true }).required().shape }),
})

const importedEvent = z.object({
  uid: z.string().min(1).max(600).transform(toSingleLine).pipe(z.string().min(1)),
  ...version,
  origin: uuid.nullable().catch(null).default(null),
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
  /** Where an archive says that it was shown, by what that knew its calendars by. What can't be read is left out. */
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
 * The content as the tables hold it. Only a series has instances, and privacy is an event's as a whole: one that is
 * private in a single instance is private, rather than that one being shown.
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

/** JSON without what Postgres' jsonb refuses: NUL, and halves of surrogate pairs. */
function toStorable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replace(UNSTORABLE, '')
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'boolean' || value === null) return value
  if (typeof value !== 'object' || depth > MAX_DEPTH) return null
  if (Array.isArray(value)) return value.map((one) => toStorable(one, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key.replace(UNSTORABLE, ''), toStorable(one, depth + 1)]),
  )
}

/** A line of an import's answer, which is sent as it goes: newline-delimited JSON. */
export type ImportLine =
  | { progress: { stage: 'reading' | 'writing'; events: number; bytes: number } }
  | { result: ImportResult }
  | { error: { code: string; data?: unknown } }

/** What an import would do, or has done, with each calendar of a file. */
export interface ImportResult {
  archive: boolean
  parts: ImportedPart[]
  notes: ImportNote[]
  /** What undoes it; null where nothing was done. */
  changeset: string | null
  seqs: Record<string, number>
}

export interface ImportedPart {
  name: string
  color: string | null
  /** Where it goes: a calendar's id, `new` (one of its own is to be made) or `skip`. */
  calendar: string
  counts: Record<ImportOutcome, number>
  /** The first few of each, by what they start with. */
  samples: Record<ImportOutcome, ImportSample[]>
  notes: ImportNote[]
  /** The day of the first event that is new or changed. */
  first: string | null
}

/** An event of a file. `start`: a day, or a wall time where it happens. */
export interface ImportSample {
  title: string
  start: string
  reason?: SkipReason
  /** Fields of a changed event that take another value. */
  updated?: UpdatedField[]
  /** Effects on single occurrences of a series that is new or changed. */
  occurrences?: OccurrenceChange[]
  /** Fields that were edited here and take the file's value. */
  replaced?: string[]
}

/** Something in a file that was read otherwise than it was written, or not at all: codes as in ICAL_NOTES. */
export interface ImportNote {
  line: number
  code: string
  subject: string
}
