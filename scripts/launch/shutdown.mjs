import { basename } from 'node:path'
import { fail, sentenceFor } from './say.mjs'

/**
 * Runs a program that opens things and has to close them: in reverse order on SIGINT, SIGTERM, an error, or when the npm
 * that was to run it is gone.
 * A second Ctrl-C ends it at once; the guard of the embedded Postgres then closes that.
 * @param {(onClose: (close: () => unknown) => void) => Promise<number | void>} program
 *   a number is its exit code and means that it is done; without one it goes on until it is stopped
 */
export async function runUntilStopped(program) {
  const closers = []
  const closeAll = async () => {
    while (closers.length) await within(10_000, closers.pop())
  }
  let stopped = 0
  const stop = async (signal) => {
    if (stopped) {
      // npm passes a Ctrl-C on although the terminal has already sent it: two within a moment are one.
      if (signal === 'SIGINT' && Date.now() - stopped > 500) process.exit(130)
      return
    }
    stopped = Date.now()
    await closeAll()
    process.exit(process.exitCode ?? 0)
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  whenOrphaned(() => stop('SIGTERM'))
  try {
    const code = await program((close) => {
      // Opened while stopping: nobody else will close it.
      if (stopped) within(10_000, close)
      else closers.push(close)
    })
    if (code === undefined || stopped) return
    stopped = Date.now()
    await closeAll()
    process.exit(code)
  } catch (error) {
    if (stopped) return // what fails because it is being closed is no news
    stopped = Date.now()
    await closeAll()
    fail(sentenceFor(error))
  }
}

/**
 * npm passes SIGINT and SIGTERM on (`exec` in package.json spares the shell between, which would keep them). Whoever kills
 * it otherwise means us too. Without npm, our parent may be a shell that somebody left: then we stay.
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

/** Closing is worth a wait, but not an endless one. */
async function within(milliseconds, close) {
  let timer
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  try {
    await Promise.race([close(), patience])
  } catch (error) {
    console.error(error)
  } finally {
    clearTimeout(timer)
  }
}
