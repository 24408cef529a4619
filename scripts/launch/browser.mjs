import { existsSync } from 'node:fs'
import { run } from './run.mjs'
import { Refusal, say } from './say.mjs'

/** The headless shell comes first: it starts sooner and takes half the processor time of the whole browser. */
const BROWSER_PATHS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * Finds a Chromium for the browser tests: CHROMIUM_PATH, an installed browser, a package of the system (if this runs as
 * root), or Playwright's own download.
 * @returns {Promise<string | undefined>} its path; undefined for Playwright's own
 */
export async function findBrowser() {
  const found = [process.env.CHROMIUM_PATH, ...BROWSER_PATHS].find((path) => path && existsSync(path))
  if (found) return found
  say('Installing a browser for the tests…')
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    await run('apt-get', ['update', '-qq'])
    for (const name of ['chromium-headless-shell', 'chromium']) {
      const { code } = await run('apt-get', ['install', '-y', '-qq', name])
      if (code === 0 && existsSync(`/usr/bin/${name}`)) return `/usr/bin/${name}`
    }
  }
  const { code, output } = await run(process.execPath, [
    'node_modules/.bin/playwright',
    'install',
    'chromium',
  ])
  if (code === 0) return undefined
  throw new Refusal(
    `The browser tests need Chromium, and none could be installed: install it and run again, or set CHROMIUM_PATH.\n${output}`,
  )
}
