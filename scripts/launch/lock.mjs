import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { birthOf } from './processes.mjs'

/**
 * Runs `work` while this process holds the lock file, so that concurrent starts run it one after the other. The lock of
 * a process that no longer exists is taken over.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {() => void} [waiting] called once when another process holds it
 * @returns {Promise<T>}
 */
export async function withLock(path, work, waiting = () => {}) {
  const ownEntry = `${process.pid} ${birthOf(process.pid)}`
  let hasWaited = false
  while (!acquire(path, ownEntry)) {
    if (!hasWaited) waiting()
    hasWaited = true
    await sleep(50)
  }
  try {
    return await work()
  } finally {
    if (read(path) === ownEntry) rmSync(path, { force: true })
  }
}

function acquire(path, ownEntry) {
  try {
    writeFileSync(path, ownEntry, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  const holder = read(path)
  if (holder === undefined || isHeld(path, holder)) return false
  // Moved, not deleted: of two processes that find it abandoned, only one succeeds.
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
    // Another process took it over between the check and the move, so it is put back.
    if (read(aside) !== holder) linkSync(aside, path)
    rmSync(aside, { force: true })
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(error.code)) throw error
  }
  return false
}

function isHeld(path, holder) {
  const [pid, birth] = holder.split(/ (.*)/s)
  if (birth) return birthOf(Number(pid)) === birth
  // Just created and not yet written, or left empty by a full disk.
  const createdAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return Date.now() - createdAt < 2000
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
