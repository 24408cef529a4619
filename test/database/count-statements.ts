import { pool } from '@/db/client'

/**
 * Returns the statements that the pool of this process sends while a function runs, except the statement by which each
 * new connection reads types.
 */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = []
  const { options } = pool() as { options: { debug: unknown } }
  const { debug } = options
  options.debug = (_: number, statement: string) => statements.push(statement)
  try {
    await work()
  } finally {
    options.debug = debug
  }
  return statements.filter((statement) => !statement.includes('pg_catalog.pg_type'))
}
