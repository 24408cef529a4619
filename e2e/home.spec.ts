import { createGroup, expect, test } from '@/test/browser/fixtures'

test('shows changes of other users at home live and marks them as seen', async ({ createUser }) => {
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  await createGroup('The Okafors', anna, [[ben, 'editor']])
  const whenNewsSeen = () =>
    ben.page.waitForResponse((response) => response.url().endsWith('/api/view/news-seen'))
  const firstVisit = whenNewsSeen()
  await ben.page.goto('/home')
  await firstVisit
  const news = ben.page.getByRole('region', { name: 'What’s new' })
  await expect(news).toBeVisible()
  const seen = whenNewsSeen()
  await anna.calendar.insertEvent('Football', '2031-05-14')
  await expect(news.getByRole('link', { name: 'Anna added Football' })).toBeVisible()
  await seen
  // News stay visible while the page is open.
  await ben.page.reload()
  await expect(news.getByText('Nothing new since your last visit.')).toBeVisible()
  await news.getByText('Earlier').click()
  await expect(news.getByRole('link', { name: 'Anna added Football' })).toBeVisible()
})

test('marks Home with a dot until the news are seen', async ({ createUser }) => {
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  await createGroup('The Okafors', anna, [[ben, 'editor']])
  const home = ben.page.getByRole('link', { name: 'Home' })
  const firstVisit = ben.page.waitForResponse((response) => response.url().endsWith('/api/view/news-seen'))
  await ben.page.goto('/home')
  await firstVisit
  await ben.page.getByRole('link', { name: 'Calendar', exact: true }).click()
  await ben.calendar.waitUntilReady()
  await anna.calendar.insertEvent('Football', '2031-05-14')
  await expect(home).toHaveAccessibleName(/new activity/)
  const seen = ben.page.waitForResponse((response) => response.url().endsWith('/api/view/news-seen'))
  await home.click()
  await expect(ben.page.getByRole('link', { name: 'Anna added Football' })).toBeVisible()
  await seen
  const unseen = ben.page.waitForResponse((response) => response.url().endsWith('/api/view/unseen'))
  await ben.page.getByRole('link', { name: 'Calendar', exact: true }).click()
  expect(await (await unseen).json()).toMatchObject({ changes: false })
  await expect(home).not.toHaveAccessibleName(/new activity/)
})

test('completes a reminder at home and undoes it', async ({ createUser }) => {
  const { calendar, page } = await createUser('Anna')
  const today = new Date().toISOString().slice(0, 10)
  await calendar.insertEvent('Water the plants', today, { kind: 'reminder', from: 0 })
  await page.goto('/home')
  const due = page.getByRole('region', { name: 'To do' })
  const tick = due.getByRole('button', { name: 'Mark Water the plants as done' })
  await tick.click()
  await expect(due).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(tick).toBeVisible()
})

test('shows a new user how to get started', async ({ createUser }) => {
  const { page } = await createUser('Anna')
  await page.goto('/home')
  await expect(page.getByText('Nothing planned today.')).toBeVisible()
  await page.getByRole('link', { name: 'Create group' }).click()
  await expect(page).toHaveURL(/\/groups\/new$/)
})
