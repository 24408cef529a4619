import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ROOT } from './root.mjs'
import { run } from './run.mjs'
import { Refusal, say } from './say.mjs'

/**
 * Makes node_modules what package-lock.json says, and does nothing when it already is.
 * Imports only what Node brings, since nothing else may be there yet.
 * @param {{ dev?: boolean, root?: string, npm?: (args: string[], root: string) => Promise<{ code: number, output: string }> }} [options]
 *   `dev`: the tools for tests and checks are wanted too. Without it they are left out, but never removed.
 * @returns {Promise<boolean>} whether npm had to run
 */
export async function installPackages({ dev = false, root = ROOT, npm = runNpm } = {}) {
  const stampFile = join(root, 'node_modules', '.kinday-lock')
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : ''
  const lock = hashOf(join(root, 'package-lock.json'))
  if (stamp === `${lock} all` || (stamp === `${lock} app` && !dev)) return false

  const { app, tools } = wanted(root)
  const toolsThere = tools.filter(([name]) => installed(root, name))
  if (!stamp && isComplete(root, app) && (!dev || isComplete(root, tools))) {
    writeFileSync(stampFile, `${lock} ${isComplete(root, tools) ? 'all' : 'app'}`)
    return false
  }

  say('Installing packages (a minute the first time)…')
  const all = dev || toolsThere.length > 0
  // `npm ci` refuses a lock file made where other platforms' optional packages were not to be had.
  // --include=dev, because npm leaves the tools out by itself when NODE_ENV is production.
  const { code, output } = await npm(
    ['install', '--no-audit', '--no-fund', all ? '--include=dev' : '--omit=dev'],
    root,
  )
  if (code !== 0) {
    say(output)
    throw new Refusal(
      'The packages could not be installed: see the lines above, check the network, and start again.',
    )
  }
  writeFileSync(stampFile, `${hashOf(join(root, 'package-lock.json'))} ${all ? 'all' : 'app'}`)
  return true
}

/** [name, pinned version] of what the app needs (with the database binaries of this platform) and of the tools. */
function wanted(root) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const here = `${process.platform}-${process.arch}`
  const optional = Object.entries(manifest.optionalDependencies ?? {}).filter(([name]) => name.endsWith(here))
  return {
    app: [...Object.entries(manifest.dependencies ?? {}), ...optional],
    tools: Object.entries(manifest.devDependencies ?? {}),
  }
}

function isComplete(root, packages) {
  return packages.every(([name, version]) => installed(root, name) === version)
}

function installed(root, name) {
  try {
    return JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version
  } catch {
    return undefined
  }
}

function hashOf(path) {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex')
  } catch (error) {
    if (error.code === 'ENOENT') return 'no-lock'
    throw error
  }
}

async function runNpm(args, cwd) {
  // Under `npm start` this is the very npm that was called; yarn and pnpm set it to themselves.
  const own = process.env.npm_execpath ?? ''
  const [command, ...first] = basename(own).startsWith('npm-cli') ? [process.execPath, own] : ['npm']
  try {
    return await run(command, [...first, ...args], { cwd })
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    throw new Refusal(
      'npm was not found, and Kinday installs its packages with it: install Node with npm from nodejs.org.',
    )
  }
}
