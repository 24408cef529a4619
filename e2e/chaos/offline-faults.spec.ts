import { expect, NETWORK_ERRORS, test } from '@/test/browser/fixtures'
import { Offline } from '../pages/offline'

const DAY = '2031-05-14'

test.use({ serviceWorkers: 'allow' })

test('keeps changes while the session has ended, and sends them only as the user who made them', async ({
  createUser,
  consoleErrors,
}) => {
  test.slow()
  consoleErrors.allow(NETWORK_ERRORS, /401/)
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  const { page, context, calendar } = anna
  const offline = new Offline(page)
  await calendar.insertEvent('Lunch', DAY)
  await calendar.goTo(DAY, 'day')
  await offline.waitUntilPrepared('Lunch')
  const other = await context.newPage()
  await other.goto(`/calendar/day/${DAY}`)
  await new Offline(other).waitUntilPrepared('Lunch')
  await context.setOffline(true)
  await page.reload()
  await calendar.create('Secret')
  await expect(other.getByRole('button', { name: /^Secret/ })).toBeVisible()
  await other.close()

  const own = await context.cookies()
  await context.clearCookies()
  await context.setOffline(false)
  await expect(offline.bar).toContainText('Sign in to send 1 change')
  await offline.bar.getByRole('link', { name: 'Sign in' }).click()
  await page.waitForURL(/sign-in/)
  await expect.poll(() => page.evaluate(() => localStorage.getItem('kinday-offline-user'))).toBeNull()
  expect(await offline.stored()).toContain('Secret')

  await context.addCookies(await ben.context.cookies())
  await calendar.goTo(DAY, 'day')
  await expect.poll(() => page.evaluate(() => localStorage.getItem('kinday-offline-user'))).not.toBeNull()
  await expect(offline.bar).toHaveCount(0)
  await expect(calendar.event('Secret')).toHaveCount(0)

  await context.clearCookies()
  await context.addCookies(own)
  await calendar.goTo(DAY, 'day')
  await expect(calendar.event('Secret')).toHaveCount(1)
  await expect.poll(() => offline.stored()).not.toContain('createEvent')
  await ben.calendar.goTo(DAY, 'day')
  await expect(ben.calendar.event('Secret')).toHaveCount(0)
})

test('keeps what is typed when the worker is updated, the storage is full or the user signs out', async ({
  createUser,
  consoleErrors,
}) => {
  test.slow()
  consoleErrors.allow(NETWORK_ERRORS)
  const { page, context, calendar } = await createUser('Anna')
  const offline = new Offline(page)
  await calendar.insertEvent('Lunch', DAY)
  await calendar.goTo(DAY, 'day')
  await offline.waitUntilPrepared('Lunch')
  const form = await calendar.newQuickEvent()
  await form.title.fill('Concert')
  await page.evaluate(async () => {
    const changed = new Promise((resolve) =>
      navigator.serviceWorker.addEventListener('controllerchange', resolve),
    )
    await navigator.serviceWorker.register('/sw.js?next', { scope: '/' })
    await changed
  })
  await expect(form.title).toHaveValue('Concert')
  await form.save()
  await expect(calendar.event('Concert')).toBeVisible()

  await context.setOffline(true)
  const endFullStorage = await offline.fillStorage()
  await calendar.newQuickEvent()
  await form.title.fill('Picnic')
  await form.button('Save').click()
  await expect(form.root.getByText('this device’s storage is full')).toBeVisible()
  await expect(form.title).toHaveValue('Picnic')
  await endFullStorage()
  await form.button('Save').click()
  await expect(offline.bar).toContainText('1 change waits')

  // Refused by the server, so that it still waits when the user signs out.
  await page.route('**/api/commands/**', (route) =>
    route.fulfill({ status: 403, json: { ok: false, error: { code: 'FORBIDDEN' } } }),
  )
  consoleErrors.allow(/403/)
  await context.setOffline(false)
  await expect(offline.bar).toContainText('1 change not saved')
  await page.goto('/settings')
  await page.getByRole('button', { name: 'Sign out' }).first().click()
  const question = page.getByRole('dialog', { name: 'Sign out?' })
  await expect(question).toContainText('1 change that you made offline has not been saved')
  await question.getByRole('button', { name: 'Stay signed in' }).click()
  expect(await offline.stored()).toContain('Picnic')
  await page.getByRole('button', { name: 'Sign out' }).first().click()
  await question.getByRole('button', { name: 'Discard and sign out' }).click()
  await page.waitForURL('/')
  expect(await offline.stored()).toBe('[]')
})
