import { type SQL, sql } from 'drizzle-orm'
import type { ListPage, ListQuery } from '@/lib/schemas/instance'

/** As many rows are on a page. */
const PAGE_SIZE = 50

/**
 * The end of a query that reads one page, the latest first. Ids are UUIDv7, and jobs and acts are counted: their order
 * is that of time, and is an index, so that the last page costs what the first does.
 */
export function latestFirst(
  conditions: (SQL | undefined)[],
  { before }: ListQuery,
  id: SQL,
  type: 'uuid' | 'bigint',
) {
  const wanted =
    before !== undefined && isOfType(before, type)
      ? [...conditions, sql`${id} < ${before}::${sql.raw(type)}`]
      : conditions
  const where = wanted.filter((condition) => condition !== undefined)
  return sql`${where.length ? sql`where ${sql.join(where, sql` and `)}` : sql``} order by ${id} desc limit ${PAGE_SIZE + 1}`
}

/** Rows of such a query: one more than a page has says that there is a next. */
export function toPage<Row extends { id: string }>(rows: unknown): ListPage<Row> {
  const all = [...(rows as Row[])]
  const page = all.slice(0, PAGE_SIZE)
  return { rows: page, next: all.length > PAGE_SIZE ? page[PAGE_SIZE - 1]!.id : null }
}

/** True where one of the texts has the words in it. */
export function containsText(q: string | undefined, ...texts: SQL[]): SQL | undefined {
  if (q === undefined) return undefined
  const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`
  return sql`(${sql.join(
    texts.map((text) => sql`${text} ilike ${pattern}`),
    sql` or `,
  )})`
}

function isOfType(before: string, type: 'uuid' | 'bigint'): boolean {
  return before.includes('-') === (type === 'uuid')
}
