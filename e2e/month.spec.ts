import { expect, gather, test } from './fixtures'
import { SettingsPage } from './pages/settings'

test('the month is there before any script runs', async ({ join, browser, complaints }) => {
  const { context, calendar } = await join('Anna')
  await calendar.goTo('2031-05-14')
  await calendar.create('Dentist')
  const still = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await context.storageState(),
  })
  complaints.watch(still)
  const page = await still.newPage()
  await page.goto('/calendar/month/2031-05-01')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('May 2031')
  await expect(page.getByRole('gridcell', { name: 'Wednesday, 14 May 2031' })).toContainText('Dentist')
  await still.close()
})

test('the week starts, and the clock runs, as the settings say', async ({ join }) => {
  const { page, calendar } = await join('Anna')
  await calendar.goTo('2031-05-14')
  await calendar.create('Dentist')
  await expect(calendar.grid.getByRole('columnheader').first()).toHaveText('Mon')
  await expect(calendar.event('Dentist')).toContainText('09:00')
  await new SettingsPage(page).change({ weekStart: 'Sunday', hourCycle: '1:30 pm' })
  await calendar.goTo('2031-05-14')
  await expect(calendar.grid.getByRole('columnheader').first()).toHaveText('Sun')
  await expect(calendar.grid.getByRole('gridcell').first()).toHaveAccessibleName('Sunday, 27 April 2031')
  await expect(calendar.event('Dentist')).toContainText('9am')
})

test('a bar goes on over weeks and months', async ({ join }) => {
  const { page, calendar } = await join('Anna')
  await calendar.goTo('2031-05-14')
  const form = await calendar.newEvent()
  await form.title.fill('Long trip')
  await form.switch('All day').check({ force: true })
  await form.type('Start date', '23052031')
  await form.type('End date', '03062031')
  await form.save()
  await expect(calendar.event('Long trip')).toHaveCount(2)
  await expect(calendar.eventOn('2031-05-23', 'Long trip')).toHaveClass(/after/)
  await expect(calendar.eventOn('2031-05-26', 'Long trip')).toHaveClass(/before.*after/)
  await page.getByRole('button', { name: 'Next month' }).click()
  await expect(calendar.heading).toHaveText('June 2031')
  await expect(calendar.event('Long trip')).toHaveCount(2)
  await expect(calendar.eventOn('2031-06-02', 'Long trip')).toHaveClass(/before/)
})

test('a crowded day says how many more there are, and opens', async ({ join }) => {
  const { page, calendar } = await join('Anna', { viewport: { width: 1280, height: 720 } })
  await calendar.goTo('2031-05-14')
  for (let index = 1; index <= 6; index++) await calendar.create(`Thing ${index}`)
  const more = calendar.day('2031-05-14').getByRole('button', { name: 'more on Wednesday, 14 May 2031' })
  await expect(more).toHaveText(/^\+\d more$/)
  const shown = await calendar.event('Thing \\d'.replace('\\d', '1')).count()
  expect(shown).toBe(1)
  await more.click()
  const day = page.getByRole('dialog', { name: 'Wednesday, 14 May 2031' })
  await expect(day.getByRole('listitem')).toHaveCount(6)
  await day.getByRole('button', { name: 'Thing 6' }).click()
  await expect(calendar.dialog.root.getByRole('heading', { name: 'Thing 6' })).toBeVisible()
})

test('on paper everything is written out', async ({ join }) => {
  test.slow()
  const { page, calendar } = await join('Anna', {
    viewport: { width: 1280, height: 500 },
    colorScheme: 'dark',
  })
  await calendar.goTo('2031-05-14')
  for (const index of [1, 2, 3, 4, 5]) await calendar.create(`Thing ${index}`)
  const more = page.getByRole('button', { name: 'more on Wednesday, 14 May 2031' })
  await expect(more).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  for (const index of [1, 2, 3, 4, 5]) await expect(calendar.event(`Thing ${index}`)).toBeVisible()
  await expect(more).toHaveCount(0)
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)')
  // In a file that is one sheet of paper.
  const sheets = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  expect(sheets.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  await page.emulateMedia({ media: 'screen' })
  await expect(more).toBeVisible()
})

test('an address that is no date leads nowhere, and says so', async ({ join, complaints }) => {
  complaints.expect(/404/)
  const { page } = await join('Anna')
  for (const address of [
    'month/2031-02-29',
    'month/2031-5-14',
    'month/today',
    'month/0000-01-01',
    'year/2031-05-14',
  ]) {
    await page.goto(`/calendar/${address}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing here')
  }
})

for (const [date, name, zone] of [
  ['0002-01-01', 'January 2', 'Europe/Berlin'],
  ['0002-01-31', 'January 2', 'Pacific/Kiritimati'],
  ['9998-12-31', 'December 9998', 'Pacific/Pago_Pago'],
  ['1582-10-15', 'October 1582', 'America/St_Johns'],
] as const) {
  test(`the month of ${date} opens in ${zone}, and events stay in it`, async ({ join }) => {
    const { page, calendar } = await join('Anna', { timezoneId: zone })
    await calendar.goTo(date)
    await expect(calendar.heading).toHaveText(name)
    await calendar.create('Far away')
    await page.reload()
    await expect(calendar.eventOn(date, 'Far away')).toHaveAccessibleName(/^Far away, 09:00 – 10:00/)
  })
}

test('the first and the last month are where it ends', async ({ join }) => {
  const { page, calendar } = await join('Anna')
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

test('midnight belongs to the day that begins, in the viewer’s own time zone', async ({ join }) => {
  const anna = await join('Anna')
  const ben = await join('Ben', { timezoneId: 'America/New_York' })
  await gather('The Okafors', anna, [[ben, 'editor']])
  await anna.calendar.goTo('2031-05-14')
  const form = await anna.calendar.newEvent()
  await form.title.fill('Midnight train')
  await form.type('Start time', '0000')
  await form.save()
  await expect(anna.calendar.eventOn('2031-05-14', 'Midnight train')).toHaveAccessibleName(/00:00 – 01:00/)
  await ben.calendar.goTo('2031-05-14')
  await expect(ben.calendar.eventOn('2031-05-13', 'Midnight train')).toHaveAccessibleName(/18:00 – 19:00/)
})

test('an all-day event is on the same day for everybody in the world', async ({ join }) => {
  const west = await join('West', { timezoneId: 'Pacific/Pago_Pago' })
  const east = await join('East', { timezoneId: 'Pacific/Kiritimati' })
  await gather('The World', west, [[east, 'editor']])
  for (const [someone, title] of [
    [west, 'From the west'],
    [east, 'From the east'],
  ] as const) {
    await someone.calendar.goTo('2031-05-14')
    const form = await someone.calendar.newEvent()
    await form.title.fill(title)
    await form.switch('All day').check({ force: true })
    await form.save()
  }
  for (const { calendar } of [west, east]) {
    await calendar.goTo('2031-05-01')
    for (const title of ['From the west', 'From the east']) {
      await expect(calendar.event(title)).toHaveCount(1)
      await expect(calendar.eventOn('2031-05-14', title)).toHaveAccessibleName(/, All day, The World$/)
    }
  }
})
