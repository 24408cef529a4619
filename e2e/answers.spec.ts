import { createGroup, expect, idOfMember, test } from '@/test/browser/fixtures'

const DAY = '2031-05-14'

test('answers invitations on the home page, from the grid and in the dialog, live for the organizer', async ({
  createUser,
}) => {
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  const group = await createGroup('The Okafors', anna, [[ben, 'viewer']])
  const attendees = [await idOfMember(anna, group, 'Ben')]
  await anna.calendar.insertEvent('Concert', DAY, { attendees })
  await anna.calendar.insertEvent('Picnic', DAY, { from: 12, attendees })
  await anna.calendar.goTo(DAY)
  const { root } = await anna.calendar.open('Concert')
  await expect(root.getByText('1 awaiting')).toBeVisible()

  await ben.page.goto('/home')
  const invitations = ben.page.getByRole('region', { name: 'Waiting for your answer' })
  await invitations.getByRole('group', { name: 'Concert' }).getByRole('button', { name: 'Yes' }).click()
  await expect(invitations.getByRole('link', { name: 'Concert' })).toHaveCount(0)
  await expect(root.getByText('1 yes')).toBeVisible()

  await ben.calendar.goTo(DAY)
  await expect(ben.calendar.event('Picnic')).toHaveAccessibleName(/not answered/)
  await ben.calendar.event('Picnic').hover()
  await ben.page.getByRole('group', { name: 'Picnic' }).getByRole('button', { name: 'Maybe' }).click()
  await expect(ben.calendar.event('Picnic')).toHaveAccessibleName(/answered Maybe/)

  const dialog = await ben.calendar.open('Picnic')
  await dialog.root.getByText('People and comment').click()
  await dialog.root.getByLabel('People', { exact: true }).fill('3')
  await dialog.root.getByLabel('Comment', { exact: true }).fill('With the twins')
  await dialog.root.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(dialog.root.getByText('With the twins')).toBeVisible()
  await dialog.root.getByRole('button', { name: 'No', exact: true }).click()
  await expect(dialog.root.getByRole('button', { name: 'No', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
})
