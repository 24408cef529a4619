import { expect, test, UNREACHABLE } from './fixtures'

test('says of days that were never loaded that the device is offline, and loads them once it is not', async ({
  join,
  complaints,
}) => {
  complaints.expect(UNREACHABLE)
  const { page, context, calendar } = await join('Anna')
  await calendar.goTo('2031-09-10')
  await calendar.create('Dentist')
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

test('says of days that could not be loaded that it keeps trying, and does', async ({ join, complaints }) => {
  complaints.expect(/500/)
  const { page, calendar } = await join('Anna')
  await calendar.goTo('2031-05-14')
  await page.route('**/api/view/range?**', (route) => route.fulfill({ status: 500 }))
  for (let pages = 0; pages < 4; pages++) await page.keyboard.press('j')
  const missing = page.getByText('These days could not be loaded.')
  await expect(missing).toBeVisible()
  await page.unroute('**/api/view/range?**')
  await expect(missing).toHaveCount(0)
})
