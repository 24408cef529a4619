import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { seesGathering } from '@/lib/access/nouns/gathering'
import type { Reach } from '@/lib/access/reach'
import { snippet } from '@/lib/calendar/search/highlight'
import type { GatheringOrTaskHit, SearchQuery } from '@/lib/schemas/search'
import { matchesTexts, rankOf, type Terms } from './search-match'
import { listsElsewhere } from './tasks-elsewhere'

/** Number of hits beside events. */
const SHOWN = 5
/** Number of hits if only gatherings or only tasks are searched. */
const SHOWN_OF_KIND = 50

type Row = Omit<GatheringOrTaskHit, 'path' | 'list'> & { slug: string; listId: string; list: string | null }

/**
 * Returns the gatherings and tasks that contain all words in title, location, description or note, sorted by rank (see
 * `rankOf`), then open ones, then the newest. Filters for fields of events find none. Gatherings that the user sees
 * only because their page is open are not found, nor are their tasks.
 */
export async function searchGatheringsAndTasks(
  db: Db,
  reach: Reach,
  query: SearchQuery,
  terms: Terms,
  words: readonly string[],
): Promise<GatheringOrTaskHit[]> {
  const { kind } = query
  const isOfKind = kind === 'gathering' || kind === 'task'
  if ((kind && !isOfKind) || query.calendar.length || query.person || query.from || query.to) return []
  if (query.page > 1 || (!terms.words.length && !isOfKind)) return []
  const matches = terms.words.length ? matchesTexts(terms) : sql`true`
  const user = sql`${reach.userId}::uuid`
  // Only lists with a task that matches: reading the permissions of all events with tasks would take long.
  const elsewhere =
    kind === 'gathering'
      ? []
      : await listsElsewhere(
          db,
          reach,
          sql`exists (select 1 from ${searchedTasks(sql`t.list_id = l.id`)} e where ${matches})
            and (l.gathering_id is null or exists (
              select 1 from gatherings g where g.id = l.gathering_id and ${seesGathering(user)}))
            and (l.event_id is null or exists (select 1 from placements p where p.event_id = l.event_id
              and p.deleted_at is null and ${isAmong(sql`p.calendar_id`, reach.calendars)}))`,
        )
  const gatherings = sql`select 'gathering' as kind, g.id, g.title, g.location as place, g.description as note, g.status,
      g.slug, null::uuid as "listId", null as list, fold(g.title) || ' |' as search_title,
      fold(g.location) as search_place, fold(g.description) as search_notes
    from gatherings g where ${seesGathering(user)}`
  const ownLists = isAmong(sql`l.group_id`, reach.groups)
  const tasks = sql`select 'task', t.id, t.title, '', t.note, t.status, null, l.id, l.name, t.search_title,
      t.search_place, t.search_notes
    from task_lists l cross join lateral ${searchedTasks(sql`t.list_id = l.id`)} t
    where l.deleted_at is null and (${ownLists} or ${isAmong(sql`l.id`, elsewhere)})`
  const searched = kind === 'gathering' ? gatherings : sql`${gatherings} union all ${tasks}`
  const rows = await db.execute<Columns<Row>>(sql`
    with searched as materialized (${searched})
    select kind, id, title, place, note, status, slug, "listId", list from searched e
    where ${matches} ${kind ? sql`and kind = ${kind}` : sql``}
    order by ${rankOf(terms)}, status in ('done', 'cancelled'), id desc limit ${isOfKind ? SHOWN_OF_KIND : SHOWN}`)
  return rows.map(({ slug, listId, list, ...row }) => {
    const owner = elsewhere.find(({ id }) => id === listId)
    const path = row.kind === 'gathering' ? `/g/${slug}` : (owner?.path ?? `/tasks/${listId}`)
    return { ...row, note: snippet(row.note, words), path, list: owner?.name ?? list ?? '' }
  })
}

/** Returns the relation of the tasks `t` with the columns that are compared with the words. */
function searchedTasks(where: SQL): SQL {
  return sql`(select t.*, fold(t.title) || ' |' as search_title, '' as search_place, fold(t.note) as search_notes
    from tasks t where t.deleted_at is null and ${where})`
}

function isAmong(column: SQL, rows: readonly { id: string }[]): SQL {
  const ids = JSON.stringify(rows.map(({ id }) => id))
  return sql`${column} in (select jsonb_array_elements_text(${ids}::jsonb)::uuid)`
}
