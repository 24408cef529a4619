import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { db } from '@/db/client'

/** Runs a migration again, after the test has set rows back to their state before it. */
export async function runMigration(name: string): Promise<void> {
  const statements = readFileSync(`db/migrations/${name}.sql`, 'utf8').split('--> statement-breakpoint')
  for (const statement of statements) await db.execute(sql.raw(statement))
}
