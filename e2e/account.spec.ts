import { expect, PASSWORD, test } from '@/test/browser/fixtures'
import { AccountPage } from './pages/account'
import { CalendarPage } from './pages/calendar'

test('shows a sign-up error at its field and keeps the input', async ({ page }) => {
  const account = new AccountPage(page)
  await page.goto('/sign-up')
  await account.submitSignUp()
  await account.expectError(account.name, 'Please fill this in.')
  await account.expectError(account.email, 'Enter a valid e-mail address.')
  await account.expectError(account.password, 'At least 8 characters, please.')

  await account.fillIn({ name: 'Ngozi', email: 'ngozi at home', password: 'short' })
  await account.submitSignUp()
  await account.expectError(account.email, 'Enter a valid e-mail address.')
  await account.expectError(account.password, 'At least 8 characters, please.')
  await expect(account.name).not.toHaveAttribute('aria-invalid', 'true')
  await expect(account.name).toHaveValue('Ngozi')
  await expect(account.email).toHaveValue('ngozi at home')
  await expect(account.password).toHaveValue('short')
})

test('sets up a family after sign-up, and lets another person join by its link', async ({
  page,
  createUser,
}) => {
  const account = new AccountPage(page)
  await page.goto('/sign-up')
  await account.fillIn({ name: 'Ngozi', email: `${crypto.randomUUID()}@example.org`, password: PASSWORD })
  await account.submitSignUp()
  await page.getByRole('button', { name: 'Family' }).click()
  await expect(page.getByLabel('Group name')).toHaveValue('Our family')
  await page.getByLabel('Group name').fill('The Okafors')
  await page.getByRole('button', { name: 'Create group' }).click()
  const link = await page.getByLabel('Invitation link').inputValue()
  await page.getByRole('link', { name: 'Go to calendar' }).click()
  await page.waitForURL('**/calendar/month/**')
  await expect(page.getByRole('checkbox', { name: 'The Okafors' })).toBeVisible()

  const ben = await createUser('Ben')
  await ben.page.goto(link)
  await ben.page.getByRole('button', { name: /Join/ }).click()
  await ben.page.waitForURL('**/calendar/month/**')
  await expect(ben.page.getByRole('checkbox', { name: 'The Okafors' })).toBeVisible()
})

test('reports an e-mail address that has an account, regardless of case', async ({ createUser, page }) => {
  const anna = await createUser('Anna')
  const account = new AccountPage(page)
  await page.goto('/sign-up')
  await account.fillIn({ name: 'Other', email: anna.email.toUpperCase(), password: PASSWORD })
  await account.submitSignUp()
  await account.expectError(account.email, 'This already exists.')
  await expect(account.name).toHaveValue('Other')
  await expect(account.email).toHaveValue(anna.email.toUpperCase())
})

test('signs a user out and in again', async ({ openCalendarAs }) => {
  const { page, email, calendar } = await openCalendarAs('Anna')
  const account = new AccountPage(page)
  await calendar.create('Dentist')
  await account.signOut()

  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.waitForURL('**/sign-in')
  await account.fillIn({ email, password: 'not this one' })
  await account.submitSignIn()
  await account.expectError(account.password, 'E-mail and password don’t match.')
  await expect(account.email).toHaveValue(email)

  await account.password.fill(PASSWORD)
  await account.submitSignIn()
  await page.waitForURL('**/calendar/month/**')
  await expect(calendar.event('Dentist')).toBeVisible()
})

test('opens the page that a signed-out user asked for, once they have signed in', async ({
  createUser,
  page,
}) => {
  const anna = await createUser('Anna')
  const account = new AccountPage(page)
  await page.goto('/groups/new')
  await page.waitForURL('**/sign-in?to=*')
  await account.fillIn({ email: anna.email, password: PASSWORD })
  await account.submitSignIn()
  await page.waitForURL('**/groups/new')
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
})

test('does not redirect to another site after sign-in', async ({ createUser, page, baseURL }) => {
  const anna = await createUser('Anna')
  const account = new AccountPage(page)
  await page.goto('/sign-in?to=//example.org/calendar')
  await account.fillIn({ email: anna.email, password: PASSWORD })
  await account.submitSignIn()
  await page.waitForURL('**/calendar/month/**')
  expect(new URL(page.url()).origin).toBe(baseURL)
})

test('keeps the requested page when switching between sign-in and sign-up', async ({ page }) => {
  const account = new AccountPage(page)
  await page.goto('/calendar/month/2031-05-14')
  await page.getByRole('link', { name: 'Create an account' }).click()
  await page.waitForURL('**/sign-up?to=*')
  const email = `${crypto.randomUUID()}@example.org`
  await account.fillIn({ name: 'Chidi', email, password: PASSWORD })
  await account.submitSignUp()
  await page.waitForURL('**/calendar/month/2031-05-14')
})

test('shows nothing private on Back after signing out', async ({ openCalendarAs, consoleErrors }) => {
  consoleErrors.allow(/401/)
  const { page, calendar } = await openCalendarAs('Anna')
  await calendar.create('Secret birthday party')
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await page.waitForURL('**/settings')
  await page.getByRole('link', { name: 'Calendar', exact: true }).click()
  await expect(calendar.event('Secret birthday party')).toBeVisible()
  await new AccountPage(page).signOut()

  for (let steps = 0; steps < 3; steps++) {
    await page.goBack()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Sign in|One calendar/)
    await expect(page.getByText('Secret birthday party')).toHaveCount(0)
    await expect(page.getByRole('navigation', { name: 'Main' })).toHaveCount(0)
  }
})

test('ends the session in other tabs on sign-out', async ({ openCalendarAs, consoleErrors }) => {
  consoleErrors.allow(/401/)
  const { page, context, calendar } = await openCalendarAs('Anna')
  await calendar.create('Dentist')
  const other = await context.newPage()
  await other.goto('/settings')
  await new AccountPage(other).signOut()
  await page.bringToFront()
  await calendar.page.getByRole('button', { name: 'Next month' }).click()
  await page.waitForURL('**/sign-in?to=*')
  await expect(new CalendarPage(page).event('Dentist')).toHaveCount(0)
})
