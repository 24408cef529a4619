import { createGroup, expect, NETWORK_ERRORS, test } from '@/test/browser/fixtures'
import type { CalendarPage } from './pages/calendar'
import { Offline } from './pages/offline'

const DAY = '2031-05-14'

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

test.describe('with a service worker', () => {
  test.use({ serviceWorkers: 'allow' })

  test('shows stored days, events and the home page offline, and deletes them at sign-out', async ({
    createUser,
    consoleErrors,
  }) => {
    consoleErrors.allow(NETWORK_ERRORS)
    const { page, context, calendar } = await createUser('Anna')
    const offline = new Offline(page)
    await calendar.insertEvent('Dentist', DAY, { description: 'Bring the card' })
    await page.goto('/home')
    await calendar.goTo(DAY)
    await offline.waitUntilPrepared('Dentist')
    await (await calendar.open('Dentist')).close()
    await offline.waitUntilPrepared('Bring the card')
    await page.goto('/home')
    await offline.waitUntilPrepared('"name":"home"')

    await context.setOffline(true)
    await page.goto(`/calendar/week/${DAY}`)
    await expect(offline.bar).toContainText('Offline · As of')
    const { root } = await calendar.open('Dentist')
    await expect(root.getByText('Bring the card')).toBeVisible()
    await page.goto('/home')
    await expect(page.getByRole('heading', { name: 'Today' })).toBeVisible()
    await page.goto('/search')
    await expect(page.getByRole('heading', { name: 'This page needs a connection' })).toBeVisible()

    await context.setOffline(false)
    await expect(page.getByRole('heading', { name: 'Search' })).toBeVisible()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL('/')
    // If the button was pressed before the page was hydrated, this page deletes the data.
    await expect.poll(() => offline.stored()).toBe('[]')
  })

  test('saves changes made offline once, after the worker was killed, and shows those that conflict', async ({
    createUser,
    consoleErrors,
  }) => {
    test.slow()
    consoleErrors.allow(NETWORK_ERRORS, /409/)
    const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
    await createGroup('Family', anna, [[ben, 'editor']])
    const { page, context, calendar } = anna
    const offline = new Offline(page)
    for (const title of ['Lunch', 'Supper', 'Walk']) await calendar.insertEvent(title, DAY)
    await calendar.goTo(DAY, 'day')
    await offline.waitUntilPrepared('Lunch')
    for (const title of ['Lunch', 'Supper', 'Walk']) await (await calendar.open(title)).close()
    await offline.waitUntilPrepared('"title":"Walk"')

    await context.setOffline(true)
    await page.reload()
    await rename(calendar, 'Lunch', 'Brunch')
    await rename(calendar, 'Supper', 'Feast')
    await (await calendar.open('Walk')).delete()
    await offline.killWorker()
    await page.reload()
    for (const title of ['One', 'Two', 'Three']) await calendar.create(title)
    await rename(calendar, 'Two', 'Two and a half')
    await expect(offline.bar).toContainText('6 changes wait')
    for (const [title, renamed] of [
      ['Lunch', 'Picnic'],
      ['Supper', 'Dinner'],
    ] as const) {
      await ben.calendar.goTo(DAY, 'day')
      await rename(ben.calendar, title, renamed)
    }

    // Both tabs see the connection return.
    const other = await context.newPage()
    await other.goto('/home').catch(() => {})
    await context.setOffline(false)
    await expect(offline.bar).toContainText('2 changes not saved')
    await offline.bar.getByRole('button', { name: 'Show' }).click()
    const changes = offline.notSaved.getByRole('listitem')
    await expect(changes).toHaveCount(2)
    const feast = changes.filter({ hasText: 'Feast' })
    await feast.getByRole('button', { name: 'Discard' }).click()
    await offline.notSaved.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click()
    await changes.filter({ hasText: 'Brunch' }).getByRole('button', { name: 'Choose' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(offline.bar).toHaveCount(0)

    await ben.calendar.goTo(DAY, 'day')
    for (const title of ['Brunch', 'Dinner', 'One', 'Two and a half', 'Three'])
      await expect(ben.calendar.event(title)).toHaveCount(1)
    for (const title of ['Lunch', 'Feast', 'Walk', 'Two'])
      await expect(ben.calendar.event(title)).toHaveCount(0)
  })

  test('moves, copies and deletes selected events and edits a series offline, and undoes the last change', async ({
    createUser,
    consoleErrors,
  }) => {
    test.slow()
    consoleErrors.allow(NETWORK_ERRORS)
    const { page, context, calendar } = await createUser('Anna')
    const offline = new Offline(page)
    await calendar.insertEvent('Dentist', '2031-05-14')
    await calendar.insertEvent('Lunch', '2031-05-15', { from: 12 })
    await calendar.insertEvent('Sync', '2031-05-05', { rules: ['FREQ=DAILY;COUNT=4'] })
    await calendar.goTo(DAY)
    await offline.waitUntilPrepared('Dentist')
    await (await calendar.openOn('2031-05-06', 'Sync')).close()
    await offline.waitUntilPrepared('"series":{')

    await context.setOffline(true)
    await page.reload()
    const form = await calendar.openEditorOn('2031-05-06', 'Sync')
    await form.title.fill('Standup')
    await form.button('Save').click()
    await calendar.scope.choose('This and following events')
    await calendar.expectOn('Standup', ['2031-05-06', '2031-05-07', '2031-05-08'])

    // The page loads the actions when it is idle.
    await expect(async () => {
      await calendar.event('Dentist').click({ button: 'right' })
      await expect(page.getByRole('menu')).toBeVisible({ timeout: 500 })
    }).toPass()
    await page.keyboard.press('Escape')
    await calendar.eventOn('2031-05-14', 'Dentist').click({ modifiers: ['Control'] })
    await calendar.eventOn('2031-05-15', 'Lunch').click({ modifiers: ['Control'] })
    await calendar.eventOn('2031-05-14', 'Dentist').dragTo(calendar.day('2031-05-21'))
    await calendar.expectOn('Dentist', ['2031-05-21'])
    await calendar.expectOn('Lunch', ['2031-05-22'])
    await page.keyboard.press('Escape')
    await calendar.event('Lunch').focus()
    await page.keyboard.press('Control+c')
    await calendar.day('2031-05-27').hover()
    await page.keyboard.press('Control+v')
    await calendar.expectOn('Lunch', ['2031-05-22', '2031-05-27'])
    await calendar.event('Dentist').focus()
    await page.keyboard.press('Delete')
    await calendar.expectOn('Dentist', [])
    await expect(calendar.day('2031-05-21')).toBeFocused()
    await page.keyboard.press('Control+z')
    await calendar.expectOn('Dentist', ['2031-05-21'])
    await expect(offline.bar).toContainText('4 changes wait')

    await context.setOffline(false)
    await expect(offline.bar).toHaveCount(0)
    await calendar.goTo(DAY)
    await calendar.expectOn('Dentist', ['2031-05-21'])
    await calendar.expectOn('Lunch', ['2031-05-22', '2031-05-27'])
    await calendar.expectOn('Sync', ['2031-05-05'])
    await calendar.expectOn('Standup', ['2031-05-06', '2031-05-07', '2031-05-08'])
  })
})

async function rename(calendar: CalendarPage, title: string, renamed: string): Promise<void> {
  const form = await calendar.openEditor(title)
  await form.title.fill(renamed)
  await form.save()
}
