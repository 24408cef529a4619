import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { type Columns, singleRow } from '@/db/rows'
import { authorOf } from '@/lib/access/author'
import type { ActivityKind } from '@/lib/schemas/choices'
import { type RecordedChange, recordedColumns } from './changes/recorded-change'

/** Maximum number of entries of a page. */
export const MAX_PAGE_ENTRIES = 30
/** Maximum number of changesets that are read in each stream for a page. */
const MAX_CHANGESETS = 200
/** Maximum number of changes that are read of a changeset. */
export const MAX_CHANGES = 20

/** Whether a change `x` is listed: messages of a group's conversation are not. */
const isListed = sql`not (x.entity = 'comment' and x.stream like 'group-%')`

/** A changeset in a stream: its changes there are consecutive. */
interface Step {
  stream: string
  first: number
  last: number
  id: string
  at: string
  author: string | null
  origin: string
  isUndo: boolean
}

/**
 * Walks streams backwards, changeset by changeset (however many changes each has), and returns the changesets that
 * match.
 */
export async function walkStreams(
  db: Db,
  streams: { stream: string; before: number }[],
  { person, kinds }: { person: string | undefined; kinds: readonly ActivityKind[] },
): Promise<{ steps: Step[]; reached: { stream: string; first: number }[]; hasMore: boolean }> {
  const wanted = JSON.stringify(kinds)
  return singleRow(
    await db.execute<{ steps: Step[]; reached: { stream: string; first: number }[]; hasMore: boolean }>(sql`
    with recursive wanted as (
      select * from jsonb_to_recordset(${JSON.stringify(streams)}::jsonb) as w (stream text, before bigint)
    ), walk as (
      select w.stream, c.seq as last, c.changeset_id as id, f.first, 1 as n
      from wanted w
      cross join lateral (select seq, changeset_id from changes where stream = w.stream and seq < w.before
        order by seq desc limit 1) c
      cross join lateral (select min(seq) as first from changes x
        where x.changeset_id = c.changeset_id and x.stream = w.stream) f
      union all
      select k.stream, c.seq, c.changeset_id, f.first, k.n + 1
      from walk k
      cross join lateral (select seq, changeset_id from changes where stream = k.stream and seq < k.first
        order by seq desc limit 1) c
      cross join lateral (select min(seq) as first from changes x
        where x.changeset_id = c.changeset_id and x.stream = k.stream) f
      where k.n < ${MAX_CHANGESETS}
    ), found as (
      select k.stream, k.first, k.last, k.id, to_json(s.created_at) as at, ${authorOf()} as author, s.origin, s.undoes is not null as "isUndo"
      from walk k join changesets s on s.id = k.id
      where (${person ?? null}::text is null or ${authorOf()} = ${person ?? null})
        and exists (select 1 from changes x where x.stream = k.stream and x.seq between k.first and k.last
          and ${wanted}::jsonb ? x.entity and ${isListed})
      order by s.created_at desc, k.id desc, k.stream desc limit ${MAX_PAGE_ENTRIES + 1}
    )
    select (select coalesce(json_agg(f), '[]') from found f) as steps,
      (select coalesce(json_agg(r), '[]') from (
        select stream, min(first) as first from walk group by stream) r) as reached,
      (select coalesce(bool_or(n = ${MAX_CHANGESETS}), false) from walk) as "hasMore"`),
  )
}

/** Reads the first changes of each changeset in its stream. */
export async function changesOf(
  db: Db,
  steps: readonly Step[],
  kinds: readonly ActivityKind[],
): Promise<RecordedChange[]> {
  if (!steps.length) return []
  const ranges = steps.map(({ stream, first, last }) => ({ stream, first, last }))
  return await db.execute<Columns<RecordedChange>>(sql`
    select ${recordedColumns}
    from jsonb_to_recordset(${JSON.stringify(ranges)}::jsonb) as a (stream text, first bigint, last bigint)
    cross join lateral (select * from changes x where x.stream = a.stream and x.seq between a.first and a.last
      and ${JSON.stringify(kinds)}::jsonb ? x.entity and ${isListed} order by x.seq limit ${MAX_CHANGES}) c
    join changesets s on s.id = c.changeset_id
    order by c.stream, c.seq`)
}
