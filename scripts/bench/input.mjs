import { inBrowser, openMonth } from './browser.mjs'
import { MONTH } from './seed.mjs'
import { median } from './stats.mjs'
import { ms } from './table.mjs'

export const title = 'Interactions with 1,000 events in the month, on a slow phone'

/** The Event Timing API's own measure, of which INP is the worst: from input to the next frame. */
export async function run(arena) {
  const { url } = await arena.ours()
  const found = await inBrowser(arena, { cookie: arena.seeded.full.cookie, url }, async (page, context) => {
    await page.addInitScript(watchInteractions)
    await openMonth(page, url + MONTH)
    // Past the moment at which the dialogs are fetched by themselves.
    await page.waitForTimeout(3500)
    const devtools = await context.newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    for (let time = 0; time < 2; time++) await interact(page)
    return page.evaluate(() => window.interactions())
  })
  if (!found) return []
  const worst = found.reduce((a, b) => (b.duration > a.duration ? b : a))
  return [
    {
      what: '1,000 events, CPU 4 × slower: worst interaction',
      ours: `${ms(worst.duration)} (${worst.doing})`,
      goal: '≤ 80 ms',
      met: worst.duration <= 80,
    },
    {
      what: `… the median of ${found.length}`,
      ours: ms(median(found.map(({ duration }) => duration))),
    },
  ]
}

async function interact(page) {
  const doing = async (name, act) => {
    await page.evaluate((label) => {
      window.doing = label
    }, name)
    await act()
    await page.waitForTimeout(600)
  }
  await doing('next', () => page.getByRole('button', { name: 'Next month' }).click())
  await doing('previous', () => page.getByRole('button', { name: 'Previous month' }).click())
  await doing('+N more', () => page.locator('.more').first().click())
  await doing('close', () => page.keyboard.press('Escape'))
  await doing('open', () => page.locator('.chip').nth(20).click())
  await doing('close', () => page.keyboard.press('Escape'))
  await doing('arrow', () => page.locator('[data-day][tabindex="0"]').press('ArrowRight'))
}

/** In the page: the longest event of each interaction, and what was being done. */
function watchInteractions() {
  const longest = new Map()
  const note = (list) => {
    for (const { interactionId, duration } of list) {
      if (!interactionId) continue
      const known = longest.get(interactionId)
      if (!known || known.duration < duration) longest.set(interactionId, { duration, doing: window.doing })
    }
  }
  const observer = new PerformanceObserver((list) => note(list.getEntries()))
  observer.observe({ type: 'event', buffered: true, durationThreshold: 16 })
  window.interactions = () => {
    note(observer.takeRecords())
    return [...longest.values()]
  }
}
