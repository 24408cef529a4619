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

/** Categories whose scores, unlike that of performance, do not depend on the machine. */
const CATEGORIES = ['accessibility', 'best-practices', 'seo']
const MIN_SCORE = 95

/**
 * Measures Lighthouse's mobile performance score, alternately of the month page and of the baseline, and the other scores
 * of three pages.
 */
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
    const { url } = await bench.kinday()
    const { cookie } = bench.seeded.small
    const sides = [
      { url: url + MONTH, cookie, scores: [] },
      { url: `${(await bench.baseline()).url}/hello`, scores: [] },
    ]
    for (let round = 0; round < (bench.quick ? 1 : 3); round++) {
      for (const side of sides)
        side.scores.push(...(await scoresOf(lighthouse, browser, side, port, ['performance'])))
    }
    const [kinday, baseline] = sides.map(({ scores }) => median(scores))
    // Landing and sign-in are visited without a cookie, since they redirect users with a session.
    const pages = {
      landing: { url: `${url}/` },
      'sign-in': { url: `${url}/sign-in` },
      month: { url: url + MONTH, cookie },
    }
    const others = []
    for (const [name, page] of Object.entries(pages)) {
      const scores = await scoresOf(lighthouse, browser, page, port, CATEGORIES)
      others.push({
        what: `… ${name}: accessibility, best practices, SEO`,
        kinday: scores.join(', '),
        goal: `≥ ${MIN_SCORE}`,
        met: Math.min(...scores) >= MIN_SCORE,
      })
    }
    return [
      {
        what: 'Lighthouse mobile, performance',
        kinday: String(kinday),
        baseline: String(baseline),
        goal: '≥ baseline − 2',
        met: kinday >= baseline - 2,
      },
      ...others,
    ]
  } finally {
    await browser.close()
  }
}

async function scoresOf(lighthouse, browser, { url, cookie }, port, categories) {
  if (cookie) {
    const [name, value] = cookie.split('=')
    const devtools = await browser.newBrowserCDPSession()
    // Set anew for each visit, after which no cookie is left. Chromium ignores a Cookie header among Lighthouse's
    // `extraHeaders`.
    await devtools.send('Storage.setCookies', { cookies: [{ name, value, url }] })
    await devtools.detach()
  }
  const { lhr } = await lighthouse(url, { port, onlyCategories: categories, logLevel: 'error' })
  if (lhr.runtimeError) throw new Error(`Lighthouse: ${lhr.runtimeError.message}`)
  if (lhr.finalDisplayedUrl !== url) throw new Error(`${url} redirected to ${lhr.finalDisplayedUrl}`)
  for (const { id, weight } of categories.flatMap((category) => lhr.categories[category].auditRefs)) {
    const { score, title } = lhr.audits[id]
    if (weight && score !== null && score < 1 && !categories.includes('performance'))
      say(`  ${url}: ${title}`)
  }
  return categories.map((category) => Math.round(lhr.categories[category].score * 100))
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
