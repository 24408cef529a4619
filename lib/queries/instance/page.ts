import { type SQL, sql } from 'drizzle-orm'
import type { ListPage, ListQuery } from '@/lib/schemas/instance'

/** As many rows are on a page. */
const SIZE = 50

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
    before !== undefined && fits(before, type)
      ? [...conditions, sql`${id} < ${before}::${sql.raw(type)}`]
      : conditions
  const where = wanted.filter((condition) => condition !== undefined)
  return sql`${where.length ? sql`where ${sql.join(where, sql` and `)}` : sql``} order by ${id} desc limit ${SIZE + 1}`
}

/** Rows of such a query: one more than a page has says that there is a next. */
export function listed<Row extends { id: string }>(rows: unknown): ListPage<Row> {
  const all = [...(rows as Row[])]
  const page = all.slice(0, SIZE)
  return { rows: page, next: all.length > SIZE ? page[SIZE - 1]!.id : null }
}

/** True where one of the texts has the words in it. */
export function found(q: string | undefined, ...texts: SQL[]): SQL | undefined {
  if (q === undefined) return undefined
  const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`
  return sql`(${sql.join(
    texts.map((text) => sql`${text} ilike ${pattern}`),
    sql` or `,
  )})`
}

function fits(before: string, type: 'uuid' | 'bigint'): boolean {
  return before.includes('-') === (type === 'uuid')
}
