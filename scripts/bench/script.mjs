import { inBrowser } from './browser.mjs'
import { MONTH } from './seed.mjs'
import { kB } from './table.mjs'

export const title = 'JavaScript on the wire, and layout shifts'

const IDLE_MS = 10_000

export async function run(arena) {
  const { url } = await arena.ours()
  const floorUrl = (await arena.floor()).url
  const { cookie } = arena.seeded.small
  const bare = await inBrowser(arena, { url: floorUrl }, (page) => visit(page, `${floorUrl}/hello`))
  if (!bare) return []
  const ours = await inBrowser(arena, { cookie, url }, (page) => visit(page, url + MONTH, touch))
  const phone = { cookie, url, viewport: { width: 412, height: 915 } }
  const small = await inBrowser(arena, phone, (page) => visit(page, url + MONTH))
  const shift = Math.max(ours.shift, small.shift)
  return [
    {
      what: 'JavaScript on the wire before idle, month page',
      ours: kB(ours.first),
      floor: kB(bare.first),
      ratio: ours.first / bare.first,
      goal: '≤ 170 kB',
      met: ours.first <= 170_000,
    },
    {
      what: '… when idle (live updates, the dialogs)',
      ours: kB(ours.idle),
      goal: '≤ 120 kB',
      met: ours.idle <= 120_000,
    },
    { what: '… when touched (an event opened, one begun)', ours: kB(ours.touched) },
    {
      what: 'everything loaded in the first ten seconds',
      ours: kB(ours.loaded),
      floor: kB(bare.loaded),
      ratio: ours.loaded / bare.loaded,
    },
    {
      what: 'layout shift (CLS), desk and phone',
      ours: shift.toFixed(4),
      floor: bare.shift.toFixed(4),
      goal: '0',
      met: shift < 0.001,
    },
  ]
}

/** Bytes of script up to the load event, then by themselves, then by use; and how much the page moved meanwhile. */
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
    touched: sum(all) - sum(idle),
    loaded,
    shift,
  }
}

/** Those asked for before the load event are the page's own: what comes later was fetched by code that was idle. */
function scripts(page) {
  return page.evaluate(() => {
    const [{ loadEventEnd }] = performance.getEntriesByType('navigation')
    return performance
      .getEntriesByType('resource')
      .filter(({ name, initiatorType }) => initiatorType === 'script' || /\.js(\?|$)/.test(name))
      .map(({ transferSize, startTime }) => ({ bytes: transferSize, early: startTime < loadEventEnd }))
  })
}

async function touch(page) {
  await page.locator('.chip').first().click()
  await page.waitForTimeout(1500)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'New event' }).click()
  await page.waitForTimeout(2500)
}
