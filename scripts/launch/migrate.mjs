import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDiskFull } from './disk.mjs'
import { ROOT } from './root.mjs'
import { Refusal, say } from './say.mjs'

const MIGRATION_LOCK = 5_463_297_163 // arbitrary, the same in every Kinday

/**
 * Migrates the tables and those of the job queue to the version of this checkout. Concurrent starts, on one machine or
 * several, wait for each other. Prints nothing if there is nothing to do.
 * @param {string} url
 * @param {string} [folder] of the migrations that drizzle-kit wrote
 */
export async function migrate(url, folder = join(ROOT, 'db', 'migrations')) {
  const newest = newestOf(folder)
  const { default: postgres } = await import('postgres')
  // A single connection holds the lock and runs drizzle's migrations.
  const sql = postgres(url, { max: 1, onnotice() {} })
  try {
    const [{ locked }] = await sql`select pg_try_advisory_lock(${MIGRATION_LOCK}) as locked`
    if (!locked) {
      say('Waiting for another start to update the tables…')
      await sql`select pg_advisory_lock(${MIGRATION_LOCK})`
    }
    const applied = await lastApplied(sql)
    if (applied > newest) {
      throw new Refusal(
        'The database belongs to a newer version of Kinday. Update this checkout (git pull) and start again.',
      )
    }
    if (applied < newest) {
      say(applied < 0 ? 'Creating the tables…' : 'Updating the tables…')
      await migrateTables(sql, folder)
    }
    await migrateJobs(url)
  } finally {
    await sql.end({ timeout: 5 }) // ends the session, and the lock with it
  }
}

/** Returns the timestamp of this checkout's newest migration in milliseconds; 0 if there is none. */
function newestOf(folder) {
  try {
    const { entries } = JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8'))
    return Math.max(0, ...entries.map((entry) => entry.when))
  } catch (error) {
    throw new Refusal(
      `The migrations in ${folder} cannot be read (${error.code ?? error.message}): get a complete copy of Kinday.`,
    )
  }
}

/** Returns the timestamp of the database's newest migration; -1 if there is none. */
async function lastApplied(sql) {
  const [{ exists }] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`
  if (!exists) return -1
  const [{ last }] = await sql`select max(created_at) as last from drizzle.__drizzle_migrations`
  return last === null ? -1 : Number(last)
}

async function migrateTables(sql, migrationsFolder) {
  const [{ drizzle }, drizzleMigrator] = await Promise.all([
    import('drizzle-orm/postgres-js'),
    import('drizzle-orm/postgres-js/migrator'),
  ])
  try {
    await drizzleMigrator.migrate(drizzle(sql), { migrationsFolder })
  } catch (error) {
    const { message, hint, code } = error.cause ?? error
    refuseFullDisk(error.cause ?? error)
    // The migration's own message names what is missing.
    if (code === 'KD001') throw new Refusal(`${message}. ${hint} Then start again; nothing was changed.`)
    throw new Refusal(
      `The tables could not be updated ("${message}"): nothing was changed, go back to the Kinday that ran before and report it.`,
    )
  }
}

async function migrateJobs(connectionString) {
  const { Logger, runMigrations } = (await import('graphile-worker')).default
  try {
    await runMigrations({ connectionString, logger: new Logger(() => () => {}) })
  } catch (error) {
    refuseFullDisk(error)
    throw new Refusal(
      `The tables of the job queue could not be updated ("${error.message}"): report it with this line.`,
    )
  }
}

function refuseFullDisk(error) {
  if (!isDiskFull(error)) return
  throw new Refusal(
    'The disk of the database is full: free some space and start again. No table was changed by half.',
  )
}
