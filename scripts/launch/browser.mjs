import { existsSync } from 'node:fs'
import { run } from './run.mjs'
import { Refusal, say } from './say.mjs'

/** The headless shell starts sooner and takes half the processor time of a whole browser. */
const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell'

const WHOLE_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * Finds a Chromium for the browser tests: CHROMIUM_PATH, an installed browser, a package of the system (if this runs as
 * root), or Playwright's own download. In CI, the package of the headless shell is preferred to a whole browser.
 * @returns {Promise<string | undefined>} its path; undefined for Playwright's own
 */
export async function findBrowser() {
  const isPresent = (path) => path && existsSync(path)
  const found = [process.env.CHROMIUM_PATH, HEADLESS_SHELL].find(isPresent)
  if (found) return found
  const whole = WHOLE_BROWSERS.find(isPresent)
  if (whole && !process.env.CI) return whole
  say('Installing a browser for the tests…')
  const packages = ['chromium-headless-shell', ...(whole ? [] : ['chromium'])]
  const installed = (await installPackage(packages)) ?? whole
  if (installed) return installed
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

/** Installs the first of these packages that the system has. @returns the path of its program; undefined if none */
async function installPackage(names) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  await run('apt-get', ['update', '-qq'])
  for (const name of names) {
    const { code } = await run('apt-get', ['install', '-y', '-qq', name])
    if (code === 0 && existsSync(`/usr/bin/${name}`)) return `/usr/bin/${name}`
  }
  return undefined
}
