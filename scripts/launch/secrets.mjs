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
 * The secrets of this data folder, made on the first start. Two first starts at once get the same.
 * @param {string} dataDir an existing folder
 * @returns {Record<keyof typeof MAKERS, string>}
 */
export function loadSecrets(dataDir) {
  const path = join(dataDir, 'secrets.json')
  let secrets = read(path)
  if (!secrets) {
    place(path, make({}), (from) => linkOrCopy(from, path))
    secrets = read(path)
  }
  if (Object.keys(MAKERS).some((name) => typeof secrets[name] !== 'string')) {
    // Written by an older Kinday that knew fewer secrets.
    place(path, make(secrets), (from) => renameSync(from, path))
    secrets = read(path)
  }
  if (statSync(path).mode & 0o077) chmodSync(path, 0o600)
  return secrets
}

/** Puts other secrets in the place of some, as a restored backup brings them. */
export function replaceSecrets(dataDir, secrets) {
  const path = join(dataDir, 'secrets.json')
  place(path, { ...read(path), ...secrets }, (from) => renameSync(from, path))
}

function make(known) {
  const made = Object.entries(MAKERS).map(([name, maker]) => [name, known[name] ?? maker()])
  return { ...known, ...Object.fromEntries(made) }
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

/** Writes beside, then puts in place as a whole, so that a kill in between leaves no half file. */
function place(path, secrets, put) {
  const beside = `${path}.${randomUUID()}`
  try {
    writeFileSync(beside, `${JSON.stringify(secrets, null, 2)}\n`, { flag: 'wx', mode: 0o600, flush: true })
    put(beside)
  } finally {
    rmSync(beside, { force: true })
  }
}

/** Never replaces: when another start was first, its file is the one that counts. */
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
