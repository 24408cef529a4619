import { type BrowserUser, expect, PASSWORD, test } from '@/test/browser/fixtures'
import { KindayProcess } from '@/test/browser/kinday-process'
import { startSmtp } from '@/test/servers/smtp.mjs'
import { AccountPage } from './pages/account'
import { AdminPage } from './pages/admin'
import { CalendarsPage } from './pages/calendars'
import { GroupPage } from './pages/group'

/** Notifications and invitations by mail, with a stub mail server, and as listed on the home page. */
test.describe.configure({ mode: 'default' })

let smtp: Awaited<ReturnType<typeof startSmtp>>
let kinday: KindayProcess
const ADMIN = { name: 'Ada', email: 'ada@example.org', password: PASSWORD }
test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000)
  smtp = await startSmtp()
  kinday = await KindayProcess.start({ SMTP_URL: smtp.url })
  // The first account becomes the administrator.
  const page = await browser.newPage({ baseURL: kinday.origin })
  await new AccountPage(page).signUp(ADMIN)
  await page.close()
})
test.afterAll(async () => {
  await kinday.stop()
  await smtp.close()
})

/** Waits for a mail to an address, and returns the latest whose subject matches. */
async function mailTo(address: string, subject: RegExp) {
  const found = () => smtp.mails.findLast((mail) => mail.to.includes(address) && subject.test(mail.subject))
  await expect.poll(() => found()?.subject, { timeout: 30_000 }).toMatch(subject)
  return found()!
}
const linkIn = ({ text }: { text: string }) => /http\S+/.exec(text)![0]

/** Verifies a user's address with the link in the mail. */
async function confirm({ page, email }: BrowserUser): Promise<void> {
  await page.goto(linkIn(await mailTo(email, /^Confirm your address/)))
  await page.getByRole('button', { name: 'Confirm address' }).click()
  await expect(page.getByRole('status')).toContainText('is confirmed')
}

test('lets an administrator send a password reset link', async ({ createUser, browser, consoleErrors }) => {
  test.slow()
  consoleErrors.allow(/401/)
  const ben = await createUser('Ben', { baseURL: kinday.origin })
  const page = await browser.newPage({ baseURL: kinday.origin })
  await page.goto('/sign-in?to=/admin')
  const account = new AccountPage(page)
  await account.fillIn({ email: ADMIN.email, password: ADMIN.password })
  await account.submitSignIn()
  await page.waitForURL(({ pathname }) => pathname === '/admin')
  const admin = new AdminPage(page)
  await admin.openUser(ben)
  await admin.runAction('Send reset link', `A link is on its way to ${ben.email}`)

  await ben.page.goto(linkIn(await mailTo(ben.email, /^Choose a new Kinday password/)))
  await ben.page.getByLabel('New password').fill('another long password')
  await ben.page.getByRole('button', { name: 'Save and sign in' }).click()
  await ben.page.waitForURL('**/calendar/month/**')
  // A mail reports the change.
  const mail = await mailTo(ben.email, /^Your Kinday password was changed/)
  expect(mail.text).toContain('Wasn’t this you?')
  await admin.open('audit')
  await expect(admin.row('Reset link sent')).toContainText('Ben')
  await page.close()
})

test('joins the group when an invited user signs in by a mail link', async ({ createUser, browser }) => {
  const [anna, ben] = [
    await createUser('Anna', { baseURL: kinday.origin }),
    await createUser('Ben', { baseURL: kinday.origin }),
  ]
  await confirm(ben)
  const group = new GroupPage(anna.page)
  await group.create('Choir')
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(await group.invite())
  await page.getByRole('link', { name: 'I have an account' }).click()
  await page.getByRole('link', { name: 'E-mail me a sign-in link' }).click()
  await page.waitForURL('**/sign-in/link?to=*')
  await expect(page.getByText('Anna invites you to Choir.')).toBeVisible()
  await page.getByLabel('E-mail').fill(ben.email)
  await page.getByRole('button', { name: 'Send link' }).click()
  await page.goto(linkIn(await mailTo(ben.email, /^Your Kinday sign-in link/)))
  await expect(page.getByText('Anna invites you to Choir.')).toBeVisible()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/calendar/month/**')
  await expect(group.member('Ben')).toContainText('Editor')
  await context.close()
})

test('lists e-mail invitations on the home page of a verified user, who accepts and declines them', async ({
  createUser,
}) => {
  const anna = await createUser('Anna', { baseURL: kinday.origin })
  const ben = await createUser('Ben', { baseURL: kinday.origin })
  await confirm(anna)
  const group = new GroupPage(anna.page)
  for (const name of ['Choir', 'Chess']) {
    await group.create(name)
    await anna.page.getByText('E-mail', { exact: true }).click()
    await anna.page.getByLabel('E-mail addresses').fill(ben.email)
    await anna.page.getByRole('button', { name: 'Send 1 invitation' }).click()
    await expect(anna.page.getByRole('list', { name: 'Invitations' })).toContainText(ben.email)
  }
  await ben.page.goto('/home')
  await expect(ben.page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(ben.page.getByRole('heading', { name: 'Invitations' })).toHaveCount(0)
  await confirm(ben)
  await ben.page.goto('/home')
  const received = ben.page.getByRole('list', { name: 'Invitations' })
  await expect(received).toContainText('Anna invites you.')
  await received.getByRole('button', { name: 'Join Choir' }).click()
  await expect(ben.page.getByText('You joined Choir')).toBeVisible()
  await received.getByRole('button', { name: 'Decline the invitation to Chess' }).click()
  await received.getByRole('button', { name: 'Decline', exact: true }).click()
  await expect(received).toHaveCount(0)

  // Anna sees that Ben declined, and dismisses the invitation.
  const invitation = anna.page.getByRole('list', { name: 'Invitations' }).getByRole('listitem')
  await anna.page.reload()
  await expect(invitation).toContainText('declined')
  await anna.page.getByRole('button', { name: `Dismiss the invitation to ${ben.email}` }).click()
  await expect(invitation).toHaveCount(0)
})

test('mails a share to an address and lists it on the home page for acceptance', async ({ createUser }) => {
  const anna = await createUser('Anna', { baseURL: kinday.origin })
  const ben = await createUser('Ben', { baseURL: kinday.origin })
  await confirm(anna)
  await confirm(ben)
  const annas = new CalendarsPage(anna.page)
  await annas.open('Anna')
  const form = anna.page.getByRole('form', { name: 'Share with' })
  await form.getByLabel('Share with').selectOption('Someone else, by e-mail…')
  await form.getByLabel('E-mail').fill(ben.email)
  await form.getByRole('button', { name: 'Share' }).click()
  await expect(annas.shareRow(ben.email)).toContainText('Invited, not accepted yet')
  const mail = await mailTo(ben.email, /^“Anna” shares the calendar “Anna” with you/)
  expect(mail.html).toContain('see its events')
  await ben.page.goto(linkIn(mail))
  const received = ben.page.getByRole('list', { name: 'Invitations' })
  await received.getByRole('button', { name: 'Accept the calendar Anna' }).click()
  await expect(annas.shareRow(ben.email)).toContainText('by e-mail')
  const shared = ben.page.getByRole('list', { name: 'Shared with you' })
  await expect(shared).toContainText('Anna shares this calendar with you.')
  await shared.getByRole('link', { name: 'View Anna' }).click()
  await expect(ben.page.getByRole('heading', { name: 'Anna', level: 1 })).toBeVisible()
})
