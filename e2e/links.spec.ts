import { expect, PASSWORD, test } from '@/test/browser/fixtures'
import { KindayProcess } from '@/test/browser/kinday-process'
import { HttpClient } from '@/test/clients/over-http'
import { startSmtp } from '@/test/servers/smtp.mjs'
import { AccountPage } from './pages/account'
import { SecurityPage } from './pages/security'

/** Mail links for sign-in, password reset and verification, with a stub mail server. */
test.describe.configure({ mode: 'default' })

let smtp: Awaited<ReturnType<typeof startSmtp>>
let kinday: KindayProcess
test.beforeAll(async () => {
  test.setTimeout(180_000)
  smtp = await startSmtp()
  kinday = await KindayProcess.start({ SMTP_URL: smtp.url })
})
test.afterAll(async () => {
  await kinday.stop()
  await smtp.close()
})

/** Returns the link of the latest mail to an address with this subject. */
async function linkTo(address: string, subject: RegExp): Promise<string> {
  const found = () => smtp.mails.findLast((mail) => mail.to.includes(address) && subject.test(mail.subject))
  await expect.poll(() => found()?.subject, { timeout: 30_000 }).toMatch(subject)
  return /http\S+/.exec(found()!.text)![0]
}

const CONFIRM = /^Confirm your address/
const RESET = /^Choose a new Kinday password/
const SIGN_IN = /^Your Kinday sign-in link/

test('resets a password by a mail link and ends all other sessions live', async ({
  openCalendarAs,
  page,
  consoleErrors,
}) => {
  consoleErrors.allow(/401/)
  const anna = await openCalendarAs('Anna', { baseURL: kinday.origin })
  await page.goto(`${kinday.origin}/sign-in`)
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await page.waitForURL('**/reset')
  await page.getByLabel('E-mail').fill(anna.email)
  await page.getByRole('button', { name: 'Send link' }).click()
  await expect(page.getByRole('heading', { name: 'Check your inbox' })).toBeVisible()

  const link = await linkTo(anna.email, RESET)
  // Mail scanners open links, which must not use them up.
  for (let scans = 0; scans < 2; scans++) expect((await fetch(link)).status).toBe(200)
  await page.goto(link)
  await expect(page.getByText(`For ${anna.email}`)).toBeVisible()
  await page.getByLabel('New password').fill('short')
  await page.getByRole('button', { name: 'Save and sign in' }).click()
  await expect(page.getByText('At least 8 characters, please.')).toBeVisible()
  await page.getByLabel('New password').fill('another long password')
  await page.getByRole('button', { name: 'Save and sign in' }).click()
  await page.waitForURL('**/calendar/month/**')
  await anna.page.waitForURL('**/sign-in?to=*')

  await page.goto(link)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link has already been used')
  const account = new AccountPage(anna.page)
  await account.fillIn({ email: anna.email, password: PASSWORD })
  await account.submitSignIn()
  await account.expectError(account.password, 'E-mail and password don’t match.')
  await account.password.fill('another long password')
  await account.submitSignIn()
  await anna.page.waitForURL('**/calendar/month/**')
})

test('signs in by a mail link and opens the requested page', async ({ createUser, page }) => {
  const anna = await createUser('Anna', { baseURL: kinday.origin })
  await page.goto(`${kinday.origin}/groups/new`)
  await page.getByRole('link', { name: 'E-mail me a sign-in link' }).click()
  await page.waitForURL('**/sign-in/link?to=*')
  await page.getByLabel('E-mail').fill(anna.email)
  await page.getByRole('button', { name: 'Send link' }).click()
  await page.goto(await linkTo(anna.email, SIGN_IN))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/groups/new')
})

test('gives the same answer for an address without an account, up to a limit, and sends no mail', async ({
  page,
}) => {
  const email = `${crypto.randomUUID()}@example.org`
  await page.goto(`${kinday.origin}/reset`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByRole('button', { name: 'Send link' }).click()
  await expect(page.getByRole('status')).toContainText(`If ${email} has an account here`)
  expect(smtp.mails.filter(({ to }) => to.includes(email))).toEqual([])
  // An address gets at most twenty links an hour.
  const caller = new HttpClient('stranger', kinday.origin)
  for (let times = 2; times <= 20; times++)
    expect((await caller.callAction('security/sendLink', { email, purpose: 'reset' })).ok).toBe(true)
  await page.getByRole('button', { name: 'Use another address' }).click()
  await page.getByLabel('E-mail').fill(email)
  await page.getByRole('button', { name: 'Send link' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Too many' })).toHaveText(
    /^Too many attempts\. Try again in \d+ minutes\.$/,
  )
})

test('verifies a new address by its link in a signed-in browser', async ({ openCalendarAs, page }) => {
  const anna = await openCalendarAs('Anna', { baseURL: kinday.origin })
  const notice = anna.page.getByText(`Open the link we sent to ${anna.email}`)
  await expect(notice).toBeVisible()
  const link = await linkTo(anna.email, CONFIRM)
  await page.goto(link)
  await expect(page.getByRole('link', { name: 'Sign in to confirm' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Confirm address' })).toHaveCount(0)

  await anna.page.goto(link)
  await anna.page.getByRole('button', { name: 'Confirm address' }).click()
  await anna.page.getByRole('link', { name: 'Open the calendar' }).click()
  await anna.page.waitForURL('**/calendar/month/**')
  await expect(anna.page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  await expect(notice).toHaveCount(0)
})

test('changes the address after verification and notifies the old one', async ({ createUser }) => {
  const anna = await createUser('Anna', { baseURL: kinday.origin })
  await anna.page.goto(await linkTo(anna.email, CONFIRM))
  await anna.page.getByRole('button', { name: 'Confirm address' }).click()
  await expect(anna.page.getByRole('status')).toContainText('is confirmed')
  const security = new SecurityPage(anna.page)
  await security.open()
  const email = `${crypto.randomUUID()}@example.org`
  await security.changeEmail(email, 'not this one')
  await expect(anna.page.getByText('This is not your current password.')).toBeVisible()
  await anna.page.getByLabel('Current password').fill(PASSWORD)
  await anna.page.getByRole('button', { name: 'Change', exact: true }).click()
  await expect(security.card('E-mail address')).toContainText(`We sent a link to ${email}.`)
  await expect(security.card('E-mail address')).toContainText(anna.email)
  await expect
    .poll(() => smtp.mails.some(({ to, text }) => to.includes(anna.email) && text.includes(email)))
    .toBe(true)

  await anna.page.goto(await linkTo(email, CONFIRM))
  await anna.page.getByRole('button', { name: 'Confirm address' }).click()
  await expect(anna.page.getByRole('status')).toContainText('is confirmed')
  await security.open()
  await expect(security.card('E-mail address')).toContainText(email)
  await expect(security.card('E-mail address')).toContainText('Confirmed')
  const changeNotice = () => smtp.mails.findLast(({ to }) => to.includes(anna.email))
  await expect.poll(() => changeNotice()?.subject).toMatch(/^Your Kinday address was changed/)
  expect(changeNotice()!.text).toContain(email)
})

test('reports that mail is delayed while the mail server is down, and sends it later', async ({
  createUser,
}) => {
  smtp.mode = 'down'
  const anna = await createUser('Anna', { baseURL: kinday.origin })
  await expect
    .poll(
      async () => {
        await anna.page.goto('/calendar')
        return anna.page.getByText('the mail server isn’t responding').count()
      },
      { timeout: 30_000 },
    )
    .toBe(1)
  smtp.mode = 'fine'
  await linkTo(anna.email, CONFIRM)
})
