import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { withLock } from './lock.mjs'
import { ROOT } from './root.mjs'
import { runVisibly } from './run.mjs'
import { Refusal, say } from './say.mjs'

/**
 * Installs the packages of package-lock.json unless they are installed. Of two concurrent starts, one installs and the
 * other waits. Imports only Node's modules, since no package may be installed yet.
 * @param {{ dev?: boolean, root?: string, npm?: (args: string[], root: string) => Promise<{ code: number }>,
 *   isTerminal?: boolean }}
 *   [options] `dev`: the tools for tests and checks are wanted too. Without it they are left out, but never removed.
 * @returns {Promise<boolean>} whether npm had to run
 */
export async function installPackages({
  dev = false,
  root = ROOT,
  npm = runNpm,
  isTerminal = process.stderr.isTTY,
} = {}) {
  if (isInstalled(root, dev)) return false
  return withLock(
    lockIn(root),
    async () => {
      if (isInstalled(root, dev)) return false
      await install({ root, dev, npm, isTerminal })
      return true
    },
    () => say('Waiting for another start to install the packages…'),
  )
}

/** Returns the path of the lock file in node_modules, which git ignores and where npm keeps unknown files. */
function lockIn(root) {
  const folder = join(root, 'node_modules')
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    const reasons = { ENOSPC: 'the disk is full', EROFS: 'it is read-only', EACCES: 'permission denied' }
    throw new Refusal(
      `The packages cannot be installed into ${folder} (${reasons[error.code] ?? error.code}): make it writable for this user, and start again.`,
    )
  }
  return join(folder, '.kinday-installing')
}

function isInstalled(root, dev) {
  const stamp = readStamp(root)
  const lock = hashOf(join(root, 'package-lock.json'))
  if (stamp === `${lock} all` || (stamp === `${lock} app` && !dev)) return true
  const { app, tools } = wantedPackages(root)
  if (stamp || !isComplete(root, app) || (dev && !isComplete(root, tools))) return false
  try {
    writeStamp(root, isComplete(root, tools)) // the user has run npm install
  } catch {} // another user may have installed them; then they are compared at every start
  return true
}

async function install({ root, dev, npm, isTerminal }) {
  say('Installing packages (a minute the first time)…')
  const withTools = dev || wantedPackages(root).tools.some(([name]) => installedVersion(root, name))
  // `npm ci` rejects a lock file that was created without other platforms' optional packages.
  // --include=dev, because npm omits development packages when NODE_ENV is production.
  const args = ['install', '--no-audit', '--no-fund', withTools ? '--include=dev' : '--omit=dev']
  const code = await withReports(isTerminal, () => npm(args, root))
  if (code !== 0) {
    throw new Refusal(
      'The packages could not be installed: see the lines above, check the network and the free space, and start again.',
    )
  }
  writeStamp(root, withTools)
}

/** Interval of messages while npm runs without a terminal, where it shows no progress. */
const STILL_INSTALLING_MS = 20_000

async function withReports(isTerminal, npm) {
  const start = Date.now()
  const seconds = () => Math.round((Date.now() - start) / 1000)
  const reports =
    !isTerminal && setInterval(() => say(`Still installing packages (${seconds()} s)…`), STILL_INSTALLING_MS)
  try {
    return (await npm()).code
  } finally {
    clearInterval(reports)
  }
}

const stampIn = (root) => join(root, 'node_modules', '.kinday-lock')

function readStamp(root) {
  return existsSync(stampIn(root)) ? readFileSync(stampIn(root), 'utf8') : ''
}

function writeStamp(root, withTools) {
  writeFileSync(stampIn(root), `${hashOf(join(root, 'package-lock.json'))} ${withTools ? 'all' : 'app'}`)
}

/**
 * Returns [name, pinned version] of the app's packages, with the database binaries of this platform, and of the tools.
 */
function wantedPackages(root) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const platform = `${process.platform}-${process.arch}`
  const optional = Object.entries(manifest.optionalDependencies ?? {}).filter(([name]) =>
    name.endsWith(platform),
  )
  return {
    app: [...Object.entries(manifest.dependencies ?? {}), ...optional],
    tools: Object.entries(manifest.devDependencies ?? {}),
  }
}

function isComplete(root, packages) {
  return packages.every(([name, version]) => installedVersion(root, name) === version)
}

function installedVersion(root, name) {
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
  // Under `npm start` this is the npm in use; yarn and pnpm set it to themselves.
  const npmPath = process.env.npm_execpath ?? ''
  const [command, ...first] = basename(npmPath).startsWith('npm-cli') ? [process.execPath, npmPath] : ['npm']
  try {
    return await runVisibly(command, [...first, ...args], { cwd })
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    throw new Refusal(
      'npm was not found, and Kinday installs its packages with it: install Node with npm from nodejs.org.',
    )
  }
}
