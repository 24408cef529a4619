import { createGroup, expect, NETWORK_ERRORS, test } from '@/test/browser/fixtures'
import { Offline } from '../pages/offline'

const DAY = '2031-05-14'

test.use({ serviceWorkers: 'allow' })

test('applies 48 offline changes once and reports two conflicts, although the worker, the page and the connection are cut', async ({
  createUser,
  consoleErrors,
}) => {
  test.slow()
  consoleErrors.allow(NETWORK_ERRORS, /409/)
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  await createGroup('Family', anna, [[ben, 'editor']])
  const { page, context, calendar } = anna
  const offline = new Offline(page)
  for (const title of ['Lunch', 'Supper']) await calendar.insertEvent(title, DAY)
  await calendar.goTo(DAY, 'day')
  await offline.waitUntilPrepared('Lunch')
  for (const title of ['Lunch', 'Supper']) await (await calendar.open(title)).close()
  await offline.waitUntilPrepared('"title":"Supper"')

  await context.setOffline(true)
  await page.reload()
  // These events are renamed first, because the events of the other changes cover them in the day view.
  for (const [title, renamed] of [
    ['Lunch', 'Brunch'],
    ['Supper', 'Feast'],
  ] as const) {
    const form = await calendar.openEditor(title)
    await form.title.fill(renamed)
    await form.save()
    await ben.calendar.goTo(DAY, 'day')
    const other = await ben.calendar.openEditor(title)
    await other.title.fill(`${renamed} of Ben`)
    await other.save()
  }
  for (let change = 1; change <= 48; change++) {
    await calendar.create(`Change ${change}`)
    if (change % 12) continue
    await offline.killWorker()
    await page.reload()
  }
  await expect(offline.bar).toContainText('50 changes wait')

  // The server executes every seventh request, but its answer is lost: first because the page is loaded again while it
  // waits, then because the connection is cut.
  let [requests, unanswered] = [0, 0]
  await context.route('**/api/commands/**', async (route) => {
    const number = ++requests
    if (number % 7 || number > 35) return route.continue()
    await route.fetch()
    if (number > 21) return route.abort()
    unanswered++
  })
  await context.setOffline(false)
  for (let cut = 1; cut <= 3; cut++) {
    await expect.poll(() => unanswered).toBe(cut)
    await offline.killWorker()
    await page.reload()
  }
  await expect.poll(() => offline.stored(), { timeout: 120_000 }).not.toContain('createEvent')
  await expect(offline.bar).toContainText('2 changes not saved')
  expect(requests, 'five answers were lost').toBeGreaterThanOrEqual(55)

  await ben.calendar.goTo(DAY, 'agenda')
  const created = ben.page.getByRole('button', { name: /Change \d+/ })
  await expect(created).toHaveCount(48)
  expect(new Set(await created.allTextContents()).size).toBe(48)
})
