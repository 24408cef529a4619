import { z } from 'zod'
import { dayNumber, dayOf, isDay, isWall } from '@/lib/calendar/day'
import { hasValidOrder, type Span } from '@/lib/calendar/span'
import { isZone } from '@/lib/calendar/zones/zone'

// `abort`: later checks compare dates, so they must not receive invalid ones.
export const day = z.string().refine(isDay, { error: 'bad_date', abort: true })
export const wall = z.string().refine(isWall, { error: 'bad_date', abort: true })
export const zone = z.string().refine(isZone, { error: 'bad_zone', abort: true })

/** Identifies an occurrence of a series: a date, or a wall time in the series' zone. */
export const recurrenceId = z.union([day, wall])

/** A span as defined in lib/calendar/span.ts. */
export const span: z.ZodType<Span, Span> = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('all-day'), start: day, end: day }),
    z.object({ type: z.literal('floating'), start: wall, end: wall }),
    z.object({ type: z.literal('timed'), start: wall, startZone: zone, end: wall, endZone: zone }),
  ])
  .refine(hasValidOrder, { error: 'end_before_start', path: ['end'] })

const WRITTEN = /^\d{4}-\d{2}-\d{2}$/

/** A day in a grid, whose weeks extend beyond the first and last supported month. */
const shownDay = z
  .string()
  .refine((text) => WRITTEN.test(text) && text >= '0001-01-01' && dayOf(dayNumber(text)) === text, {
    error: 'bad_date',
    abort: true,
  })

/** The range of days of a view, `to` exclusive: one to 400 days. */
export const rangeQuery = z
  .object({ from: shownDay, to: shownDay })
  .strict()
  .refine(({ from, to }) => to > from, { error: 'end_before_start', path: ['to'] })
  .refine(({ from, to }) => dayNumber(to) - dayNumber(from) <= 400, { error: 'too_many', path: ['to'] })
