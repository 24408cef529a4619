import { createGroup, expect, test } from '@/test/browser/fixtures'

const DAY = '2031-05-14'

test('writes, edits and deletes comments with a mention, which appear live on a second page', async ({
  createUser,
}) => {
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  await createGroup('The Okafors', anna, [[ben, 'editor']])
  await anna.calendar.goTo(DAY)
  await anna.calendar.create('Picnic', DAY, 'The Okafors')
  const { root } = await anna.calendar.open('Picnic')
  await ben.calendar.goTo(DAY)
  const seen = (await ben.calendar.open('Picnic')).root

  const field = root.getByRole('textbox', { name: 'Write a comment' })
  await field.fill('Cake? ')
  await field.press('End')
  await field.pressSequentially('@be')
  await expect(root.getByRole('option', { name: 'Ben' })).toBeVisible()
  await field.press('Enter')
  await field.press('Control+Enter')
  await expect(seen.getByText('Cake? @Ben')).toBeVisible()
  await expect(field).toHaveValue('')

  await seen.getByRole('textbox', { name: 'Write a comment' }).fill('I bring one')
  await seen.getByRole('button', { name: /^Send/ }).click()
  await expect(root.getByText('I bring one')).toBeVisible()

  await root.getByRole('button', { name: 'Edit comment' }).click()
  const edited = root.getByRole('textbox', { name: 'Edit comment' })
  await edited.fill('Cake, @Ben?')
  await edited.press('Control+Enter')
  await expect(seen.getByText('Cake, @Ben?')).toBeVisible()
  await expect(seen.getByText('edited')).toBeVisible()

  // The focus goes to a button of the comment beside the deleted one, then to the field.
  const comments = root.getByRole('list').filter({ hasText: /Cake|I bring/ })
  const confirm = root.getByRole('alertdialog').getByRole('button', { name: 'Delete' })
  await comments.getByRole('button', { name: 'Delete' }).first().click()
  await confirm.click()
  await expect(seen.getByText('Cake, @Ben?')).toHaveCount(0)
  await expect(comments.getByRole('button', { name: 'Delete' })).toBeFocused()
  await comments.getByRole('button', { name: 'Delete' }).click()
  await confirm.click()
  await expect(field).toBeFocused()
})
