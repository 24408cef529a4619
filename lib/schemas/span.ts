import { z } from 'zod'
import { dayNumber, isDay, isEdge, isWall } from '@/lib/calendar/day'
import { isForward, type Span } from '@/lib/calendar/span'
import { isZone } from '@/lib/calendar/zone'

export const day = z.string().refine(isDay, { error: 'bad_date' })
export const wall = z.string().refine(isWall, { error: 'bad_date' })
export const zone = z.string().refine(isZone, { error: 'bad_zone' })

/** When something happens, as in lib/calendar/span.ts. */
export const span: z.ZodType<Span> = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('all-day'), start: day, end: day }),
    z.object({ type: z.literal('floating'), start: wall, end: wall }),
    z.object({ type: z.literal('timed'), start: wall, startZone: zone, end: wall, endZone: zone }),
  ])
  .refine(isForward, { error: 'end_before_start', path: ['end'] })

const edge = z.string().refine(isEdge, { error: 'bad_date' })

/** A range of days that a view shows, `to` exclusive: at least one, at most a year and a bit. */
export const rangeQuery = z
  .object({ from: edge, to: edge })
  .strict()
  .refine(({ from, to }) => to > from, { error: 'end_before_start', path: ['to'] })
  .refine(({ from, to }) => dayNumber(to) - dayNumber(from) <= 400, { error: 'too_many', path: ['to'] })
