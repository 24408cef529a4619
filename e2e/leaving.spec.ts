import { createGroup, expect, PASSWORD, test } from '@/test/browser/fixtures'
import { AccountPage } from './pages/account'
import { DeleteAccountPage } from './pages/delete-account'
import { GroupPage } from './pages/group'

test('deletes an account as its preview says', async ({ createUser, page, consoleErrors }) => {
  test.slow()
  consoleErrors.allow(/40[14]/)
  // The first account is the administrator and stays.
  await createUser('Keeper')
  const [anna, ben] = [await createUser('Anna Okafor'), await createUser('Ben')]
  const address = await createGroup('The Okafors', anna, [[ben, 'editor']])
  await anna.calendar.insertEvent('Holidays', '2031-05-14')
  await new GroupPage(anna.page).create('Only me')

  const leaving = new DeleteAccountPage(anna.page)
  await leaving.open()
  await expect(leaving.group('The Okafors')).toContainText('You’re the only owner. Ben becomes the owner.')
  await expect(leaving.group('Only me')).toContainText('are deleted')
  await expect(anna.page.getByRole('list', { name: 'Your calendars' })).toContainText(
    'Deleted. It has no events.',
  )
  await expect(
    anna.page.getByText('1 event that you created in another person’s calendar stays'),
  ).toBeVisible()
  const [download] = await Promise.all([
    anna.page.waitForEvent('download'),
    anna.page.getByRole('link', { name: 'Download everything' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/\.zip$/)

  await leaving.deleteAccount('not my password')
  await expect(anna.page.getByLabel('Your password')).toHaveAttribute('aria-invalid', 'true')
  await leaving.deleteAccount(PASSWORD)
  await anna.page.waitForURL((url) => url.pathname === '/')

  // Shared groups and calendars still exist and have a new owner.
  await ben.page.goto(address)
  await expect(new GroupPage(ben.page).member('Ben')).toContainText('Owner')
  await expect(ben.page.getByText('Anna Okafor')).toHaveCount(0)
  await ben.page.goto(`${address}/activity`)
  await expect(ben.page.getByText('Former member added Holidays')).toBeVisible()
  await expect(ben.page.getByText('Anna Okafor')).toHaveCount(0)

  // The address cannot sign in and is free for another account.
  const account = new AccountPage(page)
  await page.goto('/sign-in')
  await account.fillIn({ email: anna.email, password: PASSWORD })
  await account.submitSignIn()
  await account.expectError(account.password, 'E-mail and password don’t match.')
  await account.signUp({ name: 'Another Anna', email: anna.email, password: PASSWORD })
})

test('asks again if the deletion plan changed in another window, and signs out both windows', async ({
  createUser,
  consoleErrors,
}) => {
  consoleErrors.allow(/40[14]/)
  await createUser('Keeper')
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  const address = await createGroup('Choir', anna, [[ben, 'viewer']])
  const leaving = new DeleteAccountPage(anna.page)
  await leaving.open()
  await expect(leaving.group('Choir')).toContainText('Ben becomes the owner')

  const other = await anna.context.newPage()
  await other.goto(address)
  await new GroupPage(other).role('Ben').selectOption('owner')
  await other.getByRole('alertdialog').getByRole('button', { name: 'Transfer ownership' }).click()
  await expect(new GroupPage(other).member('Ben')).toContainText('Owner')
  await expect(new GroupPage(other).member('Anna')).toContainText('Admin')

  await leaving.deleteAccount(PASSWORD)
  await expect(anna.page.getByText('Something has changed since you opened this page')).toBeVisible()
  await anna.page.getByRole('button', { name: 'Review again' }).click()
  await expect(leaving.group('Choir')).toContainText('You leave the group.')
  await leaving.deleteAccount(PASSWORD)
  await anna.page.waitForURL((url) => url.pathname === '/')
  await other.goto('/groups')
  await other.waitForURL('**/sign-in?to=*')
})
