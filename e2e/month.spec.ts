import { createGroup, expect, test } from '@/test/browser/fixtures'

test('renders the month without scripts', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna', { javaScriptEnabled: false })
  await calendar.insertEvent('Dentist', '2031-05-14')
  await page.goto('/calendar/month/2031-05-01')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('May 2031')
  await expect(page.getByRole('gridcell', { name: 'Wednesday, 14 May 2031' })).toContainText('Dentist')
})

test('continues a bar over weeks and months', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.insertEvent('Long trip', '2031-05-23', { until: '2031-06-03' })
  await calendar.goTo('2031-05-14')
  await expect(calendar.event('Long trip')).toHaveCount(2)
  await expect(calendar.eventOn('2031-05-23', 'Long trip')).toHaveClass(/continuesAfter/)
  await expect(calendar.eventOn('2031-05-26', 'Long trip')).toHaveClass(/continuesBefore.*continuesAfter/)
  await page.getByRole('button', { name: 'Next month' }).click()
  await expect(calendar.heading).toHaveText('June 2031')
  await expect(calendar.event('Long trip')).toHaveCount(2)
  await expect(calendar.eventOn('2031-06-02', 'Long trip')).toHaveClass(/continuesBefore/)
})

test('shows the number of hidden events of a crowded day and opens it', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna', { viewport: { width: 1280, height: 720 } })
  for (let index = 1; index <= 6; index++) await calendar.insertEvent(`Thing ${index}`, '2031-05-14')
  await calendar.goTo('2031-05-14')
  const more = calendar.day('2031-05-14').getByRole('button', { name: 'more on Wednesday, 14 May 2031' })
  await expect(more).toHaveText(/^\+\d more$/)
  const shown = await calendar.event('Thing 1').count()
  expect(shown).toBe(1)
  await more.click()
  const day = page.getByRole('dialog', { name: 'Wednesday, 14 May 2031' })
  await expect(day.getByRole('listitem')).toHaveCount(6)
  await day.getByRole('button', { name: 'Thing 6' }).click()
  await expect(calendar.dialog.root.getByRole('heading', { name: 'Thing 6' })).toBeVisible()
})

test('prints all events of a month on one page', async ({ createUser }) => {
  test.slow()
  const { page, calendar } = await createUser('Anna', {
    viewport: { width: 1280, height: 500 },
    colorScheme: 'dark',
  })
  for (const index of [1, 2, 3, 4, 5]) await calendar.insertEvent(`Thing ${index}`, '2031-05-14')
  await calendar.goTo('2031-05-14')
  const more = page.getByRole('button', { name: 'more on Wednesday, 14 May 2031' })
  await expect(more).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  for (const index of [1, 2, 3, 4, 5]) await expect(calendar.event(`Thing ${index}`)).toBeVisible()
  await expect(more).toHaveCount(0)
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)')
  // The PDF has one page.
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  await page.emulateMedia({ media: 'screen' })
  await expect(more).toBeVisible()
})

test('shows not found for a URL that is not a date', async ({ createUser, consoleErrors }) => {
  consoleErrors.allow(/404/)
  const { page } = await createUser('Anna')
  for (const address of ['month/2031-5-14', 'month/today', 'month/0000-01-01', 'decade/2031-05-14'])
    expect((await page.request.get(`/calendar/${address}`)).status(), address).toBe(404)
  await page.goto('/calendar/month/2031-02-29')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found')
})

for (const [date, name, zone] of [
  ['0002-01-31', 'January 2', 'Pacific/Kiritimati'],
  ['9998-12-31', 'December 9998', 'Pacific/Pago_Pago'],
] as const) {
  test(`opens the month of ${date} in ${zone} with its events`, async ({ createUser }) => {
    const { page, calendar } = await createUser('Anna', { timezoneId: zone })
    await calendar.goTo(date)
    await expect(calendar.heading).toHaveText(name)
    await calendar.create('Far away')
    await page.reload()
    await expect(calendar.eventOn(date, 'Far away')).toHaveAccessibleName(/^Far away, 09:00 – 10:00/)
  })
}

test('stops paging at the first and the last month', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo('0002-01-15')
  await page.getByRole('button', { name: 'Previous month' }).click()
  await page.getByRole('button', { name: 'Next month' }).click()
  await expect(page).toHaveURL(/\/0002-02-01$/)
  await expect(calendar.heading).toHaveText('February 2')
  await calendar.goTo('9998-12-15')
  await page.getByRole('button', { name: 'Next month' }).click()
  await page.getByRole('button', { name: 'Previous month' }).click()
  await expect(page).toHaveURL(/\/9998-11-01$/)
  await expect(calendar.heading).toHaveText('November 9998')
})

test('shows an event at midnight on the new day in the viewer’s time zone', async ({ createUser }) => {
  const anna = await createUser('Anna')
  const ben = await createUser('Ben', { timezoneId: 'America/New_York' })
  await createGroup('The Okafors', anna, [[ben, 'editor']])
  await anna.calendar.insertEvent('Midnight train', '2031-05-14', { from: 0 })
  await anna.calendar.goTo('2031-05-14')
  await expect(anna.calendar.eventOn('2031-05-14', 'Midnight train')).toHaveAccessibleName(/00:00 – 01:00/)
  await ben.calendar.goTo('2031-05-14')
  await expect(ben.calendar.eventOn('2031-05-13', 'Midnight train')).toHaveAccessibleName(/18:00 – 19:00/)
})
