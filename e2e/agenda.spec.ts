import type { Page } from '@playwright/test'
import { expect, test } from '@/test/browser/fixtures'

const entry = (page: Page, title: string) => page.getByRole('main').getByRole('button', { name: `${title},` })

test('loads further days of the agenda in both directions', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna', { viewport: { width: 1280, height: 600 } })
  for (const date of ['2031-02-03', '2031-05-14', '2031-05-16', '2031-08-20']) {
    await calendar.insertEvent(`On ${date}`, date)
  }
  await calendar.goTo('2031-05-14', 'agenda')
  await expect(entry(page, 'On 2031-05-16')).toBeVisible()
  const day = page.getByRole('region', { name: 'Wednesday, 14 May 2031' })
  await expect(day.getByRole('button', { name: 'On 2031-05-14,' })).toBeVisible()
  // Later days are loaded on scrolling.
  await expect(entry(page, 'On 2031-08-20')).toBeAttached()
  await expect(page.getByText('No events for 13 weeks')).toBeAttached()
  await expect(entry(page, 'On 2031-02-03')).toHaveCount(0)
  for (let times = 0; times < 3; times++) await page.getByRole('button', { name: 'Show earlier' }).click()
  await expect(entry(page, 'On 2031-02-03')).toBeAttached()
  await entry(page, 'On 2031-02-03').click()
  await expect(calendar.dialog.root.getByRole('heading', { name: 'On 2031-02-03' })).toBeVisible()
})

test('lists a multi-day event on each of its days in the agenda', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.insertEvent('Trip', '2031-05-14', { until: '2031-05-16' })
  await calendar.goTo('2031-05-15', 'agenda')
  await expect(page.getByRole('region', { name: 'Thursday, 15 May 2031' })).toContainText('Day 2 of 3')
  await expect(page.getByRole('region', { name: 'Friday, 16 May 2031' })).toContainText('Day 3 of 3')
  await expect(entry(page, 'Trip')).toHaveCount(2)
})

test('shows an empty state and marks today in the agenda', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo('2031-05-14', 'agenda')
  await expect(page.getByText(/^No events from 14 May 2031 to /)).toBeVisible()
  await page.keyboard.press('t')
  await expect(page.getByText('No events today')).toBeVisible()
})

test('adds an event that was created elsewhere to the open agenda', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo('2031-05-14', 'agenda')
  await calendar.insertEvent('Picnic', '2031-05-20')
  await expect(entry(page, 'Picnic')).toBeVisible()
})
