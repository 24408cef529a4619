import { protocolAt } from './database-protocol.mjs'
import { startPostgres } from './postgres.mjs'
import { fail, Refusal, say, sentenceFor } from './say.mjs'

/**
 * Opens and checks the database of the settings: the embedded one, started or adopted, or that of DATABASE_URL.
 * Sets process.env.DATABASE_URL, where the app reads it.
 * @param {{ databaseUrl?: string, dataDir: string, password: string }} settings
 * @returns {Promise<{ url: string, adopted?: boolean, stop: () => Promise<void> }>} `adopted`: another Kinday runs it
 */
export async function openDatabase({ databaseUrl, dataDir, password }) {
  const database = databaseUrl
    ? { url: databaseUrl, stop: async () => {} }
    : await startEmbedded(dataDir, password)
  try {
    await checkDatabase(database.url, databaseUrl ? 'DATABASE_URL' : dataDir)
  } catch (error) {
    await database.stop()
    throw error
  }
  process.env.DATABASE_URL = database.url
  return database
}

/** Starts Postgres, and restarts it on the same port if the process that ran it has ended. */
async function startEmbedded(dataDir, password) {
  let isStopped = false
  let current
  const start = async () => {
    current = await startPostgres({ dataDir, password, lost: () => isStopped || restart() })
    return current.url
  }
  const restart = async () => {
    say('The database ended by itself; starting it again…')
    const { url } = current
    try {
      if ((await start()) !== url)
        throw new Refusal('The database came back on another port: start Kinday again.')
    } catch (error) {
      fail(sentenceFor(error))
    }
    if (isStopped) await current.stop()
  }
  const url = await start()
  return {
    url,
    adopted: current.adopted,
    stop: async () => {
      isStopped = true
      await current.stop()
    },
  }
}

/**
 * Rejects a database that does not answer, is too old or lacks privileges, with a message for the user.
 * @param {string} url
 * @param {string} source 'DATABASE_URL', or the data folder of the embedded one
 */
export async function checkDatabase(url, source = 'DATABASE_URL') {
  await refuseOtherProtocol(new URL(url), source)
  const { default: postgres } = await import('postgres') // not at the top: it is installed only now
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice() {} })
  try {
    const [server] = await sql`
      select current_setting('server_version_num')::int / 10000 as major, current_user as name,
        has_database_privilege(current_database(), 'create')
          and coalesce(has_schema_privilege(to_regnamespace('public'), 'create'), true) as may_create`
    if (server.major < 15) {
      throw new Refusal(
        `The database of ${source} is Postgres ${server.major} and Kinday needs 15 or newer: use a newer one.`,
      )
    }
    if (!server.may_create) {
      throw new Refusal(
        `The user ${server.name} of ${source} may not create tables and schemas: make it the owner of the database.`,
      )
    }
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(explainConnection(error, new URL(url), source))
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function refuseOtherProtocol(url, source) {
  const protocol = await protocolAt(url)
  if (protocol === 'other') {
    throw new Refusal(
      `What answers at ${url.host} is not a Postgres: correct the host or port of ${source} (Postgres itself listens on 5432).`,
    )
  }
  if (protocol === 'silent') {
    throw new Refusal(
      `What listens at ${url.host} does not answer as a Postgres does: correct the host or port of ${source}.`,
    )
  }
}

/** Returns why a connection failed, without the URL, which contains a password. */
function explainConnection(error, url, source) {
  const address = url.host || url.searchParams.get('host')
  const name = decodeURIComponent(url.pathname.slice(1))
  if (error.code === '28P01' && source !== 'DATABASE_URL') {
    return `The embedded database does not accept the password in ${source}/secrets.json: put back the secrets.json it was made with.`
  }
  const sentences = {
    ECONNREFUSED: `No Postgres answers at ${address}: start it, or correct ${source}.`,
    ENOTFOUND: `The host of ${source}, ${address}, is not known: correct it.`,
    CONNECT_TIMEOUT: `${address} did not answer within 10 seconds: check that ${source} is right and that no firewall is between.`,
    '28P01': `The Postgres at ${address} does not accept the user or password of ${source}: correct them.`,
    28000: `The Postgres at ${address} does not let the user of ${source} in (${error.message}): correct it or the server's pg_hba.conf.`,
    '3D000': `There is no database "${name}" at ${address}: create it with CREATE DATABASE, or correct ${source}.`,
    53300: `The Postgres at ${address} has no connection left: close some, or raise its max_connections.`,
    '57P03': `The Postgres at ${address} is still starting up or shutting down: try again in a moment.`,
  }
  return (
    sentences[error.code] ??
    `The database of ${source} at ${address} cannot be used (${error.message}): correct it.`
  )
}
