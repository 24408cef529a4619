import { createGroup, expect, test } from '@/test/browser/fixtures'

test('restores an earlier value from the history of an event', async ({ createUser }) => {
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  await createGroup('The Okafors', anna, [[ben, 'editor']])
  await anna.calendar.insertEvent('Football', '2031-05-14')
  for (const { calendar } of [anna, ben]) await calendar.goTo('2031-05-14')
  const form = await ben.calendar.open('Football')
  await form.edit()
  await form.title.fill('Basketball')
  await form.field('Location').fill('Hall')
  await form.save()

  const dialog = await anna.calendar.open('Basketball')
  await dialog.root.getByText('History').click()
  const entry = dialog.root.getByRole('listitem').filter({ hasText: 'Ben changed it' })
  await expect(entry.getByText('Football')).toBeVisible()
  await dialog.root.getByRole('button', { name: 'Revert Title to Football' }).click()
  await expect(dialog.root.getByRole('heading', { name: 'Football', exact: true })).toBeVisible()
  await expect(dialog.root.getByText('Anna changed it')).toBeVisible()
  await dialog.close()
  await expect(ben.calendar.event('Football')).toBeVisible()
  await anna.page.getByRole('button', { name: 'Undo' }).click()
  await expect(ben.calendar.event('Basketball')).toBeVisible()
})
