import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { openTables, prepare } from './launch.mjs'
import { ROOT } from './root.mjs'
import { TYPESCRIPT } from './run.mjs'
import { publishToRunningServer } from './running.mjs'
import { runUntilStopped } from './shutdown.mjs'

/**
 * Runs a TypeScript file of the app outside Next, with packages, settings and database, and exits with its exit code.
 * The file's process has this terminal and receives SIGINT and SIGTERM.
 * @param {string} file relative to the checkout
 * @param {string[]} [args]
 */
export function runTypeScript(file, args = []) {
  return runUntilStopped(async (onClose) => {
    const settings = await prepare()
    await openTables(settings, onClose)
    publishToRunningServer(settings.dataDir)
    const child = spawn(process.execPath, [...TYPESCRIPT, file, ...args], { cwd: ROOT, stdio: 'inherit' })
    const ended = new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
    })
    process.once('exit', () => child.kill('SIGKILL'))
    onClose(async () => {
      child.kill('SIGTERM')
      process.exitCode = await ended
    })
    return ended
  })
}
