import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import postgres from 'postgres'
import { migrate } from '../launch/migrate.mjs'
import { Refusal } from '../launch/say.mjs'
import { entriesOf } from './read.mjs'
import { migrationOf, migrationsIn, tablesOf } from './tables.mjs'

/**
 * Fills an empty database with a verified backup. An older backup is restored into tables of its version, which are
 * then migrated.
 * @param {{ url: string, file: string, about: object, migrations: string }} options
 */
export async function restoreBackup({ url, file, about, migrations }) {
  const knownMigrations = migrationsIn(migrations)
  const index = knownMigrations.findIndex(({ tag }) => tag === about.migration)
  if (index === -1) {
    throw new Refusal(
      `${file} was written by a newer version of Kinday (${about.kinday}). Update this checkout and try again.`,
    )
  }
  const sql = postgres(url, { max: 1, onnotice() {}, connection: { application_name: 'kinday-restore' } })
  try {
    await sql`set statement_timeout = 0`
    const current = await migrationOf(sql, knownMigrations)
    if (current && current !== knownMigrations[index]) await dropTables(sql, knownMigrations)
    await migrateTo(url, migrations, index)
    await fill(sql, file, about, knownMigrations[index])
  } finally {
    await sql.end({ timeout: 5 })
  }
  await migrate(url, migrations)
}

/** Returns whether the database contains accounts. Without accounts it counts as empty. */
export async function holdsAccounts(url) {
  const sql = postgres(url, { max: 1, onnotice() {} })
  try {
    const [{ exists }] = await sql`select to_regclass('public.users') is not null as exists`
    if (!exists) return false
    const [{ found }] = await sql`select exists (select 1 from public.users) as found`
    return found
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Fills the tables in one transaction, so an interrupted restore can be repeated. */
async function fill(sql, file, about, migration) {
  const tables = await tablesOf(sql, migration)
  const names = new Set(tables.map(({ name }) => name))
  const columnsOf = new Map(tables.map(({ name, columns }) => [name, new Set(columns)]))
  const described = new Map(about.tables.map((table) => [table.name, table]))
  await sql.begin(async (tx) => {
    // A migration may have inserted rows that the backup contains too.
    await tx.unsafe(`truncate ${[...names].join(', ')}`)
    for await (const { name, bytes } of entriesOf(file)) {
      const table = described.get(/^tables\/\d+-(.*)\/\d+\.copy$/.exec(name)?.[1])
      if (!table) continue
      // Names are inserted into statements, so only those of existing columns are accepted.
      const knownColumns = columnsOf.get(table.name)
      if (!knownColumns) throw new Refusal(`${file} has a table that is not known here: ${table.name}.`)
      const unknownColumn = table.columns.find((column) => !knownColumns.has(column))
      if (unknownColumn)
        throw new Refusal(`${file} has a column that is not known here: ${table.name}, ${unknownColumn}.`)
      await copyInto(tx, table, bytes)
    }
    for (const { name, identity, next } of about.tables) {
      if (next) await tx`select setval(pg_get_serial_sequence(${name}, ${identity}), ${next}::bigint, false)`
    }
    // The workers of locked jobs no longer exist, so the jobs run again.
    await tx`update graphile_worker._private_jobs set locked_at = null, locked_by = null where locked_at is not null`
    await tx`update graphile_worker._private_job_queues set locked_at = null, locked_by = null where locked_at is not null`
  })
}

/**
 * Fills a table with rows. Reports errors at the end of the COPY too, such as foreign key violations: the driver
 * resolves its promise when the COPY begins and drops later errors.
 */
async function copyInto(tx, { name, columns }, bytes) {
  const query = tx.unsafe(`copy ${name} (${columns.join(', ')}) from stdin`)
  const refused = new Promise((_, reject) => {
    query.reject = reject
  })
  try {
    const stream = await Promise.race([query.writable(), refused])
    await Promise.race([pipeline([bytes], stream), refused])
  } catch (error) {
    throw new Refusal(`The table ${name} could not be filled ("${error.message}"): nothing was restored.`)
  }
}

/** Creates the tables of an earlier migration, with a migrations folder that ends there. */
async function migrateTo(url, migrations, index) {
  const folder = mkdtempSync(join(tmpdir(), 'kinday-migrations-'))
  try {
    cpSync(migrations, folder, { recursive: true })
    const path = join(folder, 'meta', '_journal.json')
    const journal = JSON.parse(readFileSync(path, 'utf8'))
    writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, index + 1) }))
    await migrate(url, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Drops Kinday's tables, which are empty. The database may contain other tables, which stay. */
async function dropTables(sql, knownMigrations) {
  const tables = new Set(knownMigrations.flatMap((migration) => migration.tables()))
  await sql.begin(async (tx) => {
    for (const name of tables) await tx.unsafe(`drop table if exists ${name} cascade`)
    await tx.unsafe('drop schema drizzle cascade')
    await tx.unsafe('drop schema if exists graphile_worker cascade')
  })
}
