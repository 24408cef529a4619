import { type SQL, sql } from 'drizzle-orm'
import type { Reach } from '@/lib/access/reach'
import { attendsOccurrence } from '@/lib/access/visible-events'
import type { Day } from '@/lib/calendar/day'
import type { Instant, Zone } from '@/lib/calendar/zones/zone'
import type { SearchQuery } from '@/lib/schemas/search'
import { timestamp } from './timestamp'

/** Search words as the database compares them. */
export interface Terms {
  /** The typed text, folded. */
  text: string
  words: { folded: string; pattern: string }[]
}

export interface SearchContext {
  reach: Reach
  /** The calendars that are searched. */
  searched: { id: string; index: number; level: number }[]
  /** All calendars that the viewer may read: a hit names those that show it. */
  readable: { id: string; index: number; level: number }[]
  query: SearchQuery
  terms: Terms
  /** The period as instants, `to` exclusive. */
  time: { from?: Instant; to?: Instant }
  /** The same period as days of the viewer's zone, `to` exclusive. */
  days: { from?: Day; to?: Day; zone: Zone }
  now: Instant
  /** Number of events in the searched calendars, counted up to {@link MAX_SEARCHED_EVENTS}. */
  size: number
}

/**
 * Below this number of events in the searched calendars, their ids are selected first; from it on, the indexes of all
 * events are faster. Either way the duration does not depend on events that the user cannot see.
 */
export const MAX_SEARCHED_EVENTS = 20_000

/**
 * Returns the events in the searched calendars that have the kind and time of the query, as `e`: a `from` clause up to
 * an open `where`.
 */
export function fromSearchedEvents(context: SearchContext): SQL {
  if (context.size >= MAX_SEARCHED_EVENTS)
    return sql`from events e where true ${isInSearchedCalendar(context)}`
  return sql`from (${searchedEventIds(context)} offset 0) s
    cross join lateral (select * from events e where e.id = s.event_id offset 0) e where true`
}

/** Selects the ids of events in the searched calendars that have the kind and time. */
export function searchedEventIds(context: SearchContext): SQL {
  const events = context.query.kind ? sql`join events e on e.id = p.event_id` : sql``
  // "offset 0" is an optimization fence: without it the planner joins the placements of all users.
  return sql`select distinct p.event_id from searched r cross join lateral (select p.event_id from placements p ${events}
    where p.calendar_id = r.id and ${isSearchable(context)} offset 0) p`
}

/** Whether an event is in a searched calendar and has the kind and time. */
function isInSearchedCalendar(context: SearchContext): SQL {
  return sql`and exists (select 1 from placements p join searched r on r.id = p.calendar_id
    where p.event_id = e.id and ${isSearchable(context)})`
}

/** Whether a placement `p` shows more than a busy time, of an event with the kind and time. */
function isSearchable({ query, time }: SearchContext): SQL {
  return sql`p.deleted_at is null and p.detail <> 'busy' ${hasKind(query)} ${isWithinTime(time)}`
}

/** Whether an override `o` matches: all words match the occurrence, and at least one matches its own fields. */
export const OVERRIDE_MATCHES = sql`
  exists (select 1 from terms) and not exists (select 1 from terms t where not (
    fold(coalesce(o.value ->> 'title', title)) like t.pattern or ("full" and (
      fold(coalesce(o.value ->> 'location', location)) like t.pattern
      or fold(coalesce(o.value ->> 'description', description)) like t.pattern
      or fold(coalesce(o.value ->> 'url', url)) like t.pattern
      or exists (select 1 from jsonb_array_elements(o.value -> 'attendees') a
        left join users u on u.id::text = a ->> 'userId'
        where not guest_list_hidden and coalesce(u.search_name, fold(concat_ws(' ', a ->> 'name', a ->> 'email'))) like t.pattern)))))
  and exists (select 1 from terms t where fold(coalesce(o.value ->> 'title', '')) like t.pattern or ("full" and (
    fold(coalesce(o.value ->> 'location', '') || ' ' || coalesce(o.value ->> 'description', '') || ' ' || coalesce(o.value ->> 'url', '')) like t.pattern
    or jsonb_array_length(coalesce(o.value -> 'attendees', '[]')) > 0)))`

/** Whether the visible part of an event (all of it, or its title) contains all words. Hidden guest lists match nothing. */
export function matchesAllWords({ terms }: SearchContext): SQL {
  if (!terms.words.length) return sql`true`
  const wordMatches = terms.words.map(
    ({ pattern }, n) => sql`(e.search_title like ${pattern} or e.search_place like ${pattern}
      or e.search_notes like ${pattern} or exists (select 1 from attendees a left join users u on u.id = a.user_id
        where a.event_id = e.id and not e.guest_list_hidden and not e.single and coalesce(u.search_name, a.search_name) like ${pattern})
      or (e.overrides <> '{}' and not e.guest_list_hidden and exists (select 1 from matching_users n where n.n = ${n + 1} and ${attendsOccurrence(sql`n.id`)})))`,
  )
  return sql`(${matchesTitle(terms)} or (p.detail = 'full' and ${sql.join(wordMatches, sql` and `)}))`
}

export function matchesTitle({ words }: Terms): SQL {
  return sql.join(
    words.map(({ pattern }) => sql`e.search_title like ${pattern}`),
    sql` and `,
  )
}

export function matchesTexts({ words }: Terms): SQL {
  return sql.join(
    words.map(
      ({ pattern }) =>
        sql`(e.search_title like ${pattern} or e.search_place like ${pattern} or e.search_notes like ${pattern})`,
    ),
    sql` and `,
  )
}

/**
 * Whether an event has the kind, as far as a placement `p` shows it: a viewer by title sees every event as kind
 * `event`.
 */
export function hasKind({ kind }: SearchQuery): SQL {
  return kind ? sql`and case when p.detail = 'full' then e.kind else 'event' end = ${kind}` : sql``
}

/**
 * Whether a placement is in the period by its indexed span, which is widened for all zones for all-day and floating
 * events.
 */
export function isWithinTime({ from, to }: SearchContext['time']): SQL {
  return sql`${to === undefined ? sql`` : sql`and p.span_from < ${timestamp(to)}`} ${from === undefined ? sql`` : sql`and p.span_to >= ${timestamp(from)}`}`
}

/**
 * Returns the rank of a match: 0 for the exact title, 1 for a title that starts with the text, 2 for all words in the
 * title, 3 otherwise.
 */
export function rankOf(terms: Terms): SQL {
  if (!terms.words.length) return sql`3`
  return sql`case when e.search_title like ${`${terms.text} |%`} then 0 when e.search_title like ${`${terms.text}%`} then 1
    when ${matchesTitle(terms)} then 2 else 3 end`
}
