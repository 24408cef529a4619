import { expect, PASSWORD, test } from '@/test/browser/fixtures'
import { AccountPage } from './pages/account'
import { SecurityPage } from './pages/security'

test('signs out another device live, by its button and by a new password', async ({
  createUser,
  browser,
  consoleErrors,
}) => {
  consoleErrors.allow(/401/)
  const anna = await createUser('Anna')
  const context = await browser.newContext()
  consoleErrors.collectFrom(context)
  const other = await context.newPage()
  const account = new AccountPage(other)
  await other.goto('/sign-in')
  await account.fillIn({ email: anna.email, password: PASSWORD })
  await account.submitSignIn()
  await other.waitForURL('**/calendar/month/**')

  const security = new SecurityPage(anna.page)
  await security.open()
  await expect(security.sessions).toHaveCount(2)
  await expect(security.sessions.first()).toContainText('This device')
  await expect(security.sessions.first()).toContainText('Chrome on Linux')
  await security.sessions
    .last()
    .getByRole('button', { name: /^Sign out/ })
    .click()
  await expect(security.sessions).toHaveCount(1)
  await other.waitForURL('**/sign-in?to=*')
  await expect(anna.page).toHaveURL(/settings\/security/)

  await account.fillIn({ email: anna.email, password: PASSWORD })
  await account.submitSignIn()
  await other.waitForURL('**/calendar/month/**')
  await security.changePassword(PASSWORD, 'another long password')
  await expect(security.card('Password')).toContainText('One other device was signed out.')
  await other.waitForURL('**/sign-in?to=*')
  await account.fillIn({ email: anna.email, password: PASSWORD })
  await account.submitSignIn()
  await account.expectError(account.password, 'E-mail and password don’t match.')
  await context.close()
})

test('refers users who forgot their password to the administrator if mail is not configured', async ({
  page,
}) => {
  await page.goto('/sign-in')
  await expect(page.getByRole('link', { name: /sign-in link/ })).toHaveCount(0)
  await expect(page.getByRole('button', { name: /Google/ })).toHaveCount(0)
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await expect(page.getByText('npm run admin -- reset-password')).toBeVisible()
})

test('shows the password on request', async ({ page }) => {
  const account = new AccountPage(page)
  await page.goto('/sign-in')
  await account.password.fill('a secret')
  await page.getByRole('button', { name: 'Show password' }).click()
  await expect(account.password).toHaveAttribute('type', 'text')
  await page.getByRole('button', { name: 'Hide password' }).click()
  await expect(account.password).toHaveAttribute('type', 'password')
})
