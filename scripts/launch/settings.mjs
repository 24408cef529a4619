import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { isIPv6 } from 'node:net'
import { join, resolve } from 'node:path'
import { readEnvFile } from './env-file.mjs'
import { ROOT } from './root.mjs'
import { Refusal } from './say.mjs'
import { loadSecrets } from './secrets.mjs'
import { SETTINGS } from './setting-checks.mjs'

/**
 * Loads all settings: the environment first, then `.env`, then defaults and the secrets of the data folder. Writes the
 * result into `env`, where the app reads it, and creates the data folder on the first start.
 * @param {{ dataDir?: string, root?: string, env?: NodeJS.ProcessEnv, embedded?: boolean }} [options] `dataDir` wins
 *   over DATA_DIR; `embedded`: ignores DATABASE_URL
 * @returns {{ host: string, port: number, origin: string, dataDir: string, databaseUrl?: string, password: string }}
 *   `password` is that of the embedded Postgres; `databaseUrl` is set when another one is to be used
 */
export function loadSettings({ dataDir, root = ROOT, env = process.env, embedded = false } = {}) {
  // `NAME=` in .env, a shell or a compose file counts as not set.
  for (const name of Object.keys(SETTINGS)) if (env[name] === '') delete env[name]
  for (const [name, value] of Object.entries(readEnvFile(join(root, '.env')))) if (value) env[name] ??= value
  if (embedded) delete env.DATABASE_URL
  for (const [name, errorOf] of Object.entries(SETTINGS)) {
    const sentence = env[name] === undefined ? undefined : errorOf(env[name], env)
    if (sentence) throw new Refusal(sentence)
  }

  const host = env.HOST ?? 'localhost'
  const port = Number(env.PORT ?? 3000)
  const origin = new URL(env.ORIGIN ?? `http://localhost:${port}`).origin
  const databaseUrl = env.DATABASE_URL
  const isPusherBuiltIn = usesBuiltInPusher(env)
  refusePartialClient(env, 'Google')
  refusePartialClient(env, 'Microsoft')

  const folder = resolve(root, dataDir ?? env.DATA_DIR ?? '.data')
  const secrets = openFolder(folder, () => loadSecrets(folder))
  env.AUTH_SECRET ??= secrets.AUTH_SECRET
  env.ENCRYPTION_KEY ??= secrets.ENCRYPTION_KEY
  Object.assign(env, { HOST: host, PORT: String(port), DATA_DIR: folder })
  // ORIGIN has no default: without it the app answers under every host name, as on a LAN.
  if (env.ORIGIN) {
    env.ORIGIN = origin
    // Google's redirect URI uses ORIGIN if it is set, not the Host of the request.
    env.AUTH_URL = `${origin}/api/auth`
  }
  if (isPusherBuiltIn) {
    const { PUSHER_APP_ID, PUSHER_KEY, PUSHER_SECRET } = secrets
    Object.assign(env, { PUSHER_EMBEDDED: '1', PUSHER_APP_ID, PUSHER_KEY, PUSHER_SECRET })
    Object.assign(env, { PUSHER_HOST: reachableAddress(host), PUSHER_PORT: String(port) })
  }
  return { host, port, origin, dataDir: folder, databaseUrl, password: secrets.POSTGRES_PASSWORD }
}

const PUSHER = ['PUSHER_APP_ID', 'PUSHER_KEY', 'PUSHER_SECRET']

/** Returns whether the built-in Pusher server is used. @throws Refusal if Pusher is set up in part */
function usesBuiltInPusher(env) {
  // Set by a parent process that loaded the settings.
  if (env.PUSHER_EMBEDDED === '1') return true
  if (![...PUSHER, 'PUSHER_CLUSTER', 'PUSHER_HOST'].some((name) => env[name])) return true
  const missing = PUSHER.filter((name) => !env[name])
  if (!env.PUSHER_CLUSTER && !env.PUSHER_HOST) missing.push('PUSHER_CLUSTER (or PUSHER_HOST)')
  if (missing.length === 0) return false
  throw new Refusal(
    `Pusher is set up in part: set ${missing.join(', ')} too, or remove every PUSHER_ setting to use the built-in one.`,
  )
}

/** Refuses an OAuth client of a provider that has an id or a secret only. */
function refusePartialClient(env, provider) {
  const prefix = `${provider.toUpperCase()}_`
  const missing = ['CLIENT_ID', 'CLIENT_SECRET'].map((name) => prefix + name).filter((name) => !env[name])
  if (missing.length !== 1) return
  throw new Refusal(
    `${provider} is set up in part: set ${missing[0]} too, or remove both ${prefix} settings.`,
  )
}

function openFolder(folder, use) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    // Traversal (0711) is allowed: Postgres needs it when root runs it as another user.
    if (statSync(folder).mode & 0o066) chmodSync(folder, 0o700)
    return use()
  } catch (error) {
    if (error instanceof Refusal) throw error
    const why = { EACCES: 'permission denied', EPERM: 'it belongs to another user', EROFS: 'it is read-only' }
    const other = { ENOSPC: 'the disk is full', EEXIST: 'it is not a folder', ENOTDIR: 'it is not a folder' }
    const reason = why[error.code] ?? other[error.code] ?? error.code ?? error.message
    throw new Refusal(
      `Kinday cannot keep its data in ${folder} (${reason}): make that folder writable, or start with DATA_DIR=/another/folder.`,
    )
  }
}

/** Returns the address at which this machine reaches a server that listens on `host`. */
function reachableAddress(host) {
  if (['0.0.0.0', '::'].includes(host)) return '127.0.0.1'
  return isIPv6(host) ? `[${host}]` : host
}
