import { type SQL, sql } from 'drizzle-orm'
import type { ListPage, ListQuery } from '@/lib/schemas/admin-lists'

/** Rows per page. */
const PAGE_SIZE = 50

/**
 * Returns the end of a query that reads a page, newest first. Ids are UUIDv7, or numbers for jobs and changes: in both
 * cases their order is chronological and indexed, so the last page costs no more than the first.
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

/** Returns a page of the rows of such a query. A surplus row means that there is a next page. */
export function toPage<Row extends { id: string }>(rows: unknown): ListPage<Row> {
  const all = [...(rows as Row[])]
  const page = all.slice(0, PAGE_SIZE)
  return { rows: page, next: all.length > PAGE_SIZE ? page[PAGE_SIZE - 1]!.id : null }
}

/** Whether any of the columns contains the text. */
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
