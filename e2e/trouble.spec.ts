import { expect, NETWORK_ERRORS, PASSWORD, test } from '@/test/browser/fixtures'
import { AccountPage } from './pages/account'

const DAY = '2031-05-14'

test('keeps the form when saving offline, and creates one event on retry', async ({
  createUser,
  consoleErrors,
}) => {
  consoleErrors.allow(NETWORK_ERRORS)
  const { page, context, calendar } = await createUser('Anna')
  await calendar.goTo(DAY)
  const form = await calendar.newEvent()
  await form.title.fill('Dentist')
  await form.field('Notes').fill('Bring the card')
  await context.setOffline(true)
  await form.button('Save').click()
  await expect(form.root.getByRole('alert')).toContainText('No connection. What you entered is kept')
  await expect(form.title).toHaveValue('Dentist')
  await expect(form.field('Notes')).toHaveValue('Bring the card')
  await context.setOffline(false)
  await form.save()
  await page.reload()
  await expect(calendar.event('Dentist')).toHaveCount(1)
})

test('saves a new event, an edit and later input once when a response is lost and the user saves again', async ({
  createUser,
  consoleErrors,
}) => {
  consoleErrors.allow(NETWORK_ERRORS)
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo(DAY)
  const form = calendar.dialog
  /** Presses Save and drops the response. */
  const loseResponse = async () => {
    let lost = 0
    await page.route('**/calendar/month/**', async (route) => {
      if (route.request().method() !== 'POST' || lost) return route.continue()
      lost++
      const answer = await route.fetch()
      expect(answer.status()).toBe(200)
      await route.abort()
    })
    await form.button('Save').click()
    await expect(form.root.getByRole('alert')).toContainText('No connection.')
    expect(lost).toBe(1)
    await page.unroute('**/calendar/month/**')
  }
  await calendar.newQuickEvent()
  await form.title.fill('Dentist')
  await loseResponse()
  await form.save()
  await page.reload()
  await calendar.waitUntilReady()
  await expect(calendar.event('Dentist')).toHaveCount(1)

  await calendar.openEditor('Dentist')
  await form.title.fill('Hairdresser')
  await loseResponse()
  await form.save()
  await expect(calendar.eventOn(DAY, 'Hairdresser')).toBeVisible()
  await expect(calendar.event('Dentist')).toHaveCount(0)

  await calendar.newQuickEvent()
  await form.title.fill('Dentist')
  await loseResponse()
  await form.title.fill('Dentist at ten')
  await form.save()
  await page.reload()
  await calendar.waitUntilReady()
  // The repeated save must not lose the last input.
  await expect(calendar.event('Dentist at ten')).toHaveCount(1)
})

test('creates one event on a double press of Save', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo(DAY)
  const form = await calendar.newQuickEvent()
  await form.title.fill('Dentist')
  await form.button('Save').dblclick()
  await form.expectClosed()
  await page.reload()
  await calendar.waitUntilReady()
  await expect(calendar.event('Dentist')).toHaveCount(1)
})

test('keeps the form of a signed-out user, who signs in elsewhere and saves', async ({
  createUser,
  consoleErrors,
}) => {
  consoleErrors.allow(/401/)
  const { page, context, email, calendar } = await createUser('Anna')
  await calendar.goTo(DAY)
  const form = await calendar.newEvent()
  await form.title.fill('Dentist')
  await form.field('Notes').fill('A long text')
  const saved = await context.cookies()
  await context.clearCookies()
  await form.button('Save').click()
  await expect(form.root.getByRole('alert')).toContainText('Your session has ended.')
  await expect(form.field('Notes')).toHaveValue('A long text')
  expect(saved.map(({ name }) => name)).toContain('kinday.session')

  const other = await context.newPage()
  await other.goto('/sign-in')
  const account = new AccountPage(other)
  await account.fillIn({ email, password: PASSWORD })
  await account.submitSignIn()
  await other.waitForURL('**/calendar/month/**')
  await page.bringToFront()
  await expect(form.field('Notes')).toHaveValue('A long text')
  await form.save()
  await expect(calendar.event('Dentist')).toHaveCount(1)
})

test('keeps the input on return to a page whose session has ended', async ({ createUser, consoleErrors }) => {
  consoleErrors.allow(/401/)
  const { page, context, calendar } = await createUser('Anna')
  await calendar.goTo(DAY)
  const form = await calendar.newEvent()
  await form.field('Notes').fill('A long text')
  await context.clearCookies()
  // The request that the page sends when it becomes visible.
  const loads: string[] = []
  page.on('request', (request) => request.isNavigationRequest() && loads.push(request.url()))
  // Sent twice: when the second response arrives, the effects of the first have started.
  for (let times = 0; times < 2; times++) {
    const response = page.waitForResponse('**/api/realtime/streams')
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    expect((await response).status()).toBe(401)
  }
  expect(loads).toEqual([])
  await expect(form.field('Notes')).toHaveValue('A long text')
})
