import { expect, NETWORK_ERRORS, test } from '@/test/browser/fixtures'

test('marks days that were not loaded while offline, and loads them once online', async ({
  createUser,
  consoleErrors,
}) => {
  consoleErrors.allow(NETWORK_ERRORS)
  const { page, context, calendar } = await createUser('Anna')
  await calendar.insertEvent('Dentist', '2031-09-10')
  await calendar.goTo('2031-05-14')
  await context.setOffline(true)
  for (let pages = 0; pages < 4; pages++) await page.keyboard.press('j')
  await expect(calendar.heading).toHaveText('September 2031')
  const missing = page.getByText('You’re offline, and these days haven’t been loaded.')
  await expect(missing).toBeVisible()
  await context.setOffline(false)
  await expect(calendar.eventOn('2031-09-10', 'Dentist')).toBeVisible()
  await expect(missing).toHaveCount(0)
})

test('marks days that failed to load and retries them', async ({ createUser, consoleErrors }) => {
  consoleErrors.allow(/500/)
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo('2031-05-14')
  await page.route('**/api/view/range?**', (route) => route.fulfill({ status: 500 }))
  for (let pages = 0; pages < 4; pages++) await page.keyboard.press('j')
  const missing = page.getByText('These days could not be loaded.')
  await expect(missing).toBeVisible()
  await page.unroute('**/api/view/range?**')
  await expect(missing).toHaveCount(0)
})

test('reports that the editor cannot load offline, and opens it once online', async ({
  createUser,
  consoleErrors,
}) => {
  consoleErrors.allow(NETWORK_ERRORS)
  consoleErrors.allow(/A part of the page could not be loaded/)
  const { page, context, calendar } = await createUser('Anna')
  await calendar.goTo('2031-09-10')
  await context.setOffline(true)
  await page.keyboard.press('n')
  await expect(page.getByText('You’re offline, or the server can’t be reached.')).toBeVisible()
  await expect(calendar.heading).toHaveText('September 2031')
  await context.setOffline(false)
  const form = await calendar.newQuickEvent()
  await form.title.fill('Dentist')
  await form.save()
  await expect(calendar.event('Dentist')).toBeVisible()
})
