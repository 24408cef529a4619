import { inBrowser, openMonth } from './browser.mjs'
import { MONTH } from './seed.mjs'
import { median } from './stats.mjs'
import { ms } from './table.mjs'

export const title = 'Interactions with 1,000 events in the month, on a slow phone'

/** Measures interactions by the Event Timing API: from the input to the next frame. INP is the longest. */
export async function run(bench) {
  const { url } = await bench.kinday()
  const interactions = await inBrowser(
    bench,
    { cookie: bench.seeded.full.cookie, url },
    async (page, context) => {
      await page.addInitScript(watchInteractions)
      await openMonth(page, url + MONTH)
      // Waits until the dialogs have been prefetched.
      await page.waitForTimeout(3500)
      const devtools = await context.newCDPSession(page)
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
      for (let round = 0; round < 2; round++) await interact(page)
      return page.evaluate(() => window.interactions())
    },
  )
  if (!interactions) return []
  const worst = interactions.reduce((a, b) => (b.duration > a.duration ? b : a))
  return [
    {
      what: '1,000 events, CPU 4 × slower: worst interaction',
      kinday: `${ms(worst.duration)} (${worst.doing})`,
      goal: '≤ 80 ms',
      met: worst.duration <= 80,
    },
    {
      what: `… the median of ${interactions.length}`,
      kinday: ms(median(interactions.map(({ duration }) => duration))),
    },
  ]
}

async function interact(page) {
  const perform = async (name, act) => {
    await page.evaluate((label) => {
      window.doing = label
    }, name)
    await act()
    await page.waitForTimeout(600)
  }
  await perform('next', () => page.getByRole('button', { name: 'Next month' }).click())
  await perform('previous', () => page.getByRole('button', { name: 'Previous month' }).click())
  await perform('+N more', () => page.locator('[data-more]').first().click())
  await perform('close', () => page.keyboard.press('Escape'))
  await perform('open', () => page.locator('[data-item]').nth(20).click())
  await perform('close', () => page.keyboard.press('Escape'))
  await perform('arrow', () => page.locator('[data-day][tabindex="0"]').press('ArrowRight'))
}

/** Runs in the page. Records the longest event of each interaction, with its label. */
function watchInteractions() {
  const longest = new Map()
  const record = (list) => {
    for (const { interactionId, duration } of list) {
      if (!interactionId) continue
      const known = longest.get(interactionId)
      if (!known || known.duration < duration) longest.set(interactionId, { duration, doing: window.doing })
    }
  }
  const observer = new PerformanceObserver((list) => record(list.getEntries()))
  observer.observe({ type: 'event', buffered: true, durationThreshold: 16 })
  window.interactions = () => {
    record(observer.takeRecords())
    return [...longest.values()]
  }
}
