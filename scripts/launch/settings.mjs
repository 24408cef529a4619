import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { isIPv6 } from 'node:net'
import { join, resolve } from 'node:path'
import { readEnvFile } from './env-file.mjs'
import { ROOT } from './root.mjs'
import { Refusal } from './say.mjs'
import { loadSecrets } from './secrets.mjs'

/**
 * Everything that can be set: the environment first, then `.env`, then defaults and secrets kept in the data folder.
 * Writes the result into `env`, where the app reads it, and makes the data folder on the first start.
 * @param {{ dataDir?: string, root?: string, env?: NodeJS.ProcessEnv, embedded?: boolean }} [options] `dataDir` wins over
 *   DATA_DIR; `embedded`: not DATABASE_URL, whatever it says
 * @returns {{ host: string, port: number, origin: string, dataDir: string, databaseUrl?: string, password: string }}
 *   `password` is that of the embedded Postgres; `databaseUrl` is set when another one is to be used
 */
export function loadSettings({ dataDir, root = ROOT, env = process.env, embedded = false } = {}) {
  // `NAME=`, in .env, a shell or a compose file, means: not set.
  for (const name of KNOWN) if (env[name] === '') delete env[name]
  for (const [name, value] of Object.entries(readEnvFile(join(root, '.env')))) if (value) env[name] ??= value
  if (embedded) delete env.DATABASE_URL

  const host = env.HOST ?? 'localhost'
  const port = readPort(env.PORT)
  const origin = readOrigin(env.ORIGIN ?? `http://localhost:${port}`)
  const databaseUrl = readDatabaseUrl(env.DATABASE_URL)
  const ownPusher = readPusher(env)
  refusePartialGoogle(env)
  refuseBadMail(env)
  readProxies(env.TRUST_PROXY)
  refuseWeakKey(env.ENCRYPTION_KEY)

  const folder = resolve(root, dataDir ?? env.DATA_DIR ?? '.data')
  const secrets = openFolder(folder, () => loadSecrets(folder))
  env.AUTH_SECRET ??= secrets.AUTH_SECRET
  env.ENCRYPTION_KEY ??= secrets.ENCRYPTION_KEY
  Object.assign(env, { HOST: host, PORT: String(port), DATA_DIR: folder })
  // Only when somebody set it: without it the app answers to every name it is reached by, as on a LAN.
  if (env.ORIGIN) {
    env.ORIGIN = origin
    // Where Google sends people back to: never what a request says of itself, where it is known better.
    env.AUTH_URL = `${origin}/api/auth`
  }
  if (ownPusher) {
    const { PUSHER_APP_ID, PUSHER_KEY, PUSHER_SECRET } = secrets
    Object.assign(env, { PUSHER_EMBEDDED: '1', PUSHER_APP_ID, PUSHER_KEY, PUSHER_SECRET })
    Object.assign(env, { PUSHER_HOST: reachable(host), PUSHER_PORT: String(port) })
  }
  return { host, port, origin, dataDir: folder, databaseUrl, password: secrets.POSTGRES_PASSWORD }
}

const PUSHER = ['PUSHER_APP_ID', 'PUSHER_KEY', 'PUSHER_SECRET']
const KNOWN = [
  ...['HOST', 'PORT', 'ORIGIN', 'DATA_DIR', 'DATABASE_URL', 'AUTH_SECRET', 'ENCRYPTION_KEY'],
  ...[...PUSHER, 'PUSHER_CLUSTER', 'PUSHER_HOST', 'PUSHER_PORT', 'PUSHER_EMBEDDED'],
  ...['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET', 'GOOGLE_ISSUER', 'SMTP_URL', 'MAIL_FROM', 'TRUST_PROXY'],
]

function readPort(text = '3000') {
  const port = Number(text)
  if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return port
  throw new Refusal(
    `PORT is "${text}", which is not a port: use a whole number from 1 to 65535, such as PORT=3000.`,
  )
}

function readOrigin(text) {
  const url = parse(text)
  const bare = url && url.pathname === '/' && !url.search && !url.hash && !url.username
  if (bare && /^https?:$/.test(url.protocol)) return url.origin
  throw new Refusal(
    `ORIGIN is "${text}", which is not the address of a site: use the address people open, such as ORIGIN=https://calendar.example.org.`,
  )
}

function readDatabaseUrl(text) {
  if (text === undefined) return undefined
  const url = parse(text)
  const reachesOne = url?.hostname || url?.searchParams.get('host')
  if (reachesOne && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1) return text
  // Not repeated here: it may hold a password.
  throw new Refusal(
    'DATABASE_URL is not the address of a Postgres database: use postgres://user:password@host:5432/database, or remove it to use the embedded one.',
  )
}

/** True when the built-in Pusher server is to be used. */
function readPusher(env) {
  // Set by us in a process that started this one.
  if (env.PUSHER_EMBEDDED === '1') return true
  if (![...PUSHER, 'PUSHER_CLUSTER', 'PUSHER_HOST'].some((name) => env[name])) return true
  const missing = PUSHER.filter((name) => !env[name])
  if (!env.PUSHER_CLUSTER && !env.PUSHER_HOST) missing.push('PUSHER_CLUSTER (or PUSHER_HOST)')
  if (missing.length === 0) return false
  throw new Refusal(
    `Pusher is set up in part: set ${missing.join(', ')} too, or remove every PUSHER_ setting to use the built-in one.`,
  )
}

function refusePartialGoogle(env) {
  const names = ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET']
  const missing = names.filter((name) => !env[name])
  if (missing.length !== 1) return
  throw new Refusal(`Google is set up in part: set ${missing[0]} too, or remove both GOOGLE_ settings.`)
}

function refuseBadMail({ SMTP_URL: server, MAIL_FROM: from }) {
  const url = server === undefined ? undefined : parse(server)
  if (server !== undefined && !(url?.hostname && /^smtps?:$/.test(url.protocol))) {
    // Not repeated here: it may hold a password.
    throw new Refusal(
      'SMTP_URL is not the address of a mail server: use smtp://user:password@host:587 (or smtps:// for port 465), or remove it to send no mail.',
    )
  }
  if (from !== undefined && !/^[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/.test(from)) {
    throw new Refusal(
      `MAIL_FROM is "${from}", which is nobody's address: use kinday@example.org, or Kinday <kinday@example.org>.`,
    )
  }
}

/** How many proxies stand in front, each of which adds to X-Forwarded-For. */
function readProxies(text = '0') {
  if (/^\d$/.test(text)) return
  throw new Refusal(
    `TRUST_PROXY is "${text}", which is not a number of proxies: use 1 for one in front, 0 for none.`,
  )
}

function refuseWeakKey(key) {
  if (key === undefined || Buffer.from(key, 'base64').length === 32) return
  throw new Refusal(
    'ENCRYPTION_KEY is not 32 bytes in base64: make one with `openssl rand -base64 32`, or remove it.',
  )
}

function openFolder(folder, use) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    // Passing through (0711) is allowed: Postgres needs it when root has it run as nobody.
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

/** Where this machine reaches a server that listens on `host`. */
function reachable(host) {
  if (['0.0.0.0', '::'].includes(host)) return '127.0.0.1'
  return isIPv6(host) ? `[${host}]` : host
}

function parse(text) {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
