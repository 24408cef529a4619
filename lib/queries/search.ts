import { type SQL, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { type Columns, singleRow } from '@/db/rows'
import type { Reach } from '@/lib/access/reach'
import { attendsOccurrence } from '@/lib/access/visible-events'
import { addDays, DAY, dayNumber } from '@/lib/calendar/day'
import { LEVELS } from '@/lib/calendar/roles'
import { createTypoDistance } from '@/lib/calendar/search/typo-distance'
import { wordsOf } from '@/lib/calendar/search/words'
import { instantAt } from '@/lib/calendar/zones/wall-time'
import type { Instant, Zone } from '@/lib/calendar/zones/zone'
import { AppError } from '@/lib/errors'
import type { SearchHit, SearchQuery, SearchResults } from '@/lib/schemas/search'
import { layerApplier, readLayerMarks } from './layer-marks'
import { calendarTuples } from './range'
import { searchGatheringsAndTasks } from './search-lists'
import {
  fromSearchedEvents,
  isWithinTime,
  MAX_SEARCHED_EVENTS,
  matchesTexts,
  matchesTitle,
  type SearchContext,
  searchedEventIds,
  type Terms,
} from './search-match'
import { PAGE_SIZE, readPage } from './search-page'
import { hitsOf, type SearchRow } from './search-results'
import { timestamp } from './timestamp'

/** Maximum number of candidates from each index. The events nearest to now are always candidates. */
const MAX_CANDIDATES = 1000

/** Number of candidates on each side of now that are tried first: they contain what most users look for. */
const NEAREST_CANDIDATES = 1000

/** Maximum number of events in the searched calendars for which all of them are scanned. */
const MAX_FULL_SCAN = 2 * NEAREST_CANDIDATES

/** Maximum number of events from each index that are compared for typos. */
const MAX_SIMILAR = 300

/** Number of events with typos that follow even if exact matches fill the page. */
const MIN_TYPO_HITS = 5

/** Maximum duration of a search. */
const TIMEOUT_MS = 3000

/**
 * Returns events that contain all words in title, location, description, URL or names of attendees. Hits are sorted by
 * rank (see `rankOf`), then by distance from now. If they do not fill a page, events that differ by a typo or two
 * follow. Gatherings and tasks are found by `searchGatheringsAndTasks`.
 *
 * Matches only what the viewer may read: the title of an event with detail `title`, nothing of one with detail `busy`.
 * If permissions only filtered the result, rank and number of hits would reveal texts that the viewer may not read.
 *
 * @throws AppError UNAVAILABLE if it takes too long
 */
export async function search(
  db: Db,
  reach: Reach,
  query: SearchQuery,
  { now, zone }: { now: Instant; zone: Zone },
): Promise<SearchResults> {
  const words = wordsOf(query.q)
  const readable = reach.calendars
    .map(({ id, level }, index) => ({ id, index, level: LEVELS.indexOf(level) + 1 }))
    .filter(({ level }) => level >= 2)
  const searched = readable.filter(({ id }) => !query.calendar.length || query.calendar.includes(id))
  const hasFilters = query.calendar.length || query.kind || query.person || query.from || query.to
  const empty: SearchResults = {
    calendars: calendarTuples(reach),
    found: [],
    hasMore: false,
    exactCount: 0,
    others: [],
  }
  // Text without a word, such as punctuation, finds nothing; filters alone find all events.
  const findsNothing = !words.length && (query.q.trim() !== '' || !hasFilters)
  if (findsNothing) return empty

  const time = timeOf(query, zone)
  const found = await withTimeout(db, async (tx) => {
    const { terms, size } = await termsOf(tx, query.q, words, searched)
    const days = { from: query.from, to: query.to && addDays(query.to, 1), zone }
    const others = await searchGatheringsAndTasks(tx, reach, query, terms, words)
    const isOfEvents = query.kind !== 'gathering' && query.kind !== 'task'
    if (!searched.length || !isOfEvents) return { exact: [], hasMore: false, withTypos: [], others }
    const context = { reach, searched, readable, query, terms, time, days, now, size }
    const rows = await exactMatches(tx, context)
    const hasMore = rows.length > PAGE_SIZE
    const exact = rows.slice(0, PAGE_SIZE)
    const includesTypos = !hasMore && query.page === 1 && words.some((word) => [...word].length > 3)
    const withTypos = includesTypos ? await typoMatches(tx, context, words, exact) : []
    return { exact, hasMore, withTypos, others }
  })
  const options = { words, now, zone, ...time }
  const rows = [...found.exact, ...found.withTypos]
  const applyLayers = layerApplier(
    await readLayerMarks(
      db,
      reach,
      rows.map(({ id }) => id),
    ),
  )
  const shownHits = (row: SearchRow) =>
    hitsOf(row, options).flatMap(([tuple, ...rest]): SearchHit[] => {
      const shown = applyLayers(tuple)
      return shown ? [[shown, ...rest]] : []
    })
  const exact = found.exact.flatMap(shownHits)
  const withTypos = found.withTypos.flatMap(shownHits)
  const { hasMore, others } = found
  return { ...empty, found: [...exact, ...withTypos], hasMore, exactCount: exact.length, others }
}

/** Returns a page of events that contain all words, plus one row if there is a next page. */
async function exactMatches(tx: Tx, context: SearchContext): Promise<SearchRow[]> {
  // With few events, looking up candidates first would not be faster than scanning all of them.
  if (context.size <= MAX_FULL_SCAN) return readPage(tx, context, searchedEventIds(context))
  // A frequent word matches too many events to sort. Matching titles and the nearest events usually fill the page.
  const rows = await readPage(tx, context, sql`${titleCandidates(context)} ${nearestCandidates(context)}`)
  if (rows.length > PAGE_SIZE) return rows
  if (context.query.page > 1) {
    return readPage(tx, context, sql`${wordCandidates(context)} union ${nearestCandidates(context)}`)
  }
  // The rows are all matches among the nearest events, so these are not compared again.
  const others = await readPage(tx, context, wordCandidates(context))
  const known = new Set(rows.map(({ id }) => id))
  return [...rows, ...others.filter(({ id }) => !known.has(id))].sort(byRelevance).slice(0, PAGE_SIZE + 1)
}

/** Compares rows as {@link readPage} sorts them. */
function byRelevance(a: SearchRow, b: SearchRow): number {
  return a.rank - b.rank || a.distance - b.distance || (a.id < b.id ? -1 : 1)
}

/** Runs the statements of a search and converts a timeout to an error. @throws AppError UNAVAILABLE */
async function withTimeout<T>(db: Db, run: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await db.transaction(run)
  } catch (error) {
    const { code } = ((error as Error).cause ?? error) as { code?: string }
    if (code === '57014') throw new AppError('UNAVAILABLE')
    throw error
  }
}

