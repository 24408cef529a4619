import { inBrowser, openMonth } from './browser.mjs'
import { MONTH } from './seed.mjs'
import { median } from './stats.mjs'
import { ms } from './table.mjs'

export const title = 'Paint of the next month'

/** Measures the time from the click to the frame that shows another month with 300 events. */
export async function run(bench) {
  const { url } = await bench.kinday()
  const times = await inBrowser(bench, { cookie: bench.seeded.small.cookie, url }, async (page) => {
    await page.addInitScript(watchPaint)
    await openMonth(page, url + MONTH)
    const measured = []
    for (let time = 0; time < 12; time++) {
      await page.getByRole('button', { name: time % 2 ? 'Previous month' : 'Next month' }).click()
      measured.push(await page.evaluate(() => window.painted))
      await page.waitForTimeout(400)
    }
    return measured.slice(2)
  })
  if (!times) return []
  const p50 = median(times)
  return [
    {
      what: 'next month painted (prefetched), p50',
      kinday: `${ms(p50)}, max ${ms(Math.max(...times))}`,
      goal: '≤ 30 ms',
      met: p50 <= 30,
    },
  ]
}

/** Runs in the page. `painted` is the time from the last click until the frame with the new heading and days is presented. */
function watchPaint() {
  addEventListener(
    'click',
    (click) => {
      window.painted = new Promise((resolve) => {
        const shown = () => [
          document.querySelector('h1').textContent,
          document.querySelector('main [data-day]').dataset.day,
        ]
        const before = shown()
        const check = () => {
          if (shown().some((text, index) => text === before[index])) return requestAnimationFrame(check)
          // A task that is queued in a frame's callback runs after that frame is painted.
          const after = new MessageChannel()
          after.port1.onmessage = () => resolve(performance.now() - click.timeStamp)
          after.port2.postMessage(null)
        }
        requestAnimationFrame(check)
      })
    },
    true,
  )
}
