import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { choosePort } from './port.mjs'
import { ROOT } from './root.mjs'
import { run } from './run.mjs'
import { say } from './say.mjs'
import { cloneCommit, git, snapshot } from './snapshot.mjs'

/** Maximum time of installation and build on a slow machine and network. */
const MAX_START_MS = 1_200_000

/**
 * A clone of the working tree like that of a new user: in a folder with a space in its path, with an empty npm cache
 * and without settings. If root creates it, an unprivileged user owns and runs it.
 * @typedef {object} FreshClone
 * @property {string} root the folder of the clone
 * @property {() => Promise<RunningClone>} start runs `npm start` and waits until its sign-up page answers
 * @property {() => Promise<string>} changes returns the output of `git status` in it
 * @property {() => Promise<void>} remove stops it and removes its folder
 *
 * @typedef {{ url: string, stop: () => Promise<number> }} RunningClone `stop` returns npm's exit code
 */

/**
 * Makes a fresh clone.
 * @returns {Promise<FreshClone | { skipped: string }>} `skipped`: why none can be made
 */
export async function makeFreshClone() {
  if (!existsSync(join(ROOT, '.git'))) return { skipped: 'this folder is not a git checkout' }
  const folder = mkdtempSync(join(tmpdir(), 'kinday fresh '))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const root = join(folder, 'kinday')
    const home = join(folder, 'home')
    mkdirSync(home)
    await cloneCommit(ROOT, await snapshot(ROOT), root)
    const user = unprivilegedUser()
    if (user.uid !== undefined) {
      execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, folder])
      chmodSync(folder, 0o755) // root starts servers in it too, whose Postgres is another user
    }
    const options = { ...user, cwd: root, env: environment(home) }
    const unreachable = await registryError(options)
    if (unreachable) {
      remove()
      return { skipped: `the npm registry cannot be reached (${unreachable})` }
    }
    const port = await choosePort(join(folder, 'port'))
    let stop = async () => 0
    return {
      root,
      start: async () => {
        const app = launch(options, port)
        stop = app.stop
        return await app.ready
      },
      changes: () => git(root, ['-c', `safe.directory=${root}`, 'status', '--porcelain']),
      remove: async () => {
        await stop()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

/** Returns the user `nobody` if this process is root and `nobody` can run this Node; otherwise the current user. */
function unprivilegedUser() {
  if (process.getuid() !== 0) return {}
  const id = (which) => Number(execFileSync('id', [which, 'nobody'], { encoding: 'utf8' }))
  const user = { uid: id('-u'), gid: id('-g') }
  try {
    execFileSync(process.execPath, ['--version'], { ...user, cwd: '/', stdio: 'ignore' })
    return user
  } catch {
    say(`Node in ${process.execPath} is for root alone: the fresh clone runs as root.`)
    return {}
  }
}

/** Returns variables for network access, and a PATH without the tools of this checkout. */
function environment(home) {
  const network = /^(https?_proxy|no_proxy|npm_config_registry|node_extra_ca_certs)$/i
  const inherited = Object.entries(process.env).filter(([name]) => network.test(name))
  const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => !entry.startsWith(ROOT))
  return { ...Object.fromEntries(inherited), PATH: path.join(delimiter), HOME: home }
}

/** Returns why npm cannot fetch from its registry; undefined if it can. */
async function registryError(options) {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const [[name, version]] = Object.entries(dependencies)
  const args = ['view', `${name}@${version}`, 'version', '--fetch-timeout=20000', '--fetch-retries=1']
  const { code, output } = await run('npm', args, options)
  return code === 0 ? undefined : (/npm (?:error|ERR!) (.+)/.exec(output)?.[1] ?? output.trim())
}

function launch({ env, ...options }, port) {
  const child = spawn('npm', ['start'], {
    ...options,
    env: { ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const onOutput = (chunk) => {
    output += chunk
    // npm names each package that it fetches.
    const lines = String(chunk).split('\n')
    for (const line of lines) if (line.trim() && !/^npm |^> /.test(line)) say(`  ${line}`)
  }
  child.stdout.on('data', onOutput)
  child.stderr.on('data', onOutput)
  const exited = new AbortController()
  const ended = new Promise((resolve) =>
    child.on('close', (code) => {
      exited.abort()
      resolve(code ?? 1)
    }),
  )
  const stop = () => {
    child.kill('SIGTERM')
    return ended
  }
  const url = `http://localhost:${port}`
  const ready = waitUntilServed(`${url}/sign-up`, exited.signal).then(async (isReady) => {
    if (isReady) return { url, stop }
    await stop()
    throw new Error(`npm start did not serve the sign-up page:\n${output.slice(-4000)}`)
  })
  return { ready, stop }
}

async function waitUntilServed(url, signal) {
  const start = Date.now()
  while (!signal.aborted && Date.now() - start < MAX_START_MS) {
    const response = await fetch(url).catch(() => undefined)
    await response?.text()
    if (response?.ok) return true
    await sleep(200)
  }
  return false
}
