import { readFileSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Reads from the log why Postgres did not start. Returns a message, or 'port' if its port was taken.
 * @param {{ logFile: string, from: number, folder: string, user: { identity: object } }} place `from`: offset in the log
 *   at which this start begins
 */
export function explain({ logFile, from, folder, user }) {
  const text = readFileSync(logFile).subarray(from).toString()
  if (/could not bind .*Address already in use/.test(text)) return 'port'
  return explainText(text, { folder, user, logFile })
}

/** Messages of Node, unshare and shells for a program without execute permission. */
const NOT_RUNNABLE =
  /(?:spawn |failed to execute |: \d+: )(.*\/(?:initdb|postgres))(?: EACCES|: Permission denied)/

/**
 * Turns an error of initdb or Postgres into a message with advice.
 * @param {string} text
 * @param {{ folder: string, user: { identity: object }, logFile?: string }} place
 */
export function explainText(text, { folder, user, logFile }) {
  if (/could not (resize|map|create|open) .*shared memory/.test(text)) {
    return 'The database needs more shared memory than this system or container gives: raise it (--shm-size=128m for Docker), or set DATABASE_URL to a Postgres of your own.'
  }
  // On a full disk, the log is empty.
  if (/No space left on device|ENOSPC/.test(text) || (!text.trim() && isFull(folder))) {
    return `The disk of ${folder} is full and the database needs about 100 MB to start: free some space and start again.`
  }
  const [, program] = NOT_RUNNABLE.exec(text) ?? []
  if (program && user.identity.uid === undefined) {
    return `The program ${program} may not be run: move this checkout to a disk that is not mounted noexec and that this user can read, or set DATABASE_URL to a Postgres of your own.`
  }
  if (/Permission denied|EACCES|EROFS|EPERM|wrong ownership|must be owned|Read-only file system/.test(text)) {
    return user.identity.uid === undefined
      ? `The database cannot write to ${folder}: make it writable for this user, or start with DATA_DIR=/another/folder.`
      : `Postgres does not run as root, and user ${user.identity.uid} cannot reach ${folder} or this checkout: start Kinday as an ordinary user.`
  }
  if (/not found|ENOENT|No such file or directory.*(initdb|postgres)|GLIBC_|Exec format error/.test(text)) {
    return 'The embedded Postgres does not run on this system (it needs glibc 2.27 or newer): set DATABASE_URL to a Postgres of your own.'
  }
  const lines = text.trim().split('\n')
  const line = lines.find((candidate) => /(FATAL|PANIC|ERROR):/.test(candidate)) ?? lines.at(-1) ?? ''
  const message = line.replace(/^.*?(FATAL|PANIC|ERROR):\s*/, '')
  const where = logFile ? `see ${logFile}` : 'please report it with this line'
  return `The embedded database did not start ("${message}"): ${where}.`
}

function isFull(folder) {
  try {
    const { bavail, bsize } = statfsSync(dirname(folder))
    return bavail * bsize < 1_000_000
  } catch {
    return false
  }
}
