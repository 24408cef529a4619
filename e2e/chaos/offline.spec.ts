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
  // Before the other changes, which cover these events in the view of the day.
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

  // Answers get lost, the worker ends and the page is loaded again while the outbox is sent.
  let requests = 0
  await context.route('**/api/commands/**', async (route) => {
    if (++requests % 7 || requests > 40) return route.continue()
    await route.fetch()
    await route.abort()
  })
  await context.setOffline(false)
  for (let cut = 0; cut < 3; cut++) {
    await page.waitForTimeout(700)
    await offline.killWorker()
    await page.reload()
  }
  await expect(offline.bar).toContainText('2 changes not saved', { timeout: 120_000 })

  await ben.calendar.goTo(DAY, 'agenda')
  const created = ben.page.getByRole('button', { name: /Change \d+/ })
  await expect(created).toHaveCount(48)
  expect(new Set(await created.allTextContents()).size).toBe(48)
})
