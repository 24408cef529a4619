import { expect, test } from '@/test/browser/fixtures'

test('switches views by mouse, and goes through them with Back and Forward', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.insertEvent('Dentist', '2031-05-14')
  await calendar.goTo('2031-05-14')
  const views = page.getByRole('navigation', { name: 'View' })
  for (const [view, title] of [
    ['Week', '12–18 May 2031'],
    ['Day', '14 May 2031'],
    ['Agenda', 'May 2031'],
    ['Month', 'May 2031'],
  ] as const) {
    await views.getByRole('link', { name: view }).click()
    await expect(page).toHaveURL(new RegExp(`/calendar/${view.toLowerCase()}/2031-05-14$`))
    await expect(calendar.heading).toHaveText(title)
    await expect(views.getByRole('link', { name: view })).toHaveAttribute('aria-current', 'page')
    await expect(page.getByRole('main').getByRole('button', { name: 'Dentist,' })).toBeVisible()
  }
  for (const title of ['May 2031', '14 May 2031', '12–18 May 2031', 'May 2031']) {
    await page.goBack()
    await expect(calendar.heading).toHaveText(title)
  }
  await page.goForward()
  await expect(calendar.heading).toHaveText('12–18 May 2031')
})

test('switches views and pages by single keys without a page request', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo('2031-05-14')
  await page.keyboard.press('w')
  await expect(calendar.heading).toHaveText('12–18 May 2031')
  const pages: string[] = []
  page.on(
    'request',
    (request) => /\/calendar\//.test(new URL(request.url()).pathname) && pages.push(request.url()),
  )
  for (const [key, title] of [
    ['j', '19–25 May 2031'],
    ['k', '12–18 May 2031'],
    ['d', '14 May 2031'],
    ['j', '15 May 2031'],
    ['a', 'May 2031'],
    ['j', 'June 2031'],
    ['m', 'June 2031'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(calendar.heading, key).toHaveText(title)
  }
  await expect(page).toHaveURL(/month\/2031-06-01$/)
  expect(pages).toEqual([])
})

test('opens the calendar in the last used view', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo('2031-05-14', 'agenda')
  await page.goto('/calendar')
  await expect(page).toHaveURL(/\/calendar\/agenda\//)
  await calendar.waitUntilReady()
  await page.keyboard.press('w')
  await expect(page).toHaveURL(/\/calendar\/week\//)
  await expect(calendar.grid).toHaveAccessibleName('Week')
  await page.goto('/calendar')
  await expect(page).toHaveURL(/\/calendar\/week\//)
})

test('renders every view without scripts', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna', { javaScriptEnabled: false })
  await calendar.insertEvent('Dentist', '2031-05-14')
  for (const [view, title] of [
    ['week', '12–18 May 2031'],
    ['day', '14 May 2031'],
    ['agenda', 'May 2031'],
  ] as const) {
    await page.goto(`/calendar/${view}/2031-05-14`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
    await expect(
      page.getByRole('main').getByRole('button', { name: 'Dentist, Wednesday, 14 May 2031, 09:00 – 10:00' }),
    ).toBeVisible()
  }
  await page.getByRole('link', { name: 'Month' }).click()
  await expect(page).toHaveURL(/month\/2031-05-14$/)
})

test('opens today for a URL without a date and keeps its query', async ({
  openCalendarAs,
  consoleErrors,
}) => {
  consoleErrors.allow(/404/)
  const { page, calendar } = await openCalendarAs('Anna')
  for (const [path, opened] of [
    ['/calendar/week', /\/calendar\/week\/\d{4}-\d{2}-\d{2}$/],
    ['/calendar/month?from=mail', /\/calendar\/month\/\d{4}-\d{2}-\d{2}\?from=mail$/],
  ] as const) {
    await page.goto(path)
    await expect(page).toHaveURL(opened)
    await calendar.waitUntilReady()
  }
  expect((await page.goto('/calendar/nonsense'))!.status()).toBe(404)
})

test('finds a day in the year view, by typing its date and by the command menu', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.insertEvent('Dentist', '2031-05-14')
  await calendar.goTo('2031-05-14')
  await page.keyboard.press('y')
  await expect(calendar.heading).toHaveText('2031')
  const year = page.getByRole('group', { name: 'Year' })
  const busyDay = year.getByRole('button', { name: '14 May 2031, 1 event' })
  await expect(busyDay).toHaveAttribute('tabindex', '0')
  await busyDay.focus()
  await page.keyboard.press('ArrowDown')
  await expect(year.getByRole('button', { name: '21 May 2031', exact: true })).toBeFocused()
  await page.keyboard.press('j')
  await expect(calendar.heading).toHaveText('2032')
  await year.getByRole('link', { name: 'March' }).click()
  await expect(calendar.heading).toHaveText('March 2032')

  await calendar.heading.getByRole('button').click()
  const jump = page.getByRole('dialog', { name: 'Go to date' })
  await jump.getByRole('textbox', { name: 'Date' }).fill('14 may 2031')
  await expect(jump.getByText('Wednesday, 14 May 2031')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(calendar.heading).toHaveText('May 2031')
  await expect(jump).toHaveCount(0)

  await page.keyboard.press('Control+k')
  const menu = page.getByRole('dialog', { name: 'Search or jump to' })
  await menu.getByRole('combobox').fill('week')
  await expect(menu.getByRole('option', { name: 'Week view' })).toBeVisible()
  await menu.getByRole('combobox').fill('1 jan 2033')
  await expect(menu.getByRole('option').first()).toHaveText('Saturday, 1 January 2033')
  await page.keyboard.press('Enter')
  await expect(calendar.heading).toHaveText('January 2033')
  await expect(menu).toHaveCount(0)
  await page.keyboard.press('Control+k')
  await menu.getByRole('combobox').fill('dent')
  await menu.getByRole('option', { name: /^Dentist/ }).click()
  await expect(calendar.dialog.root.getByRole('heading', { name: 'Dentist' })).toBeVisible()
})
