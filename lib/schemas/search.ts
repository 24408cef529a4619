import { z } from 'zod'
import type { Tuple } from '@/lib/calendar/tuple'
import { count } from './outputs'
import { calendarTupleSchema, orZero, tuple } from './range'
import { day } from './span'
import { uuid } from './text'

const KINDS = ['event', 'meeting', 'reminder'] as const

/** A list of ids from one or several parameters, without invalid ones. */
const ids = z
  .union([z.string(), z.array(z.string())])
  .transform((input) => [input].flat().filter((id) => uuid.safeParse(id).success))
  .transform((list) => [...new Set(list)].slice(0, 100))
  .catch([])

/**
 * Query parameters of a search. Since addresses are typed and truncated by users and programs, invalid parameters are
 * ignored and never refused.
 */
export const searchQuery = z.object({
  q: z
    .union([z.string(), z.array(z.string()).transform((all) => all.join(' '))])
    .transform((text) => text.slice(0, 400))
    .catch(''),
  calendar: ids,
  kind: z.enum(KINDS).optional().catch(undefined),
  /** Id of an attendee. */
  person: uuid.optional().catch(undefined),
  /** Dates in the viewer's zone, both inclusive. */
  from: day.optional().catch(undefined),
  to: day.optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(50).catch(1),
})

export type SearchQuery = z.output<typeof searchQuery>

/**
 * A search result: the occurrence, its location, an excerpt of the description around the match, matching attendees,
 * and for a series the last occurrence before now: start, end and recurrence id.
 */
export type SearchHit = [
  tuple: Tuple,
  place: string,
  note: string,
  people: string[],
  before: [start: number, end: number, occurrence: string] | 0,
]

const searchHit: z.ZodType<SearchHit> = z.tuple([
  tuple,
  z.string(),
  z.string(),
  z.array(z.string()),
  orZero(z.tuple([z.number(), z.number(), z.string()])),
])

/** A gathering or task that is found. */
const planHit = z.strictObject({
  kind: z.enum(['gathering', 'task']),
  ...{ id: uuid, title: z.string(), note: z.string() },
  /** What a task belongs to: name of the list, or title of the event or gathering. */
  where: z.string(),
  path: z.string(),
  /** Whether the task is done, or the gathering locked or cancelled. */
  isOver: z.boolean(),
})
export type PlanHit = z.output<typeof planHit>

export const searchOutput = z.strictObject({
  /** Gatherings and tasks; only on the first page, and without filters. */
  plans: z.array(planHit),
  calendars: z.array(calendarTupleSchema),
  found: z.array(searchHit),
  /** Whether there is a next page. */
  hasMore: z.boolean(),
  /** Number of exact hits. They come first; hits with typos follow. */
  exactCount: count,
})

export type SearchResults = z.output<typeof searchOutput>

/** Returns the parameters of an address, with an array for repeated ones. */
export function toQueryValues(search: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(search.keys())].map((name) => {
      const all = search.getAll(name)
      return [name, all.length > 1 ? all : all[0]!]
    }),
  )
}
