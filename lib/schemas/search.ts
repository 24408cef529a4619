import { z } from 'zod'
import { GATHERING_STATUSES } from '@/lib/calendar/gatherings/choices'
import { TASK_STATUSES } from '@/lib/calendar/tasks/task'
import type { Tuple } from '@/lib/calendar/tuple'
import { count } from './outputs'
import { calendarTupleSchema, orZero, tuple } from './range'
import { day } from './span'
import { uuid } from './text'

export const SEARCH_KINDS = ['event', 'meeting', 'reminder', 'gathering', 'task'] as const

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
  kind: z.enum(SEARCH_KINDS).optional().catch(undefined),
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

const gatheringOrTaskHit = z.strictObject({
  kind: z.enum(['gathering', 'task']),
  id: uuid,
  path: z.string(),
  title: z.string(),
  place: z.string(),
  /** An excerpt of the description or note around the match. */
  note: z.string(),
  status: z.enum([...GATHERING_STATUSES, ...TASK_STATUSES]),
  /** Name of the list of a task, or title of the event or gathering that it belongs to. */
  list: z.string(),
})

export type GatheringOrTaskHit = z.output<typeof gatheringOrTaskHit>

export const searchOutput = z.strictObject({
  calendars: z.array(calendarTupleSchema),
  found: z.array(searchHit),
  /** Whether there is a next page. */
  hasMore: z.boolean(),
  /** Number of exact hits. They come first; hits with typos follow. */
  exactCount: count,
  /** Gatherings and tasks. */
  others: z.array(gatheringOrTaskHit),
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
