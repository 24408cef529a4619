import { createGroup, expect, test } from '@/test/browser/fixtures'
import { runAction } from '@/test/browser/run-action'

test('counts an invitation live, answers it in the bell, and tells the organizer', async ({ createUser }) => {
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  await createGroup('The Okafors', anna, [[ben, 'editor']])
  for (const { calendar } of [anna, ben]) await calendar.goTo('2031-05-14')
  const bellOf = (user: typeof anna) => user.page.getByRole('link', { name: /^Notifications/ })
  await expect(bellOf(ben)).toHaveAccessibleName('Notifications')

  const form = await anna.calendar.openNew()
  await form.title.fill('Dinner')
  await form.invite('Ben')
  await form.save()
  await expect(bellOf(ben)).toHaveAccessibleName('Notifications 1 unread notification')

  await bellOf(ben).click()
  const panel = ben.page.getByRole('dialog', { name: 'Notifications' })
  await expect(panel.getByRole('link', { name: 'Anna invited you to Dinner' })).toBeVisible()
  await panel.getByRole('button', { name: 'Yes' }).click()
  await expect(panel.getByRole('button', { name: 'Yes' })).toHaveAttribute('aria-pressed', 'true')
  await expect(bellOf(ben)).toHaveAccessibleName('Notifications')

  await expect(bellOf(anna)).toHaveAccessibleName('Notifications 1 unread notification')
  await bellOf(anna).click()
  await anna.page.getByRole('link', { name: 'Ben accepted Dinner' }).click()
  await expect(anna.page.getByRole('dialog', { name: 'Dinner' })).toBeVisible()
  await expect(bellOf(anna)).toHaveAccessibleName('Notifications')
})
