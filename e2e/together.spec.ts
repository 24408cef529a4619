import { expect, test } from '@/test/browser/fixtures'

test('shows changes of each user to the other live in a shared month', async ({ createUser }) => {
  const anna = await createUser('Anna')
  const ben = await createUser('Ben')

  await anna.page.goto('/groups/new')
  await anna.page.getByLabel('Group name').fill('The Okafors')
  await anna.page.getByRole('button', { name: 'Create group' }).click()
  await anna.page.getByRole('button', { name: 'Create link' }).click()
  const link = await anna.page.getByLabel('Invitation link').inputValue()

  await ben.page.goto(link)
  await ben.page.getByRole('button', { name: 'Join The Okafors' }).click()
  await ben.page.waitForURL('**/calendar/month/**')
  await anna.page.goto('/calendar')

  await anna.calendar.create('Dinner with Grandma', undefined, 'The Okafors')
  await expect(ben.calendar.event('Dinner with Grandma')).toBeVisible()
  await ben.calendar.create('Football practice', undefined, 'The Okafors')
  await expect(anna.calendar.event('Football practice')).toBeVisible()

  // The next event defaults to the last used calendar.
  await anna.calendar.create('Swimming')
  await expect(ben.calendar.event('Swimming')).toBeVisible()
})
