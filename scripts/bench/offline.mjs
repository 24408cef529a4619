import { inBrowser, openMonth } from './browser.mjs'
import { MONTH } from './seed.mjs'
import { median } from './stats.mjs'
import { ms } from './table.mjs'

export const title = 'Second visit without a connection'

const VISITS = 10

/** An offline page that shows something at once: what starting the worker and a navigation take. */
const EMPTY_PAGE = '<!doctype html><title>Empty</title><main><i data-item>Empty</i></main>'

/**
 * Measures the time from the navigation to the frame that shows the events of a stored month, and that of an empty page
 * from the same cache.
 */
export async function run(bench) {
  const { url } = await bench.kinday()
  const measured = await inBrowser(
    bench,
    { cookie: bench.seeded.small.cookie, url },
    async (page, context) => {
      await page.addInitScript(watchPaint)
      await openMonth(page, url + MONTH)
      await waitUntilPrepared(page)
      await context.setOffline(true)
      const kinday = await visit(page, url + MONTH)
      await page.evaluate(putOfflinePage, EMPTY_PAGE)
      const floor = await visit(page, url + MONTH)
      return { kinday, floor }
    },
  )
  if (!measured) return []
  const [p50, floor] = [median(measured.kinday), median(measured.floor)]
  return [
    {
      what: 'second visit offline painted, p50',
      kinday: `${ms(p50)}, max ${ms(Math.max(...measured.kinday))}`,
      baseline: ms(floor),
      goal: '≤ 300 ms',
      met: p50 <= 300,
    },
  ]
}

async function visit(page, address) {
  const times = []
  for (let time = 0; time < VISITS; time++) {
    await page.goto(address, { waitUntil: 'commit' })
    times.push(await page.evaluate(() => window.painted))
  }
  // The first visit starts the worker.
  return times.slice(1)
}

/** Polls from here: `page.waitForFunction` takes the promise of an asynchronous function for a result. */
async function waitUntilPrepared(page) {
  const end = Date.now() + 60_000
  while (!(await page.evaluate(isPrepared))) {
    if (Date.now() > end) throw new Error('The service worker has not stored the offline page.')
    await page.waitForTimeout(200)
  }
}

/** Runs in the page: the worker controls it and has stored the offline page and its code, and the page its data. */
async function isPrepared() {
  if (!navigator.serviceWorker.controller) return false
  const cache = await caches.open('kinday-offline-page')
  if (!(await cache.keys()).some(({ url }) => url.includes('?prepared='))) return false
  const [{ name } = {}] = await indexedDB.databases()
  if (!name) return false
  const database = await new Promise((resolve) => {
    const request = indexedDB.open(name)
    request.onsuccess = () => resolve(request.result)
  })
  const count = await new Promise((resolve) => {
    const request = database.transaction('pages').objectStore('pages').count()
    request.onsuccess = () => resolve(request.result)
  })
  database.close()
  return count > 0
}

async function putOfflinePage(html) {
  const cache = await caches.open('kinday-offline-page')
  await cache.put('/offline', new Response(html, { headers: { 'content-type': 'text/html' } }))
}

/** Runs in the page. `painted` is the time from the navigation until the frame with an event is presented. */
function watchPaint() {
  window.painted = new Promise((resolve) => {
    const check = () => {
      if (!document.querySelector('main [data-item]')) return requestAnimationFrame(check)
      // A task that is queued in a frame's callback runs after that frame is painted.
      const after = new MessageChannel()
      after.port1.onmessage = () => resolve(performance.now())
      after.port2.postMessage(null)
    }
    requestAnimationFrame(check)
  })
}
