import { sql } from 'drizzle-orm'
import { db, type Tx } from '@/db/client'

/** Counts the rows of a table that a function reads. */
export async function countRowsRead(table: string, work: (tx: Tx) => Promise<unknown>): Promise<number> {
  return db.transaction(async (tx) => {
    const read = async () => {
      const [row] = await tx.execute(sql`
        select (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as n from pg_stat_xact_user_tables
        where relname = ${table}`)
      return Number(row!.n)
    }
    const before = await read()
    await work(tx)
    return (await read()) - before
  })
}
