import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '../launch/build.mjs'
import { openTables, prepare } from '../launch/launch.mjs'
import { choosePort } from '../launch/port.mjs'
import { ROOT } from '../launch/root.mjs'
import { say } from '../launch/say.mjs'
import { buildBaseline } from './baseline.mjs'
import { openBrowser } from './browser.mjs'
import { startApp, startClient } from './children.mjs'
import { seed } from './seed.mjs'
import { slicesOf } from './stats.mjs'

const DIST_DIR = '.next-bench'

/**
 * Opens the environment of the benchmark: its own data folder, database, builds and ports, so that it neither changes
 * nor measures an installation in use. Apps and clients start when a scenario first needs them.
 */
export async function openBench({ quick, onClose }) {
  const folder = mkdtempSync(join(tmpdir(), 'kinday-bench-'))
  onClose(() => rmSync(folder, { recursive: true, force: true }))
  const settings = await prepareSettings(folder)
  await openTables(settings, onClose)
  await buildKinday()
  say('Seeding…')
  const seeded = await seed(process.env.DATABASE_URL)

  const once = (create) => {
    let value
    return () => (value ??= create())
  }
  const starterOf = (command, port) => async () => {
    const app = await startApp(command, { PORT: String(port) })
    onClose(app.stop)
    return app
  }
  const loopDelay = new URL('loop-delay.mjs', import.meta.url).href
  const kinday = starterOf(['--import', loopDelay, 'scripts/start.mjs'], settings.port)
  const baseline = async () => {
    const port = await choosePort(join(folder, 'baseline-port'))
    const program = await buildBaseline()
    return starterOf([program], port)()
  }
  return {
    quick,
    seeded,
    skipped: [],
    slices: slicesOf(quick),
    distDir: join(ROOT, DIST_DIR),
    /** The running apps, as {@link startApp} returns them. */
    kinday: once(kinday),
    baseline: once(baseline),
    /** Start further instances on the same ports, while `kinday` and `baseline` are not running. */
    startKinday: kinday,
    startBaseline: baseline,
    /** The process that sends requests, apart from this one. */
    client: once(async () => {
      const client = startClient('client.mjs')
      onClose(client.stop)
      return client
    }),
    /** Starts another client process. */
    startClient(file, options) {
      const client = startClient(file, options)
      onClose(client.stop)
      return client
    },
    /** Chromium; without it, `problem` says why, and scenarios add that to `skipped`. */
    browser: once(async () => {
      const { browser, problem } = await openBrowser()
      if (browser) onClose(() => browser.close())
      return { browser, problem }
    }),
  }
}

async function prepareSettings(folder) {
  const port = await choosePort(join(folder, 'app-port'))
  // Set before .env is read, so that no setting of the user's installation applies.
  Object.assign(process.env, {
    DATA_DIR: folder,
    NEXT_DIST_DIR: DIST_DIR,
    HOST: '127.0.0.1',
    PORT: String(port),
    ORIGIN: `http://127.0.0.1:${port}`,
    PUSHER_EMBEDDED: '1',
    WORKER: 'inside',
  })
  const settings = await prepare({ dev: true, embedded: true })
  process.env.NODE_ENV = 'production'
  return settings
}

async function buildKinday() {
  // `next build` adds its folder to tsconfig.json, which is restored.
  const file = join(ROOT, 'tsconfig.json')
  const before = readFileSync(file)
  try {
    await build({ distDir: DIST_DIR })
  } finally {
    if (!readFileSync(file).equals(before)) writeFileSync(file, before)
  }
}
