import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { db } from '@/db/client'

/** Runs the statements of a migration again, on rows that a test has given their former shape. */
export async function runMigration(name: string): Promise<void> {
  const statements = readFileSync(`db/migrations/${name}.sql`, 'utf8').split('--> statement-breakpoint')
  for (const statement of statements) await db.execute(sql.raw(statement))
}
