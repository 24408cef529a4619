import { refuseOldNode } from './node-version.mjs'
import { installPackages } from './packages.mjs'
import { ROOT } from './root.mjs'
import { recordRunningServer } from './running.mjs'
import { say } from './say.mjs'
import { loadSettings } from './settings.mjs'
import { runUntilStopped } from './shutdown.mjs'

/**
 * Runs all steps from a bare checkout to a listening server in this process.
 * @param {{ dev?: boolean, embedded?: boolean, seed?: string, notice?: string }} [options] `dev`: without a build, with
 *   the tools for tests and checks; `embedded`: see loadSettings; `seed`: a TypeScript file to run once the tables are
 *   there; `notice`: printed when the server is ready
 */
export function launch({ dev = false, embedded = false, seed, notice } = {}) {
  return runUntilStopped(async (onClose) => {
    const settings = await prepare({ dev, embedded })
    const { refuseBusyPort } = await import('./port.mjs')
    await refuseBusyPort(settings)
    const tables = openTables(settings, onClose)
    if (dev) await tables
    else await waitForBoth(tables, buildApp())
    if (seed) await runSeed(seed)
    const { serve } = await import('../../server.mjs')
    const server = await serve({ dev })
    onClose(() => server.close())
    onClose(recordRunningServer(settings.dataDir))
    say(`Kinday is ready: ${settings.origin} (${(performance.now() / 1000).toFixed(1)} s)`)
    if (process.env.SMTP_URL && !process.env.ORIGIN) {
      say(`Links in mails lead to ${settings.origin}: set ORIGIN for people on other machines.`)
    }
    if (notice) say(notice)
  })
}

/**
 * Prepares a script: checks Node, installs packages, loads settings into process.env, changes to the checkout.
 * @returns the settings
 */
export async function prepare({ dev = false, embedded = false } = {}) {
  refuseOldNode()
  process.chdir(ROOT)
  await installPackages({ dev })
  process.env.NODE_ENV = dev ? 'development' : 'production'
  process.env.NEXT_TELEMETRY_DISABLED ??= '1'
  return loadSettings({ embedded })
}

/** Opens the database, marks it as in use and migrates it. */
export async function openTables(settings, onClose) {
  const { openDatabase } = await import('./database.mjs')
  const database = await openDatabase(settings)
  onClose(database.stop)
  const { holdDatabase } = await import('./database-use.mjs')
  onClose(await holdDatabase(database.url))
  const { migrate } = await import('./migrate.mjs')
  await migrate(database.url)
}

async function buildApp() {
  const { build } = await import('./build.mjs')
  await build({ distDir: process.env.NEXT_DIST_DIR || undefined })
}

async function runSeed(file) {
  const { run, TYPESCRIPT } = await import('./run.mjs')
  const { code, output } = await run(process.execPath, [...TYPESCRIPT, file])
  if (code) throw new Error(output)
}

/**
 * Like Promise.all, but after a failed build waits until the database is open, so that the database can be closed. Prints
 * that the build continues if the tables are ready first, since nothing else is printed for half a minute.
 */
function waitForBoth(tables, app) {
  let isBuilt = false
  app.finally(() => (isBuilt = true)).catch(() => {})
  const opened = tables.then(
    () => isBuilt || say('The database is ready; building goes on…'),
    () => {},
  )
  return Promise.all([tables, app.catch((error) => opened.then(() => Promise.reject(error)))])
}
