import { spawn } from 'node:child_process'
import { closeSync, fstatSync, openSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { withLock } from './lock.mjs'
import { keepRotating, rotateLog } from './log-file.mjs'
import { choosePort } from './port.mjs'
import { findBinaries } from './postgres-binaries.mjs'
import { ensureCluster } from './postgres-cluster.mjs'
import { explain, explainText } from './postgres-errors.mjs'
import { postgresUser } from './postgres-user.mjs'
import { dropForeignPidFile, findPostmaster } from './postmaster.mjs'
import { Refusal, say } from './say.mjs'

/**
 * Starts the embedded Postgres on `<dataDir>/postgres`, creating it and its database `kinday` if needed, or adopts the
 * one that another Kinday process runs there. It ends with this process, even after kill -9.
 * @param {{ dataDir: string, password: string, lost?: () => void }} options
 *   `lost`: called when it ends although this process did not stop it
 * @returns {Promise<{ url: string, pid: number, adopted: boolean, stop: () => Promise<void> }>}
 *   `stop` ends a Postgres started here and leaves an adopted one running
 */
export async function startPostgres({ dataDir, password, lost = () => {} }) {
  const home = realpathSync(dataDir)
  const folder = join(home, 'postgres')
  const url = (port) => `postgres://kinday:${encodeURIComponent(password)}@127.0.0.1:${port}/kinday`
  const adopt = async () => {
    const running = await findReady(folder)
    return (
      running && { url: url(running.port), pid: running.pid, adopted: true, stop: watch(running.pid, lost) }
    )
  }
  const start = async () => {
    const running = await adopt() // another process may have started it
    if (running) return running
    const binaries = findBinaries()
    const user = postgresUser(home, folder)
    await ensureCluster({ home, folder, password, binaries, user })
    dropForeignPidFile(folder)
    const { port, ...started } = await launchServer({ home, folder, binaries, user, lost })
    return { url: url(port), adopted: false, ...started }
  }
  try {
    return (await adopt()) ?? (await withLock(join(home, 'postgres.lock'), start))
  } catch (error) {
    if (error instanceof Refusal || !error.code) throw error
    throw new Refusal(
      explainText(`${error.code}: ${error.message}`, { folder: home, user: { identity: {} } }),
    )
  }
}

/** Returns the Postgres that runs on this folder, once it answers; undefined if none runs or it is stopping. */
async function findReady(folder) {
  for (let waited = 0; waited < 60_000; waited += 10) {
    const running = findPostmaster(folder)
    if (!running || running.status === 'ready') return running
    await sleep(10)
  }
  throw new Refusal(
    `The database in ${folder} is still starting or stopping after a minute: try again when it is done.`,
  )
}

/** Polls whether an adopted Postgres, which is not a child process, still runs. Returns its `stop`. */
function watch(pid, lost) {
  const timer = setInterval(() => {
    try {
      process.kill(pid, 0)
    } catch (error) {
      if (error.code !== 'ESRCH') return
      clearInterval(timer)
      lost()
    }
  }, 500)
  timer.unref()
  return async () => clearInterval(timer)
}

// The shell's stdin is a pipe from this process. When this process ends in any way, `cat` returns and Postgres gets
// SIGINT, its fast shutdown. If Postgres ends first, so does the shell, or it could signal a later process with that
// id.
const GUARD =
  'exec 3<&0 </dev/null; "$@" 3<&- & p=$!; (cat <&3 >/dev/null; kill -INT $p) & g=$!; wait $p; s=$?; kill $g 2>/dev/null; exit $s'

async function launchServer({ home, folder, binaries, user, lost, mayRetry = true }) {
  const port = await choosePort(join(home, 'postgres.port'))
  const logFile = join(home, 'postgres.log')
  rotateLog(logFile)
  const log = openSync(logFile, 'a', 0o600)
  const logStart = fstatSync(log).size // older lines end there
  const args = [...user.wrap, binaries.postgres, '-D', folder, '-p', String(port), ...SETTINGS]
  const child = spawn('/bin/sh', ['-c', GUARD, 'kinday-postgres', ...args], {
    ...user.identity,
    stdio: ['pipe', log, log],
    detached: true, // Ctrl-C must not reach it: it is stopped after the last request
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
  })
  closeSync(log)
  child.stdin.on('error', () => {})
  const ended = new Promise((resolve) => child.on('exit', resolve).on('error', resolve))

  const running = await Promise.race([waitUntilReady(folder, ended), ended.then(() => undefined)])
  if (!running) {
    const reason = explain({ logFile, from: logStart, folder, user })
    // Another program took the port between the check and the start.
    if (reason === 'port' && mayRetry)
      return launchServer({ home, folder, binaries, user, lost, mayRetry: false })
    throw new Refusal(
      reason === 'port' ? `The embedded database found no free port: see ${logFile}.` : reason,
    )
  }

  const stopRotating = keepRotating(logFile)
  ended.then(stopRotating)
  let isStopping = false
  ended.then(() => isStopping || lost())
  const stop = async () => {
    isStopping = true
    child.stdin.end()
    // A backend that does not react is killed; the next start replays the write-ahead log.
    const killTimer = setTimeout(() => process.kill(running.pid, 'SIGQUIT'), 15_000)
    await ended
    clearTimeout(killTimer)
  }
  return { port, pid: running.pid, stop }
}

async function waitUntilReady(folder, ended) {
  let hasEnded = false
  ended.then(() => {
    hasEnded = true
  })
  let isRecovering = false
  const start = Date.now()
  while (!hasEnded) {
    const running = findPostmaster(folder)
    if (running?.status === 'ready') return running
    if (!isRecovering && Date.now() - start > 3000) say('The database is recovering from a hard stop…')
    isRecovering ||= Date.now() - start > 3000
    await sleep(5)
  }
}

const SETTINGS = [
  ...['-h', '127.0.0.1', '-k', ''], // loopback only, and no socket file: its path may be too long or not writable
  ...[
    '-c',
    'shared_buffers=64MB',
    '-c',
    'max_connections=60',
    '-c',
    'timezone=UTC',
    '-c',
    'log_timezone=UTC',
  ],
]