/**
 * Folds the words, counts the events of the searched calendars, and sets the transaction's timeout and similarity
 * threshold. Words are folded once: inside the search they would be folded for every row.
 */
async function termsOf(
  tx: Tx,
  text: string,
  words: readonly string[],
  searched: SearchContext['searched'],
): Promise<{ terms: Terms; size: number }> {
  const calendars = JSON.stringify(searched.map(({ id }) => id))
  const row = singleRow(
    await tx.execute<Columns<Terms & { size: number }>>(sql`
    select fold(${words.join(' ')}) as text,
      (select coalesce(json_agg(json_build_object('folded', fold(word), 'pattern', sought(word)) order by n), '[]')
        from jsonb_array_elements_text(${JSON.stringify(words)}::jsonb) with ordinality as w (word, n)) as words,
      (select count(*)::int from (select 1 from jsonb_array_elements_text(${calendars}::jsonb) c (id) cross join lateral (
        select 1 from placements p where p.calendar_id = c.id::uuid and p.deleted_at is null limit ${MAX_SEARCHED_EVENTS}) p
        limit ${MAX_SEARCHED_EVENTS}) p) as size,
      set_config('statement_timeout', ${String(TIMEOUT_MS)}, true),
      set_config('pg_trgm.word_similarity_threshold', '0.4', true)`),
  )
  const terms = {
    text: text.trim() ? row.text : '',
    words: row.words.filter(({ folded }) => folded.trim()),
  }
  return { terms, size: row.size }
}

/** Converts the dates of a query to instants. */
function timeOf({ from, to }: SearchQuery, zone: Zone): { from?: Instant; to?: Instant } {
  return {
    ...(from && { from: instantAt(dayNumber(from) * DAY, zone) }),
    ...(to && { to: instantAt(dayNumber(addDays(to, 1)) * DAY, zone) }),
  }
}

/** Selects events that contain all words in their title. */
function titleCandidates(context: SearchContext): SQL {
  if (!context.terms.words.length) return sql``
  return sql`(select e.id ${fromSearchedEvents(context)} and ${matchesTitle(context.terms)} limit ${MAX_CANDIDATES}) union`
}

