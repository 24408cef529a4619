import { expect, PASSWORD, test } from './fixtures'
import { AccountPage } from './pages/account'
import { SecurityPage } from './pages/security'
import { startOpenId } from './servers/openid.mjs'
import { OwnKinday } from './servers/own-kinday'

/** Signing in with Google, at a server that speaks its flow. */
test.describe.configure({ mode: 'default' })

let google: Awaited<ReturnType<typeof startOpenId>>
let kinday: OwnKinday
test.beforeAll(async () => {
  test.setTimeout(180_000)
  google = await startOpenId()
  kinday = await OwnKinday.start('.next-test', {
    GOOGLE_CLIENT_ID: google.client.id,
    GOOGLE_CLIENT_SECRET: google.client.secret,
    GOOGLE_ISSUER: google.issuer,
  })
})
test.afterEach(() => expect(google.refused).toEqual([]))
test.afterAll(async () => {
  await kinday.stop()
  await google.close()
})

/** Somebody with a Google account, who sits at the keyboard from now on. */
function sits(name: string, email: string, verified = true) {
  google.person = { sub: crypto.randomUUID(), name, email, email_verified: verified }
}

const fresh = () => `${crypto.randomUUID()}@example.org`

test('somebody new comes with Google, and again', async ({ page }) => {
  const email = fresh()
  sits('Gül', email)
  const account = new AccountPage(page)
  await page.goto(`${kinday.origin}/sign-up`)
  await page.getByRole('button', { name: 'Continue with Google' }).click()
  await page.waitForURL('**/calendar/month/**')
  await expect(page.getByRole('navigation', { name: 'Main' })).toContainText('Gül')
  await page.goto(`${kinday.origin}/groups`)
  await account.signOut()

  await page.goto(`${kinday.origin}/groups/new`)
  await page.getByRole('button', { name: 'Continue with Google' }).click()
  await page.waitForURL('**/groups/new')
  const security = new SecurityPage(page)
  await page.goto(`${kinday.origin}/settings/security`)
  await expect(security.card('E-mail address')).toContainText('Confirmed')
  await expect(security.card('Google')).toContainText('Set a password first')
})

test('an address that Google does not vouch for opens nothing', async ({ join, page }) => {
  const anna = await join('Anna', { baseURL: kinday.origin })
  sits('Not Anna', anna.email, false)
  await page.goto(`${kinday.origin}/sign-in`)
  await page.getByRole('button', { name: 'Continue with Google' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Google' })).toContainText(
    'Google has not confirmed',
  )
  await page.goto(`${kinday.origin}/calendar`)
  await page.waitForURL('**/sign-in?to=*')
})

test('who cancels at Google is back where they were, and told', async ({ page }) => {
  google.person = null
  await page.goto(`${kinday.origin}/sign-in`)
  await page.getByRole('button', { name: 'Continue with Google' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Google' })).toContainText('cancelled')
})

test('an account that somebody else made with one’s address is one’s own, and no longer theirs', async ({
  join,
  page,
  complaints,
}) => {
  complaints.expect(/401/)
  const squatter = await join('Squatter', { baseURL: kinday.origin })
  sits('Anna', squatter.email)
  await page.goto(`${kinday.origin}/sign-in`)
  await page.getByRole('button', { name: 'Continue with Google' }).click()
  await page.waitForURL('**/calendar/month/**')
  await squatter.page.waitForURL('**/sign-in?to=*')
  const account = new AccountPage(squatter.page)
  await account.fillIn({ email: squatter.email, password: PASSWORD })
  await account.enter()
  await account.expectError(account.password, 'E-mail and password do not match.')
})

test('Google is connected to an account and taken away again, and to one account only', async ({
  join,
  page,
}) => {
  const anna = await join('Anna', { baseURL: kinday.origin })
  sits('Anna at work', fresh())
  const security = new SecurityPage(anna.page)
  await security.open()
  await security.card('Google').getByRole('button', { name: 'Connect' }).click()
  await expect(security.card('Google')).toContainText('Connected')
  await page.goto(`${kinday.origin}/sign-in`)
  await page.getByRole('button', { name: 'Continue with Google' }).click()
  await page.waitForURL('**/calendar/month/**')
  await expect(page.getByRole('navigation', { name: 'Main' })).toContainText('Anna')

  const ben = await join('Ben', { baseURL: kinday.origin })
  const his = new SecurityPage(ben.page)
  await his.open()
  await his.card('Google').getByRole('button', { name: 'Connect' }).click()
  await expect(his.card('Google')).toContainText('belongs to another account')

  await security.open()
  await security.card('Google').getByRole('button', { name: 'Disconnect' }).click()
  await expect(security.card('Google')).toContainText('Not connected')
})
