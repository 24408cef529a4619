import { type BrowserUser, createGroup, expect, NETWORK_ERRORS, test } from '@/test/browser/fixtures'

const DAY = '2031-05-14'

async function openSharedCalendar(anna: BrowserUser, ben: BrowserUser): Promise<void> {
  await createGroup('The Okafors', anna, [[ben, 'editor']])
  for (const { calendar } of [anna, ben]) await calendar.goTo(DAY)
}

/** Marks the page. Returns a check that it was not reloaded. */
async function markPage({ page }: BrowserUser): Promise<() => Promise<void>> {
  await page.evaluate(() => document.body.setAttribute('data-mark', 'kept'))
  return () => expect(page.locator('body')).toHaveAttribute('data-mark', 'kept')
}

test('shows creating, editing, moving, deleting and undoing to another user without a reload', async ({
  createUser,
}) => {
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  await openSharedCalendar(anna, ben)
  const expectNotReloaded = await markPage(ben)
  await anna.calendar.create('Dinner')
  await expect(ben.calendar.eventOn(DAY, 'Dinner')).toBeVisible()

  const form = await anna.calendar.openEditor('Dinner')
  await form.title.fill('Supper')
  await form.save()
  await expect(ben.calendar.eventOn(DAY, 'Supper')).toBeVisible()
  await expect(ben.calendar.event('Dinner')).toHaveCount(0)

  await anna.calendar.event('Supper').focus()
  await anna.page.keyboard.press('Alt+ArrowDown')
  await expect(ben.calendar.eventOn('2031-05-21', 'Supper')).toBeVisible()
  await expect(anna.calendar.toast('Event moved')).toBeVisible()

  await (await anna.calendar.open('Supper')).delete()
  await expect(ben.calendar.event('Supper')).toHaveCount(0)
  await anna.calendar.undo('Event deleted')
  await expect(ben.calendar.eventOn('2031-05-21', 'Supper')).toBeVisible()
  await expectNotReloaded()
})

test('loads missed changes after being offline', async ({ createUser, consoleErrors }) => {
  consoleErrors.allow(NETWORK_ERRORS)
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  await openSharedCalendar(anna, ben)
  await anna.calendar.create('Old')
  await expect(ben.calendar.event('Old')).toBeVisible()
  const expectNotReloaded = await markPage(ben)
  await ben.context.setOffline(true)
  await anna.calendar.create('New')
  await (await anna.calendar.open('Old')).delete()
  await ben.context.setOffline(false)
  await expect(ben.calendar.event('New')).toBeVisible()
  await expect(ben.calendar.event('Old')).toHaveCount(0)
  await anna.calendar.create('Later')
  await expect(ben.calendar.event('Later')).toBeVisible()
  await expectNotReloaded()
})

test('shows a change made after the connection and before the subscription of channels', async ({
  createUser,
}) => {
  const { page, calendar } = await createUser('Anna')
  let authorize = () => {}
  const released = new Promise<void>((resolve) => {
    authorize = resolve
  })
  await page.route('**/api/realtime/auth', async (route) => {
    await released
    await route.continue()
  })
  const requested = page.waitForRequest('**/api/realtime/auth')
  await calendar.goTo('2031-05-14')
  await requested
  await calendar.insertEvent('Dentist', '2031-05-14')
  authorize()
  await expect(calendar.event('Dentist')).toBeVisible()
})
