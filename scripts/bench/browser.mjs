import { findBrowser } from '../launch/browser.mjs'

/**
 * Starts Chromium.
 * @param {string[]} [extra] further arguments of Chromium
 * @returns {Promise<{ browser?: import('playwright').Browser, problem?: string }>} `problem`: why there is no browser
 */
export async function openBrowser(extra = []) {
  try {
    const { chromium } = await import('playwright')
    const executablePath = await findBrowser()
    const args = ['--disable-background-networking', '--disable-gpu', ...extra]
    // Chromium does not start with a sandbox as root.
    if (process.getuid?.() === 0) args.push('--no-sandbox')
    return { browser: await chromium.launch({ executablePath, args }) }
  } catch (error) {
    const [first] = String(error.message).split('\n')
    return { problem: `Rows that need a browser were skipped: ${first}` }
  }
}

/**
 * Runs `work` on a page in a new browser context, signed in with the cookie if there is one. Returns undefined if there
 * is no browser.
 * @param {{ cookie?: string, url: string } & import('playwright').BrowserContextOptions} visit
 */
export async function inBrowser(bench, { cookie, url, ...device }, work) {
  const { browser, problem } = await bench.browser()
  if (!browser) {
    if (!bench.skipped.includes(problem)) bench.skipped.push(problem)
    return undefined
  }
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    ...device,
  })
  try {
    if (cookie) {
      const [name, value] = cookie.split('=')
      await context.addCookies([{ name, value, url }])
    }
    return await work(await context.newPage(), context)
  } finally {
    await context.close()
  }
}

/** Opens a month, and waits until both neighboring months are fetched. */
export async function openMonth(page, address) {
  const neighbors = [page.waitForResponse(isRange), page.waitForResponse(isRange)]
  await page.goto(address, { waitUntil: 'load' })
  await Promise.all(neighbors)
  await page.waitForTimeout(500)
}

export const isRange = (response) => response.url().includes('/api/view/range')
