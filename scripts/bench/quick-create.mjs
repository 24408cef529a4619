import { randomUUID } from 'node:crypto'
import { inBrowser, openMonth } from './browser.mjs'
import { MONTH } from './seed.mjs'
import { median } from './stats.mjs'
import { ms } from './table.mjs'

export const title = 'Creating an event in the month, on a slow phone'

const SAMPLES = { quick: 4, full: 10 }
const PHONE = { viewport: { width: 412, height: 915 }, hasTouch: true, isMobile: true }

/** Delay until the page has prefetched its dialogs. */
const IDLE_MS = 5000

/**
 * Measures on a new page each time, since only the first tap compiles the code: a tap on a day until the quick editor is
 * painted and has the focus, compared with a tap that opens a dialog made of HTML alone; then typing and Enter until the
 * response, compared with the bare request.
 */
export async function run(bench) {
  const { url } = await bench.kinday()
  const [writer] = bench.seeded.writers
  const samples = []
  for (let index = 0; index < (bench.quick ? SAMPLES.quick : SAMPLES.full); index++) {
    const sample = await inBrowser(bench, { cookie: writer.cookie, url, ...PHONE }, (page, context) =>
      measure(page, context, { url, index, calendarId: writer.calendars[0] }),
    )
    if (!sample) return []
    samples.push(sample)
  }
  const of = (name) => median(samples.map((sample) => sample[name]))
  const [opened, bareDialog, saved, request] = [of('opened'), of('bareDialog'), of('saved'), of('request')]
  return [
    {
      what: 'quick editor, first tap, CPU 4 × slower, p50',
      kinday: `${ms(opened)}, max ${ms(Math.max(...samples.map((sample) => sample.opened)))}`,
      baseline: ms(bareDialog),
      ratio: opened / bareDialog,
      goal: '≤ 100 ms',
      met: opened <= 100,
    },
    {
      what: '… 1 tap, 6 letters and Enter, until saved',
      kinday: ms(saved),
      baseline: ms(request),
      ratio: saved / request,
    },
  ]
}

async function measure(page, context, { url, index, calendarId }) {
  await page.addInitScript(watchDialogs)
  await openMonth(page, url + MONTH)
  await page.waitForTimeout(IDLE_MS)
  const devtools = await context.newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })

  await page.evaluate(addBareDialog)
  await page.locator('#bare-opener').tap()
  const bareDialog = await page.evaluate(() => window.opened)
  await page.evaluate(removeBareDialog)

  // Each sample has a day of its own: on a day full of events, the tap would open their list.
  const { x, y, width, height } = await page.locator('[data-day]').nth(index).boundingBox()
  await page.touchscreen.tap(x + width / 2, y + height - 4)
  const opened = await page.evaluate(() => window.opened)
  const response = page.waitForResponse((answer) => answer.request().method() === 'POST')
  await page.keyboard.type('Picnic')
  await page.keyboard.press('Enter')
  await response
  await page.locator('dialog[open]').waitFor({ state: 'hidden' })
  const saved = await page.evaluate(() => performance.now() - window.tappedAt)
  return { bareDialog, opened, saved, request: await page.evaluate(requestCreate, inputOf(calendarId)) }
}

/** Runs in the page. `opened`: time from the last tap until a dialog with the focus is painted. */
function watchDialogs() {
  const watch = (click) => {
    // Enter in a form also clicks its button.
    if (!click.detail) return
    window.tappedAt = click.timeStamp
    window.opened = new Promise((resolve) => {
      const check = () => {
        if (!document.activeElement?.matches('dialog[open] input')) return requestAnimationFrame(check)
        // A task that is queued in a frame's callback runs after that frame is painted.
        const after = new MessageChannel()
        after.port1.onmessage = () => resolve(performance.now() - click.timeStamp)
        after.port2.postMessage(null)
      }
      requestAnimationFrame(check)
    })
  }
  addEventListener('click', watch, true)
}

/** Runs in the page. Adds a button that opens a dialog with as many controls as the quick editor, without React. */
function addBareDialog() {
  const dialog = document.createElement('dialog')
  dialog.innerHTML =
    '<form><input><button type="button">Time</button><select><option>Calendar</option></select><input><button>Save</button></form>'
  const opener = document.createElement('button')
  Object.assign(opener, {
    id: 'bare-opener',
    textContent: 'Open',
    style: 'position: fixed; inset: 0 auto auto 0',
  })
  opener.onclick = () => {
    dialog.showModal()
    dialog.querySelector('input').focus()
  }
  document.body.append(opener, dialog)
  window.bareParts = [opener, dialog]
}

/** Runs in the page. */
function removeBareDialog() {
  for (const part of window.bareParts) part.remove()
}

function inputOf(calendarId) {
  const span = { type: 'all-day', start: '2031-05-01', end: '2031-05-02' }
  return { input: { title: 'Picnic', calendarId, span }, key: randomUUID() }
}

/** Runs in the page. Creates an event without the interface. @returns the duration of the request */
async function requestCreate(body) {
  const start = performance.now()
  const response = await fetch('/api/commands/createEvent', { method: 'POST', body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`createEvent answered ${response.status}: ${await response.text()}`)
  await response.text()
  return performance.now() - start
}
