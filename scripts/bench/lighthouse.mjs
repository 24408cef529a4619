import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { choosePort } from '../launch/port.mjs'
import { ROOT } from '../launch/root.mjs'
import { run as runProgram } from '../launch/run.mjs'
import { say } from '../launch/say.mjs'
import { openBrowser } from './browser.mjs'
import { MONTH } from './seed.mjs'
import { median } from './stats.mjs'

export const title = 'Lighthouse'

const VERSION = '12.8.2'
const FOLDER = join(ROOT, 'node_modules', '.cache', 'kinday-bench')

/** Measures Lighthouse's mobile performance score, alternately of the month page and of the baseline. */
export async function run(bench) {
  const lighthouse = await loadLighthouse(bench)
  if (!lighthouse) return []
  const port = await choosePort(join(FOLDER, 'port'))
  const { browser, problem } = await openBrowser([`--remote-debugging-port=${port}`])
  if (!browser) {
    bench.skipped.push(problem)
    return []
  }
  try {
    const sides = [
      { url: (await bench.kinday()).url + MONTH, cookie: bench.seeded.small.cookie, scores: [] },
      { url: `${(await bench.baseline()).url}/hello`, scores: [] },
    ]
    for (let round = 0; round < (bench.quick ? 1 : 3); round++) {
      for (const side of sides) side.scores.push(await scoreOf(lighthouse, browser, side, port))
    }
    const [kinday, baseline] = sides.map(({ scores }) => median(scores))
    return [
      {
        what: 'Lighthouse mobile, performance',
        kinday: String(kinday),
        baseline: String(baseline),
        goal: '≥ baseline − 2',
        met: kinday >= baseline - 2,
      },
    ]
  } finally {
    await browser.close()
  }
}

async function scoreOf(lighthouse, browser, { url, cookie }, port) {
  if (cookie) {
    const [name, value] = cookie.split('=')
    const devtools = await browser.newBrowserCDPSession()
    // Chromium ignores a Cookie header among Lighthouse's `extraHeaders`, and each visit ends without cookies.
    await devtools.send('Storage.setCookies', { cookies: [{ name, value, url }] })
    await devtools.detach()
  }
  const { lhr } = await lighthouse(url, { port, onlyCategories: ['performance'], logLevel: 'error' })
  if (lhr.runtimeError) throw new Error(`Lighthouse: ${lhr.runtimeError.message}`)
  if (lhr.finalDisplayedUrl !== url) throw new Error(`${url} redirected to ${lhr.finalDisplayedUrl}`)
  return Math.round(lhr.categories.performance.score * 100)
}

/** Installs Lighthouse on first use, because it is larger than all other development packages together. */
async function loadLighthouse(bench) {
  const entry = join(FOLDER, 'node_modules', 'lighthouse', 'core', 'index.js')
  if (!existsSync(entry)) {
    say(`Installing lighthouse@${VERSION}…`)
    mkdirSync(FOLDER, { recursive: true })
    const install = ['install', '--prefix', FOLDER, '--no-audit', '--no-fund', `lighthouse@${VERSION}`]
    const { code, output } = await runProgram('npm', install, { cwd: FOLDER, env: process.env })
    if (code !== 0) {
      bench.skipped.push(
        `Lighthouse was skipped because it could not be installed: ${output.trim().split('\n').at(-1)}`,
      )
      return undefined
    }
  }
  return (await import(pathToFileURL(entry).href)).default
}
