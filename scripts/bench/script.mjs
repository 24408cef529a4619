import { inBrowser } from './browser.mjs'
import { MONTH } from './seed.mjs'
import { kB } from './table.mjs'

export const title = 'Transferred JavaScript, and layout shifts'

const IDLE_MS = 10_000

export async function run(bench) {
  const { url } = await bench.kinday()
  const baselineUrl = (await bench.baseline()).url
  const { cookie } = bench.seeded.small
  const bare = await inBrowser(bench, { url: baselineUrl }, (page) => visit(page, `${baselineUrl}/hello`))
  if (!bare) return []
  const kinday = await inBrowser(bench, { cookie, url }, (page) => visit(page, url + MONTH, openDialogs))
  const phone = { cookie, url, viewport: { width: 412, height: 915 } }
  const small = await inBrowser(bench, phone, (page) => visit(page, url + MONTH))
  const shift = Math.max(kinday.shift, small.shift)
  return [
    {
      what: 'JavaScript of the month page, until load',
      kinday: kB(kinday.first),
      baseline: kB(bare.first),
      ratio: kinday.first / bare.first,
      goal: '≤ 170 kB',
      met: kinday.first <= 170_000,
    },
    {
      what: '… prefetched when idle (dialogs, live updates)',
      kinday: kB(kinday.idle),
      goal: '≤ 120 kB',
      met: kinday.idle <= 120_000,
    },
    { what: '… on use (opening an event, and the editor)', kinday: kB(kinday.onUse) },
    {
      what: 'all transfers of the first ten seconds',
      kinday: kB(kinday.loaded),
      baseline: kB(bare.loaded),
      ratio: kinday.loaded / bare.loaded,
    },
    {
      what: 'layout shift (CLS), desktop and phone',
      kinday: shift.toFixed(4),
      baseline: bare.shift.toFixed(4),
      goal: '0',
      met: shift < 0.001,
    },
  ]
}

/** Measures bytes of scripts until the load event, when idle and on use, and layout shift. */
async function visit(page, address, use) {
  await page.addInitScript(() => {
    window.shift = 0
    performance.setResourceTimingBufferSize(1000)
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto(address, { waitUntil: 'load' })
  await page.waitForTimeout(IDLE_MS)
  const loaded = await page.evaluate(() =>
    ['navigation', 'resource']
      .flatMap((type) => performance.getEntriesByType(type))
      .reduce((sum, { transferSize }) => sum + transferSize, 0),
  )
  const shift = await page.evaluate(() => window.shift)
  const idle = await scripts(page)
  await use?.(page)
  const all = await scripts(page)
  const sum = (list) => list.reduce((total, { bytes }) => total + bytes, 0)
  return {
    first: sum(idle.filter(({ early }) => early)),
    idle: sum(idle.filter(({ early }) => !early)),
    onUse: sum(all) - sum(idle),
    loaded,
    shift,
  }
}

/** Returns the loaded scripts. `early`: requested before the load event, so not prefetched. */
function scripts(page) {
  return page.evaluate(() => {
    const [{ loadEventEnd }] = performance.getEntriesByType('navigation')
    return performance
      .getEntriesByType('resource')
      .filter(({ name, initiatorType }) => initiatorType === 'script' || /\.js(\?|$)/.test(name))
      .map(({ transferSize, startTime }) => ({ bytes: transferSize, early: startTime < loadEventEnd }))
  })
}

async function openDialogs(page) {
  await page.locator('[data-item]').first().click()
  await page.waitForTimeout(1500)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'New event' }).click()
  await page.waitForTimeout(2500)
}
