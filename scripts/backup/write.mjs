import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import postgres from 'postgres'
import { Refusal } from '../launch/say.mjs'
import { migrationOf, migrationsIn, tablesOf } from './tables.mjs'
import { TAR_END, tarEntry } from './tar.mjs'

/** Version of the file format. Kinday reads its own and older versions. */
export const FORMAT = 1

/** Size of a part in memory, which is one file of the archive. A single row may be larger. */
const PART_BYTES = 1024 * 1024

/**
 * Writes a snapshot of all data into one gzipped tar, readable only by the current OS user. The file appears when it is
 * complete.
 * @param {{ url: string, file: string, migrations: string, secrets: Record<string, string>, version: string }} options
 *   `migrations`: the folder of the migrations; `secrets`: those that belong to the data
 * @returns {Promise<{ tables: Record<string, number>, rows: number, bytes: number }>} rows by table, and the file's
 *   size
 */
export async function writeBackup({ url, file, migrations, secrets, version }) {
  if (existsSync(file)) throw new Refusal(`${file} is there already: choose another name.`)
  const temporary = `${file}.${randomBytes(4).toString('hex')}.part`
  const sql = postgres(url, { max: 1, onnotice() {}, connection: { application_name: 'kinday-backup' } })
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const tables = await sql.begin('isolation level repeatable read read only', async (tx) => {
      await tx`set local statement_timeout = 0`
      await tx`set local idle_in_transaction_session_timeout = 0`
      const migration = await migrationOf(tx, migrationsIn(migrations))
      if (!migration)
        throw new Refusal('There is nothing to back up yet: the database has no tables of Kinday.')
      const about = {
        format: FORMAT,
        kinday: version,
        migration: migration.tag,
        created: new Date().toISOString(),
      }
      const counts = {}
      const content = contentOf(tx, { about, secrets, tables: await tablesOf(tx, migration), counts })
      const out = createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true })
      await pipeline(Readable.from(content, { objectMode: false }), createGzip({ level: 6 }), out)
      return counts
    })
    renameSync(temporary, file)
    const rows = Object.values(tables).reduce((sum, count) => sum + count, 0)
    return { tables, rows, bytes: statSync(file).size }
  } catch (error) {
    rmSync(temporary, { force: true })
    throw explainError(error, file)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Yields `backup.json`, the tables in parts, and `parts.json`, whose presence proves that the backup is complete. */
async function* contentOf(tx, { about, secrets, tables, counts }) {
  const parts = []
  const json = (value) => Buffer.from(`${JSON.stringify(value, null, 1)}\n`)
  const describedTables = []
  for (const table of tables) describedTables.push({ ...table, next: await nextIdentity(tx, table) })
  yield tarEntry('backup.json', json({ ...about, tables: describedTables, secrets }))
  for (const [index, { name, columns }] of tables.entries()) {
    counts[name] = 0
    let number = 0
    for await (const { bytes, rows } of partsOf(tx, name, columns)) {
      const path = `tables/${String(index + 1).padStart(2, '0')}-${name}/${String(++number).padStart(6, '0')}.copy`
      parts.push({ path, table: name, rows, bytes: bytes.length, sha256: sha256(bytes) })
      counts[name] += rows
      yield tarEntry(path, bytes)
    }
  }
  yield tarEntry('parts.json', json({ parts }))
  yield TAR_END
}

/** Yields a table in Postgres' COPY format: a line per row, with escaped line breaks in values. */
async function* partsOf(tx, name, columns) {
  const stream = await tx.unsafe(`copy ${name} (${columns.join(', ')}) to stdout`).readable()
  let rows = []
  let size = 0
  const takePart = () => {
    const bytes = Buffer.concat(rows)
    return { bytes, rows: linesIn(bytes) }
  }
  for await (const row of stream) {
    rows.push(row)
    size += row.length
    if (size < PART_BYTES) continue
    yield takePart()
    rows = []
    size = 0
  }
  // The driver pauses its connection under backpressure and does not resume if the last row arrived meanwhile.
  stream._read()
  if (size) yield takePart()
}

/** Returns the next value of a table's identity column. */
async function nextIdentity(tx, { name, identity }) {
  if (!identity) return null
  const [{ sequence }] = await tx`select pg_get_serial_sequence(${name}, ${identity}) as sequence`
  const [{ next }] = await tx.unsafe(
    `select (case when is_called then last_value + 1 else last_value end)::text as next from ${sequence}`,
  )
  return next
}

export function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex')
}

function linesIn(bytes) {
  let lines = 0
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines++
  return lines
}

function explainError(error, file) {
  const why = {
    ENOSPC: 'the disk is full',
    EACCES: 'permission denied',
    EROFS: 'it is read-only',
    ENOTDIR: 'a part of its path is not a folder',
  }
  if (error instanceof Refusal || !why[error.code]) return error
  return new Refusal(
    `The backup cannot be written to ${file} (${why[error.code]}): make room, or choose another place.`,
  )
}
