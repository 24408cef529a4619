import { type BrowserUser, expect, test } from '@/test/browser/fixtures'
import { connectToServerDatabase } from '@/test/clients/over-http'
import { AccountPage } from './pages/account'
import { AdminPage } from './pages/admin'
import { expectAccessible } from './pages/axe'

async function makeAdmin({ email }: BrowserUser): Promise<void> {
  const sql = connectToServerDatabase()
  await sql`update users set instance_admin = true where email = ${email}`
  await sql.end()
}

test('signs a user out at once when suspended and admits them again when unsuspended', async ({
  openCalendarAs,
  consoleErrors,
}) => {
  consoleErrors.allow(/401/)
  const anna = await openCalendarAs('Anna')
  const ben = await openCalendarAs('Ben')
  await makeAdmin(anna)
  await ben.calendar.create('Dentist')

  const admin = new AdminPage(anna.page)
  await admin.openUser(ben)
  await admin.runAction('Suspend', 'Suspended')
  await expect(anna.page.getByText('Not signed in anywhere.')).toBeVisible()
  await ben.page.waitForURL('**/sign-in?to=*')
  await expect(ben.calendar.event('Dentist')).toHaveCount(0)

  await admin.open('users')
  await anna.page.getByLabel('Show').selectOption('Suspended')
  await admin.search(ben.email)
  await expect(admin.row(ben.email)).toContainText('Suspended')

  await admin.openUser(ben)
  await admin.runAction('Unsuspend', 'Unsuspended')
  const account = new AccountPage(ben.page)
  await account.fillIn({ email: ben.email, password: 'a long enough password' })
  await account.submitSignIn()
  await ben.page.waitForURL('**/calendar/month/**')
  await expect(ben.calendar.event('Dentist')).toBeVisible()

  await admin.open('audit')
  await expect(admin.row('Ben').filter({ hasText: 'Unsuspend' }).first()).toContainText('Anna')
})

test('lets an administrator end all sessions of a user and withdraw an invitation', async ({
  createUser,
  consoleErrors,
}) => {
  consoleErrors.allow(/401/)
  const anna = await createUser('Anna')
  const ben = await createUser('Ben')
  await makeAdmin(anna)
  const group = `Choir ${crypto.randomUUID().slice(0, 8)}`
  await ben.page.goto('/groups/new')
  await ben.page.getByLabel('Group name').fill(group)
  await ben.page.getByRole('button', { name: 'Create group' }).click()
  await ben.page.getByRole('button', { name: 'Create link' }).click()
  const link = await ben.page.getByLabel('Invitation link').inputValue()

  const admin = new AdminPage(anna.page)
  await admin.open('invitations')
  await admin.search(group)
  await admin.runAction(`Withdraw: ${group}`, 'Invitation withdrawn')
  await expect(admin.row(group)).toContainText('Withdrawn')
  await anna.page.goto(link)
  await expect(anna.page.getByText('This invitation was withdrawn')).toBeVisible()

  await admin.openUser(ben)
  await admin.runAction('Sign out everywhere', 'Signed out everywhere')
  // The user's open page redirects without a reload.
  await ben.page.waitForURL('**/sign-in?to=*')
})

test('hides the administration from users who are not administrators', async ({
  createUser,
  consoleErrors,
}) => {
  consoleErrors.allow(/404/)
  const ben = await createUser('Ben')
  await ben.page.goto('/admin/users')
  await expect(ben.page.getByRole('heading', { name: 'Page not found' })).toBeVisible()
  await expect(ben.page.getByRole('link', { name: 'Users' })).toHaveCount(0)
  await ben.page.goto('/settings')
  await expect(ben.page.getByRole('link', { name: 'Administration' })).toHaveCount(0)
})

test('shows health and all lists accessibly on desktop and phone widths', async ({ createUser }) => {
  test.slow()
  const anna = await createUser('Anna')
  await makeAdmin(anna)
  const admin = new AdminPage(anna.page)
  await anna.page.goto('/settings')
  await anna.page.getByRole('link', { name: 'Administration' }).click()
  await anna.page.waitForURL('**/admin')
  await expect(anna.page.getByText('Postgres')).toBeVisible()
  for (const section of [
    '',
    'users',
    'groups',
    'calendars',
    'events',
    'gatherings',
    'tasks',
    'invitations',
    'jobs',
    'audit',
    'settings',
  ]) {
    await admin.open(section)
    for (const width of [390, 1280]) {
      await anna.page.setViewportSize({ width, height: 800 })
      const overflow = await anna.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect(overflow, `/admin/${section} at ${width}`).toBeLessThanOrEqual(0)
    }
    await expectAccessible(anna.page, `/admin/${section}`)
  }
  await anna.page.setViewportSize({ width: 390, height: 800 })
  await admin.openUser(anna)
  await expectAccessible(anna.page, 'a user, on a phone')
})
