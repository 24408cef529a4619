import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '../launch/build.mjs'
import { openTables, prepare } from '../launch/launch.mjs'
import { choosePort } from '../launch/port.mjs'
import { ROOT } from '../launch/root.mjs'
import { say } from '../launch/say.mjs'
import { openBrowser } from './browser.mjs'
import { startApp, startClient } from './children.mjs'
import { buildFloor } from './floor.mjs'
import { seed } from './seed.mjs'
import { slicesOf } from './stats.mjs'

const DIST_DIR = '.next-bench'

/**
 * Where the races are run: a data folder, a database, builds and ports of the bench's own, so that a Kinday in use
 * is neither touched nor measured. What is costly is made when it is first asked for.
 */
export async function openArena({ quick, onClose }) {
  const folder = mkdtempSync(join(tmpdir(), 'kinday-bench-'))
  onClose(() => rmSync(folder, { recursive: true, force: true }))
  const settings = await prepareSettings(folder)
  await openTables(settings, onClose)
  await buildOurs()
  say('Seeding…')
  const seeded = await seed(process.env.DATABASE_URL)

  const once = (make) => {
    let made
    return () => (made ??= make())
  }
  const starting = (command, port) => async () => {
    const app = await startApp(command, { PORT: String(port) })
    onClose(app.stop)
    return app
  }
  const loopDelay = new URL('loop-delay.mjs', import.meta.url).href
  const ours = starting(['--import', loopDelay, 'scripts/start.mjs'], settings.port)
  const floor = async () => {
    const port = await choosePort(join(folder, 'floor-port'))
    const program = await buildFloor()
    return starting([program], port)()
  }
  return {
    quick,
    seeded,
    skipped: [],
    slices: slicesOf(quick),
    distDir: join(ROOT, DIST_DIR),
    /** Each as {@link startApp} returns it. */
    ours: once(ours),
    floor: once(floor),
    /** As {@link startApp}, on the port of ours: only while ours is not running. */
    startOurs: ours,
    startFloor: floor,
    /** The process that asks. It is not the one that waits for it. */
    client: once(async () => {
      const client = startClient('client.mjs')
      onClose(client.stop)
      return client
    }),
    /** One more process for scenarios with clients of their own. */
    startClient(file) {
      const client = startClient(file)
      onClose(client.stop)
      return client
    },
    /** A Chromium, or undefined when there is none; then `skipped` says so. */
    browser: once(async () => {
      const { browser, problem } = await openBrowser()
      if (browser) onClose(() => browser.close())
      return { browser, problem }
    }),
  }
}

async function prepareSettings(folder) {
  const port = await choosePort(join(folder, 'app-port'))
  // Set before .env is read, so that nothing of the user's own installation is used.
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

async function buildOurs() {
  // `next build` adds its folder to tsconfig.json, where it would show up as a change to commit.
  const file = join(ROOT, 'tsconfig.json')
  const before = readFileSync(file)
  try {
    await build({ distDir: DIST_DIR })
  } finally {
    if (!readFileSync(file).equals(before)) writeFileSync(file, before)
  }
}
