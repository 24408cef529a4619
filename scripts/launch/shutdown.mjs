import { basename } from 'node:path'
import { fail, sentenceFor } from './say.mjs'

/**
 * Runs a program and closes what it opened in reverse order: on SIGINT, SIGTERM, an error, or when its npm has ended. A
 * second Ctrl-C exits at once; the shell that guards the embedded Postgres then stops it.
 * @param {(onClose: (close: () => unknown) => void) => Promise<number | void>} program
 *   returns an exit code when done, or undefined to run until stopped
 */
export async function runUntilStopped(program) {
  const closers = []
  const closeAll = async () => {
    while (closers.length) await closeWithin(10_000, closers.pop())
  }
  let stoppedAt = 0
  const stop = async (signal) => {
    if (stoppedAt) {
      // npm forwards Ctrl-C although the terminal has already sent it, so two signals in quick succession count as one.
      if (signal === 'SIGINT' && Date.now() - stoppedAt > 500) process.exit(130)
      return
    }
    stoppedAt = Date.now()
    await closeAll()
    process.exit(process.exitCode ?? 0)
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  whenOrphaned(() => stop('SIGTERM'))
  try {
    const code = await program((close) => {
      // Opened while stopping, so it is closed here.
      if (stoppedAt) closeWithin(10_000, close)
      else closers.push(close)
    })
    if (code === undefined || stoppedAt) return
    stoppedAt = Date.now()
    await closeAll()
    process.exit(code)
  } catch (error) {
    if (stoppedAt) return // failures during shutdown are expected
    stoppedAt = Date.now()
    await closeAll()
    fail(sentenceFor(error))
  }
}

/**
 * Calls `then` when the npm that runs this process has been killed. npm forwards SIGINT and SIGTERM (`exec` in
 * package.json avoids a shell in between, which would swallow them). Without npm, the parent may be a closed shell:
 * then this process continues.
 */
function whenOrphaned(then) {
  const { npm_lifecycle_script: script } = process.env
  if (!script?.includes(basename(process.argv[1] ?? ''))) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    then()
  }, 500)
  timer.unref()
}

/** Calls `close` and waits for it, but no longer than this. */
async function closeWithin(milliseconds, close) {
  let timer
  const timeout = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  try {
    await Promise.race([close(), timeout])
  } catch (error) {
    console.error(error)
  } finally {
    clearTimeout(timer)
  }
}
