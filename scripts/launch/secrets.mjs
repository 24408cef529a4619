import { randomBytes, randomUUID } from 'node:crypto'
import {
  chmodSync,
  constants,
  copyFileSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Refusal } from './say.mjs'

const MAKERS = {
  AUTH_SECRET: () => randomBytes(32).toString('base64'),
  ENCRYPTION_KEY: () => randomBytes(32).toString('base64'),
  PUSHER_APP_ID: () => String(randomBytes(4).readUInt32BE()),
  PUSHER_KEY: () => randomBytes(10).toString('hex'),
  PUSHER_SECRET: () => randomBytes(20).toString('hex'),
  POSTGRES_PASSWORD: () => randomBytes(24).toString('base64url'),
}

/**
 * Returns the secrets of the data folder, created on the first start. Concurrent first starts get the same.
 * @param {string} dataDir an existing folder
 * @returns {Record<keyof typeof MAKERS, string>}
 */
export function loadSecrets(dataDir) {
  const path = join(dataDir, 'secrets.json')
  let secrets = read(path)
  if (!secrets) {
    writeAtomically(path, complete({}), (from) => linkOrCopy(from, path))
    secrets = read(path)
  }
  if (Object.keys(MAKERS).some((name) => typeof secrets[name] !== 'string')) {
    // Written by an older Kinday with fewer secrets.
    writeAtomically(path, complete(secrets), (from) => renameSync(from, path))
    secrets = read(path)
  }
  if (statSync(path).mode & 0o077) chmodSync(path, 0o600)
  return secrets
}

/** Replaces some secrets, as a restored backup does. */
export function replaceSecrets(dataDir, secrets) {
  const path = join(dataDir, 'secrets.json')
  writeAtomically(path, { ...read(path), ...secrets }, (from) => renameSync(from, path))
}

function complete(existing) {
  const completed = Object.entries(MAKERS).map(([name, maker]) => [name, existing[name] ?? maker()])
  return { ...existing, ...Object.fromEntries(completed) }
}

function read(path) {
  let text
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
  try {
    const value = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {}
  throw new Refusal(
    `${path} is not readable as JSON: put back a copy of it, because without it the embedded database and stored connections cannot be opened.`,
  )
}

/** Writes a temporary file and renames it, so that a crash leaves no incomplete file. */
function writeAtomically(path, secrets, moveIntoPlace) {
  const temporary = `${path}.${randomUUID()}`
  try {
    writeFileSync(temporary, `${JSON.stringify(secrets, null, 2)}\n`, {
      flag: 'wx',
      mode: 0o600,
      flush: true,
    })
    moveIntoPlace(temporary)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** Creates the file unless it exists: the first of two concurrent starts wins. */
function linkOrCopy(from, to) {
  try {
    linkSync(from, to)
  } catch (error) {
    if (error.code === 'EEXIST') return
    try {
      copyFileSync(from, to, constants.COPYFILE_EXCL) // a file system without hard links
    } catch (second) {
      if (second.code !== 'EEXIST') throw second
    }
  }
}
