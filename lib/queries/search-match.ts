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
  /** The calendars that are searched, and all calendars that may be shown with a hit. */
  reached: { id: string; index: number; level: number }[]
  everywhere: { id: string; index: number; level: number }[]
  query: SearchQuery
  terms: Terms
  /** The period as instants, and as days of the viewer's zone, `to` exclusive. */
  time: { from?: Instant; to?: Instant }
  days: { from?: Day; to?: Day; zone: Zone }
  now: Instant
  /** Number of events in the searched calendars, counted up to {@link MAX_REACHED}. */
  size: number
}

/**
 * A user who reaches fewer events is searched among those events; above this, the indexes of all events are faster.
 * Either way the time does not depend on events of others.
 */
export const MAX_REACHED = 20_000

/**
 * Returns the events in the searched calendars that have the kind and time, as `e`: a `from` clause up to an open
 * `where`.
 */
export function fromReachedEvents(context: SearchContext): SQL {
  if (context.size >= MAX_REACHED) return sql`from events e where true ${isReached(context)}`
  return sql`from (${reachedEventIds(context)} offset 0) mine join events e on e.id = mine.event_id where true`
}

/** Selects the ids of events in the searched calendars that have the kind and time. */
export function reachedEventIds(context: SearchContext): SQL {
  const kept = context.query.kind ? sql`join events e on e.id = p.event_id` : sql``
  // Calendar by calendar ("offset 0"): otherwise the planner joins the placements of all users.
  return sql`select distinct p.event_id from reached r cross join lateral (select p.event_id from placements p ${kept}
    where p.calendar_id = r.id and ${isSearchable(context)} offset 0) p`
}

/** Whether an event is in a searched calendar and has the kind and time. */
function isReached(context: SearchContext): SQL {
  return sql`and exists (select 1 from placements p join reached r on r.id = p.calendar_id
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
        where coalesce(u.search_name, fold(concat_ws(' ', a ->> 'name', a ->> 'email'))) like t.pattern)))))
  and exists (select 1 from terms t where fold(coalesce(o.value ->> 'title', '')) like t.pattern or ("full" and (
    fold(coalesce(o.value ->> 'location', '') || ' ' || coalesce(o.value ->> 'description', '') || ' ' || coalesce(o.value ->> 'url', '')) like t.pattern
    or jsonb_array_length(coalesce(o.value -> 'attendees', '[]')) > 0)))`

/** Whether the visible part of an event (all of it, or its title) has all words. */
export function matchesAllWords({ terms }: SearchContext): SQL {
  if (!terms.words.length) return sql`true`
  const each = terms.words.map(
    ({ pattern }, n) => sql`(e.search_title like ${pattern} or e.search_place like ${pattern}
      or e.search_notes like ${pattern} or exists (select 1 from attendees a left join users u on u.id = a.user_id
        where a.event_id = e.id and coalesce(u.search_name, a.search_name) like ${pattern})
      or (e.overrides <> '{}' and exists (select 1 from named n where n.n = ${n + 1} and ${attendsOccurrence(sql`n.id`)})))`,
  )
  return sql`(${matchesTitle(terms)} or (p.detail = 'full' and ${sql.join(each, sql` and `)}))`
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
