import { fail, Refusal } from './say.mjs'

/** Class of the advisory lock on the database: shared by apps and workers, exclusive for a restore. */
const DATABASE_LOCK = 546_329_718

/** Interval at which an app checks that it still has the lock, which a restart of the database releases. */
const BEAT_MS = 5000

const RESTORING = 'A backup is being restored into this database: start again when that is done.'

/**
 * Marks the database as in use, until the returned function is called or this process ends.
 * @param {string} url
 * @param {{ lost?: (sentence: string) => void, beatMs?: number }} [options] `lost`: called when a restore took
 *   the database while this process had no connection
 * @throws Refusal while a backup is restored
 */
export async function holdDatabase(url, { lost = fail, beatMs = BEAT_MS } = {}) {
  const sql = await openLockSession(url)
  const acquire = async () => {
    const [{ held }] = await sql`
      select exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted
        and classid::bigint = ${DATABASE_LOCK} and objid = 1 and objsubid = 2)
        or pg_try_advisory_lock_shared(${DATABASE_LOCK}, 1) as held`
    return held
  }
  if (!(await acquire())) {
    await sql.end({ timeout: 1 })
    throw new Refusal(RESTORING)
  }
  const timer = setInterval(async () => {
    const held = await acquire().catch(() => true) // no connection: the next check tries again
    if (!held) lost(RESTORING)
  }, beatMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await sql.end({ timeout: 1 })
  }
}

/**
 * Locks the database for this process exclusively, until the returned function is called.
 * @param {string} url
 * @throws Refusal when an app, a worker or another script uses it
 */
export async function takeDatabase(url) {
  const sql = await openLockSession(url)
  const [{ held }] = await sql`select pg_try_advisory_lock(${DATABASE_LOCK}, 1) as held`
  if (held) return () => sql.end({ timeout: 1 })
  await sql.end({ timeout: 1 })
  throw new Refusal('Kinday is running: stop every app, worker and script on this database, then restore.')
}

/** Opens a connection without idle or lifetime limits, since the lock belongs to its session. */
async function openLockSession(url) {
  const { default: postgres } = await import('postgres') // not at the top: it is installed only now
  return postgres(url, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    onnotice() {},
    connection: {
      application_name: 'kinday-locks',
      idle_session_timeout: 0,
      tcp_keepalives_idle: 30,
      tcp_keepalives_interval: 10,
      tcp_keepalives_count: 3,
    },
  })
}
