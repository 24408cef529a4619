import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { seesGathering } from '@/lib/access/nouns/gathering'
import type { Reach } from '@/lib/access/reach'
import type { PlanHit } from '@/lib/schemas/search'
import { gatheringListPath } from './task-list-path'
import { readableLists, type StoredList, storedListColumns } from './tasks-elsewhere'

/** Maximum number of gatherings, and of tasks. */
const MAX_HITS = 8

/** Number of tasks that are read: some may belong to events that the user does not see. */
const MAX_CANDIDATES = 50

/**
 * Returns the gatherings and tasks that a user sees and whose title, text or place contains all words: gatherings first,
 * the newest of each first, and tasks that are done last.
 */
export async function searchPlans(db: Db, reach: Reach, words: readonly string[]): Promise<PlanHit[]> {
  if (!words.length) return []
  const [gatherings, tasks] = await Promise.all([gatheringHits(db, reach, words), taskHits(db, reach, words)])
  return [...gatherings, ...tasks]
}

async function gatheringHits(db: Db, { userId }: Reach, words: readonly string[]): Promise<PlanHit[]> {
  const rows = await db.execute<
    Columns<{ id: string; title: string; note: string; slug: string; status: string }>
  >(sql`
    select g.id, g.title, concat_ws(' · ', nullif(g.location, ''), nullif(g.description, '')) as note, g.slug, g.status
    from gatherings g
    where ${seesGathering(sql`${userId}::uuid`)}
      and ${containsAll(words, sql`concat_ws(' ', g.title, g.location, g.description)`)}
    order by g.created_at desc, g.id limit ${MAX_HITS}`)
  return rows.map(({ slug, status, ...hit }) => ({
    ...{ kind: 'gathering', ...hit, where: '', path: gatheringListPath(slug), isOver: status !== 'draft' },
  }))
}

async function taskHits(db: Db, reach: Reach, words: readonly string[]): Promise<PlanHit[]> {
  const ids = (rows: readonly { id: string }[]) => JSON.stringify(rows.map(({ id }) => id))
  const rows = await db.execute<
    Columns<StoredList & { task: string; name: string; text: string; note: string; isOver: boolean }>
  >(sql`
    select ${storedListColumns}, l.name, t.id as task, t.title as text, t.note, t.status = 'done' as "isOver"
    from tasks t join task_lists l on l.id = t.list_id left join events e on e.id = l.event_id
    where t.deleted_at is null and l.deleted_at is null
      and (l.group_id in (select jsonb_array_elements_text(${ids(reach.groups)}::jsonb)::uuid)
        or l.event_id in (select p.event_id from placements p
          where p.calendar_id in (select jsonb_array_elements_text(${ids(reach.calendars)}::jsonb)::uuid))
        or exists (select 1 from gatherings g
          where g.id = l.gathering_id and ${seesGathering(sql`${reach.userId}::uuid`)}))
      and ${containsAll(words, sql`concat_ws(' ', t.title, t.note)`)}
    order by t.status = 'done', t.created_at desc, t.id limit ${MAX_CANDIDATES}`)
  const elsewhere = await readableLists(
    db,
    reach,
    rows.filter(({ groupId }) => !groupId),
  )
  return rows
    .flatMap(({ id, groupId, name, task, text, note, isOver }): PlanHit[] => {
      const list = groupId ? { name, path: `/tasks/${id}` } : elsewhere.find((list) => list.id === id)
      if (!list) return []
      return [{ kind: 'task', id: task, title: text, note, where: list.name, path: list.path, isOver }]
    })
    .slice(0, MAX_HITS)
}

/** Whether a text contains all words, as the search of events compares them. */
function containsAll(words: readonly string[], text: SQL): SQL {
  return sql`not exists (select 1 from jsonb_array_elements_text(${JSON.stringify(words)}::jsonb) w (word)
    where not fold(${text}) like sought(w.word))`
}
