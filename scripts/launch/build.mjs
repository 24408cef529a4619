import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { compressStatic } from './compress.mjs'
import { isDiskFull } from './disk.mjs'
import { fingerprint } from './fingerprint.mjs'
import { withLock } from './lock.mjs'
import { ROOT } from './root.mjs'
import { run } from './run.mjs'
import { Refusal, say } from './say.mjs'

/**
 * Builds the app unless its last build was made from the same sources.
 * @param {{ distDir?: string, root?: string, command?: () => string[] }} [options]
 *   `distDir` is relative to the root, as Next wants it; `command` returns the build command
 * @returns {Promise<boolean>} whether the app was built
 */
export async function build({ distDir = '.next', root = ROOT, command = nextBuild } = {}) {
  const folder = join(root, distDir)
  if (isFresh(folder, fingerprint(root))) return false
  mkdirSync(join(folder, 'cache'), { recursive: true }) // the only part of the build folder that next build does not empty
  return withLock(
    join(folder, 'cache', 'kinday-building'),
    async () => {
      // Taken before the build, so that changes during the build cause the next one.
      const sources = fingerprint(root)
      if (isFresh(folder, sources)) return false
      const current = { stat: sources.stat, content: sources.content() }
      const file = join(folder, 'kinday-fingerprint')
      for (const name of ['kinday-fingerprint', ...FINISHED]) rmSync(join(folder, name), { force: true })

      say('Building (half a minute the first time)…')
      const [program, ...args] = command()
      const env = {
        ...process.env,
        NODE_ENV: 'production',
        NEXT_DIST_DIR: distDir,
        NEXT_TELEMETRY_DISABLED: '1',
      }
      const { code, output } = await run(program, args, { cwd: root, env })
      // next build can exit with 0 although it failed or was killed.
      if (code !== 0 || !isFinished(folder)) {
        say(output)
        throw new Refusal(
          isDiskFull(output)
            ? `The disk of ${root} is full and the build needs about 500 MB: free some space and start again.`
            : 'The app could not be built: the lines above say where, correct that and start again.',
        )
      }
      await compressStatic(folder)
      writeFileSync(file, JSON.stringify(current))
      return true
    },
    () => say('Waiting for another start to finish building…'),
  )
}

/** Files that next build writes last. */
const FINISHED = ['BUILD_ID', 'export-marker.json']

function isFinished(folder) {
  return FINISHED.every((name) => existsSync(join(folder, name)))
}

function isFresh(folder, sources) {
  const file = join(folder, 'kinday-fingerprint')
  if (!existsSync(file) || !isFinished(folder)) return false
  const last = parse(readFileSync(file, 'utf8'))
  if (last.stat === sources.stat) return true
  const content = sources.content()
  if (last.content !== content) return false
  writeFileSync(file, JSON.stringify({ stat: sources.stat, content }))
  return true
}

function parse(text) {
  try {
    return JSON.parse(text) ?? {}
  } catch {
    return {} // cut short by a full disk: build again
  }
}

function nextBuild() {
  return [process.execPath, createRequire(import.meta.url).resolve('next/dist/bin/next'), 'build']
}
