import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { birthOf } from './processes.mjs'

/**
 * Runs `work` while this process holds the lock file, so that two starts never do it at once.
 * A lock whose process is gone, even by kill -9 or with its container, is taken over.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {() => void} [waiting] called once when another process holds it
 * @returns {Promise<T>}
 */
export async function withLock(path, work, waiting = () => {}) {
  const mine = `${process.pid} ${birthOf(process.pid)}`
  let told = false
  while (!take(path, mine)) {
    if (!told) waiting()
    told = true
    await sleep(50)
  }
  try {
    return await work()
  } finally {
    if (read(path) === mine) rmSync(path, { force: true })
  }
}

function take(path, mine) {
  try {
    writeFileSync(path, mine, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  const holder = read(path)
  if (holder === undefined || isHeld(path, holder)) return false
  // Moved, not deleted: of two that find it abandoned only one succeeds in moving it.
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
    // Another start took it over between our look and our move: it is theirs.
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
  // Made this moment and not yet written, or left empty by a full disk.
  const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return Date.now() - made < 2000
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
