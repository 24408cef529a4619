import { z } from 'zod'
import type { CalendarTuple, Tuple } from '@/lib/calendar/tuple'
import { day } from './span'
import { uuid } from './text'

const KINDS = ['event', 'meeting', 'reminder'] as const

/** What several of one name in an address are: a list; what is no id in it is left out. */
const ids = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().filter((id) => uuid.safeParse(id).success))
  .transform((list) => [...new Set(list)].slice(0, 100))
  .catch([])

/**
 * What is looked for, as the page's address says it. An address is typed and cut off by people and programs: whatever
 * does not make sense in it is not there, and nothing is refused.
 */
export const searchQuery = z.object({
  q: z
    .union([z.string(), z.array(z.string()).transform((all) => all.join(' '))])
    .transform((text) => text.slice(0, 400))
    .catch(''),
  calendar: ids,
  kind: z.enum(KINDS).optional().catch(undefined),
  /** A user who takes part. */
  person: uuid.optional().catch(undefined),
  /** Days of the viewer's zone, both included. */
  from: day.optional().catch(undefined),
  to: day.optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(50).catch(1),
})

export type SearchQuery = z.output<typeof searchQuery>

/**
 * Something found: when and what, as calendars draw it; where it is; what its notes say around what was found; who takes
 * part that was found; and of a series the last time before now: start, end and which.
 */
export type SearchHit = [
  tuple: Tuple,
  place: string,
  note: string,
  people: string[],
  before: [start: number, end: number, occurrence: string] | 0,
]

export interface SearchAnswer {
  calendars: CalendarTuple[]
  found: SearchHit[]
  /** Whether there is another page. */
  more: boolean
  /** From here on, what is only like what was looked for. */
  near: number
}

/** An address's own names and values, a name that is there several times with all of them. */
export function toQueryValues(search: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(search.keys())].map((name) => {
      const all = search.getAll(name)
      return [name, all.length > 1 ? all : all[0]!]
    }),
  )
}
