import { inBrowser, openMonth } from './browser.mjs'
import { MONTH } from './seed.mjs'
import { median } from './stats.mjs'
import { ms } from './table.mjs'

export const title = 'The next month, painted'

/** From the click to the frame that shows the other month, 300 events in each. */
export async function run(arena) {
  const { url } = await arena.ours()
  const times = await inBrowser(arena, { cookie: arena.seeded.small.cookie, url }, async (page) => {
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
      ours: `${ms(p50)}, most ${ms(Math.max(...times))}`,
      goal: '≤ 30 ms',
      met: p50 <= 30,
    },
  ]
}

/** In the page: `painted` is the time from the last click until the frame with another heading was presented. */
function watchPaint() {
  addEventListener(
    'click',
    (click) => {
      window.painted = new Promise((resolve) => {
        const before = document.querySelector('h1').textContent
        const look = () => {
          if (document.querySelector('h1').textContent === before) return requestAnimationFrame(look)
          // A task queued in a frame's callback runs after that frame was painted.
          const after = new MessageChannel()
          after.port1.onmessage = () => resolve(performance.now() - click.timeStamp)
          after.port2.postMessage(null)
        }
        requestAnimationFrame(look)
      })
    },
    true,
  )
}