/** Selects unsorted candidates, at most {@link MAX_CANDIDATES} from each index. */
function wordCandidates(context: SearchContext): SQL {
  const { query, terms } = context
  if (!terms.words.length) {
    const attendedBy = query.person
      ? sql`and e.id in (select a.event_id from attendees a where a.user_id = ${query.person}::uuid
          union select id from overridden e where ${attendsOccurrence(sql`${query.person}`)})`
      : sql``
    return sql`(select e.id ${fromSearchedEvents(context)} ${attendedBy} limit ${MAX_CANDIDATES})`
  }
  const patterns = JSON.stringify(terms.words.map(({ pattern }) => pattern))
  const anyOf = sql`(select array_agg(p) from jsonb_array_elements_text(${patterns}::jsonb) p)::text[]`
  return sql`
    (select e.id ${fromSearchedEvents(context)} and ${matchesTexts(terms)} limit ${MAX_CANDIDATES})
    union (select e.id ${fromSearchedEvents(context)} and ${matchesTitle(terms)} limit ${MAX_CANDIDATES})
    union (select event_id from attendees where user_id in (select id from matching_users) limit ${MAX_CANDIDATES})
    union (select event_id from attendees where user_id is null and search_name like any(${anyOf}) limit ${MAX_CANDIDATES})
    union (select e.id from overridden e where exists (select 1 from matching_users n where ${attendsOccurrence(sql`n.id`)}))`
}

/** Selects the events nearest to now, or to the query's period, whether or not they match. */
function nearestCandidates({ searched, now, time }: SearchContext): SQL {
  const perCalendar = Math.ceil(NEAREST_CANDIDATES / searched.length) + 20
  const center = Math.min(Math.max(now, time.from ?? now), time.to ?? Number.POSITIVE_INFINITY)
  const at = timestamp(center)
  const nearest = (where: SQL, order: SQL) => sql`
    (select p.event_id from searched r cross join lateral (select p.event_id from placements p
      where p.calendar_id = r.id and p.deleted_at is null and not p.long and ${where} ${isWithinTime(time)}
      order by ${order} limit ${perCalendar}) p)`
  return sql`${nearest(sql`p.span_from >= ${at}`, sql`p.span_from`)}
    union ${nearest(sql`p.span_from < ${at}`, sql`p.span_from desc`)}
    union (select p.event_id from searched r join placements p on p.calendar_id = r.id and p.deleted_at is null and p.long
      where true ${isWithinTime(time)} limit ${NEAREST_CANDIDATES})`
}

/**
 * Returns events that match except for typos: each long word is similar to one of the title, the location or an
 * attendee's name.
 */
async function typoMatches(
  tx: Tx,
  context: SearchContext,
  words: readonly string[],
  exact: readonly SearchRow[],
): Promise<SearchRow[]> {
  const longWords = context.terms.words.filter(({ folded }) => folded.length > 4)
  if (!longWords.length) return []
  const isSimilar = (column: SQL) =>
    sql.join(
      longWords.map(({ folded }) => sql`${folded.trim()} <% ${column}`),
      sql` and `,
    )
  const candidates = sql`
    (select e.id ${fromSearchedEvents(context)} and ${isSimilar(sql`e.search_title`)} limit ${MAX_SIMILAR})
    union (select e.id ${fromSearchedEvents(context)} and ${isSimilar(sql`e.search_place`)} limit ${MAX_SIMILAR})
    union (select a.event_id from users u join attendees a on a.user_id = u.id where ${isSimilar(sql`u.search_name`)} limit ${MAX_SIMILAR})`
  const rows = await readPage(tx, { ...context, terms: { text: '', words: [] } }, candidates, {
    match: sql`true`,
    size: 3 * MAX_SIMILAR,
  })
  const typosOf = createTypoDistance(words)
  return rows
    .filter(({ id }) => !exact.some((row) => row.id === id))
    .flatMap((row) => {
      const titles = Object.values(row.overrides).flatMap(({ title }) => title ?? [])
      const typos = typosOf([row.title, row.place, ...row.people].join(' '))
      const fewestTypos = typos ?? typosOf(titles.join(' '))
      if (fewestTypos === undefined) return []
      const changed = Object.keys(row.overrides).filter(
        (id) => typosOf(row.overrides[id]?.title ?? '') !== undefined,
      )
      const people = row.people.filter((name) => typosOf(name) !== undefined)
      return [
        { ...row, people, eventMatches: typos !== undefined, matchingOverrides: changed, typos: fewestTypos },
      ]
    })
    .sort((a, b) => a.typos - b.typos || a.distance - b.distance)
    .slice(0, Math.max(MIN_TYPO_HITS, PAGE_SIZE - exact.length))
}
