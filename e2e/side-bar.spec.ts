import { devices } from '@playwright/test'
import { createGroup, expect, test } from '@/test/browser/fixtures'
import { CalendarPage } from './pages/calendar'
import { SideBar } from './pages/side-bar'

const { defaultBrowserType: _, ...PHONE } = devices['Pixel 7']

test('hides a calendar in every view and on the user’s other screen', async ({ createUser }) => {
  const anna = await createUser('Anna')
  const { page, calendar, context } = anna
  await calendar.insertEvent('Dentist', '2031-05-14')
  await createGroup('The Okafors', anna, [])
  await calendar.insertEvent('Picnic', '2031-05-14')
  await calendar.goTo('2031-05-14')
  const other = await context.newPage()
  const otherCalendar = new CalendarPage(other)
  await otherCalendar.goTo('2031-05-14')
  await expect(otherCalendar.event('Picnic')).toBeVisible()

  const side = new SideBar(page)
  await side.calendar('The Okafors').click()
  await expect(side.calendar('The Okafors')).not.toBeChecked()
  await expect(calendar.event('Picnic')).toHaveCount(0)
  await expect(otherCalendar.event('Picnic')).toHaveCount(0)
  await expect(new SideBar(other).calendar('The Okafors')).not.toBeChecked()
  for (const key of ['w', 'd', 'a']) {
    await page.keyboard.press(key)
    await expect(page).toHaveURL(new RegExp(`/calendar/${key}`))
    // The month is gone, and the new view is rendered without hidden calendars.
    await expect(page.getByRole('main').getByRole('rowgroup')).toHaveCount(0)
    await expect(page.getByRole('main').getByRole('button', { name: 'Dentist,' })).toBeVisible()
    await expect(page.getByRole('main').getByRole('button', { name: 'Picnic,' })).toHaveCount(0)
  }
  await page.keyboard.press('m')
  await page.reload()
  await expect(side.calendar('The Okafors')).not.toBeChecked()
  await expect(calendar.event('Dentist')).toBeVisible()
  await expect(calendar.event('Picnic')).toHaveCount(0)
  await calendar.waitUntilReady()
  await side.calendar('The Okafors').click()
  await expect(side.calendar('The Okafors')).toBeChecked()
  await expect(calendar.event('Picnic')).toBeVisible()
  await expect(otherCalendar.event('Picnic')).toBeVisible()
})

test('shows only one calendar by a single request, ignores an older response, and shows all again', async ({
  createUser,
}) => {
  const anna = await createUser('Anna')
  await createGroup('The Okafors', anna, [])
  await createGroup('Choir', anna, [])
  const { page, calendar, context } = anna
  await calendar.goTo('2031-05-14')
  const otherCalendar = new CalendarPage(await context.newPage())
  await otherCalendar.goTo('2031-05-14')
  const side = new SideBar(page)

  // Delay the request to the server.
  let requests = 0
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/calendar/**', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    requests++
    await released
    return route.continue()
  })
  await side.showOnly('Choir')
  const expectAlone = async () => {
    await expect(side.calendar('Choir')).toBeChecked()
    for (const name of ['The Okafors', 'Anna']) await expect(side.calendar(name)).not.toBeChecked()
  }
  await expectAlone()
  // An event that was not created on this page causes a refetch, whose response has the former visibility.
  await calendar.insertEvent('Picnic', '2031-05-14')
  await expect(calendar.event('Picnic')).toBeVisible()
  await expectAlone()
  release()
  await expect(new SideBar(otherCalendar.page).calendar('Anna')).not.toBeChecked()
  await expectAlone()
  expect(requests).toBe(1)
  await page.getByRole('button', { name: 'Show all calendars' }).click()
  for (const name of ['Choir', 'The Okafors', 'Anna']) await expect(side.calendar(name)).toBeChecked()
})

test('opens a day of the mini month in the current view by mouse and keyboard', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo('2031-05-14', 'week')
  const side = new SideBar(page)
  await side.month.getByRole('button', { name: '21 May 2031' }).click()
  await expect(page).toHaveURL(/week\/2031-05-21$/)
  await expect(calendar.heading).toHaveText('19–25 May 2031')
  await side.month.getByRole('button', { name: 'Later month' }).click()
  await expect(side.month.getByRole('heading')).toHaveText('June 2031')
  await expect(calendar.heading).toHaveText('19–25 May 2031')
  await side.month.getByRole('button', { name: '1 June 2031', exact: true }).focus()
  await page.keyboard.press('ArrowLeft')
  await expect(side.month.getByRole('button', { name: '31 May 2031' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(side.month.getByRole('button', { name: '7 June 2031', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(calendar.heading).toHaveText('2–8 Jun 2031')
})

test('hides the side bar, also after a reload', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo('2031-05-14')
  const side = new SideBar(page)
  await expect(side.month).toBeVisible()
  await side.toggle.click()
  await expect(side.month).toBeHidden()
  await page.reload()
  await expect(side.month).toBeHidden()
  await calendar.waitUntilReady()
  await side.toggle.click()
  await expect(side.month).toBeVisible()
})

test('opens the side bar on a phone, and closes it with Back, Escape, a press outside or a chosen day', async ({
  createUser,
}) => {
  const { page, calendar } = await createUser('Anna', PHONE)
  await calendar.goTo('2031-05-14')
  const side = new SideBar(page)
  const ways = [() => page.goBack(), () => page.keyboard.press('Escape'), () => page.mouse.click(400, 400)]
  for (const close of ways) {
    await side.toggle.click()
    await expect(side.drawer).toBeVisible()
    await close()
    await expect(side.drawer).toHaveCount(0)
    await expect(calendar.heading).toHaveText('May 2031')
  }
  await side.toggle.click()
  await side.drawer.getByRole('button', { name: 'Later month' }).click()
  await side.drawer.getByRole('button', { name: '18 June 2031' }).click()
  await expect(side.drawer).toHaveCount(0)
  await expect(calendar.heading).toHaveText('June 2031')
  await expect(page).toHaveURL(/2031-06-18$/)
  await page.goBack()
  await expect(calendar.heading).toHaveText('May 2031')
})
