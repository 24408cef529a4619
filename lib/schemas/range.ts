import { z } from 'zod'
import { CONNECTION_KINDS } from '@/lib/calendar/sync-choices'
import type { CalendarSource, CalendarTuple, Hold, Range, Tuple } from '@/lib/calendar/tuple'
import { recurrenceId } from './span'
import { uuid } from './text'

/** Zero stands for a value that is missing or hidden from the viewer. */
export function orZero<S extends z.ZodType>(schema: S) {
  return z.union([schema, z.literal(0)])
}

export const tuple: z.ZodType<Tuple> = z.tuple([
  orZero(uuid),
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.string(),
  orZero(z.string()),
  orZero(recurrenceId),
  z.array(z.number()).optional(),
])

const calendarSource: z.ZodType<CalendarSource> = z.tuple([z.enum(CONNECTION_KINDS), z.string().optional()])

export const calendarTupleSchema: z.ZodType<CalendarTuple> = z.tuple([
  uuid,
  z.string(),
  z.string(),
  z.number(),
  orZero(uuid),
  z.number(),
  z.union([z.literal(0), z.literal(1)]).optional(),
  z.string().optional(),
  calendarSource.optional(),
])

const hold: z.ZodType<Hold> = z.tuple([
  uuid,
  z.string(),
  z.string(),
  z.number(),
  z.number(),
  z.number(),
  z.number(),
])

export const rangeOutput: z.ZodType<Range> = z.strictObject({
  from: z.number(),
  to: z.number(),
  calendars: z.array(calendarTupleSchema),
  tuples: z.array(tuple),
  locations: z.record(z.string(), z.string()).optional(),
  truncated: z.array(z.number()).optional(),
  holds: z.array(hold).optional(),
})
