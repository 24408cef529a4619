import { expect, PASSWORD, test } from '@/test/browser/fixtures'
import { KindayProcess } from '@/test/browser/kinday-process'
import { connectToServerDatabase } from '@/test/clients/over-http'
import { type GoogleStub, startGoogleCalendar } from '@/test/servers/google-calendar/server'
import { CalendarStore } from '@/test/servers/google-calendar/store'
import { startOpenId } from '@/test/servers/openid.mjs'
import { AccountPage } from './pages/account'
import { CalendarPage } from './pages/calendar'
import { ConnectedCalendarsPage } from './pages/connected-calendars'
import { GroupPage } from './pages/group'
import { Offline } from './pages/offline'
import { SecurityPage } from './pages/security'

/** Sign-in with Google and its calendars, against stubs. */
test.describe.configure({ mode: 'default' })

let google: Awaited<ReturnType<typeof startOpenId>>
let googleCalendar: GoogleStub
let kinday: KindayProcess
test.beforeAll(async () => {
  test.setTimeout(180_000)
  google = await startOpenId()
  googleCalendar = await startGoogleCalendar()
  googleCalendar.client = google.client
  google.authorizeCalendars = (query) =>
    googleCalendar.authorizations.authorize(query, google.client.id, null)
  kinday = await KindayProcess.start({
    GOOGLE_CLIENT_ID: google.client.id,
    GOOGLE_CLIENT_SECRET: google.client.secret,
    GOOGLE_ISSUER: google.issuer,
    GOOGLE_API_URL: googleCalendar.url,
    GOOGLE_TOKEN_URL: `${googleCalendar.url}token`,
  })
})
test.afterEach(() => expect(google.refused).toEqual([]))
test.afterAll(async () => {
  await kinday.stop()
  await google.close()
  await googleCalendar.close()
})

/** Sets the Google account that the stub provider signs in from now on. */
function setGoogleUser(name: string, email: string, verified = true) {
  google.person = { sub: crypto.randomUUID(), name, email, email_verified: verified }
}

const uniqueEmail = () => `${crypto.randomUUID()}@example.org`

test('creates an account on the first Google sign-in and reuses it on the second', async ({
  page,
  consoleErrors,
}) => {
  // Requests in progress at sign-out are rejected.
  consoleErrors.allow(/401/)
  const email = uniqueEmail()
  setGoogleUser('Gül', email)
  const account = new AccountPage(page)
  await page.goto(`${kinday.origin}/sign-up`)
  await page.getByRole('button', { name: 'Continue with Google' }).click()
  await account.skipGroup()
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

test('rejects Google sign-in with an unverified address', async ({ createUser, page }) => {
  const anna = await createUser('Anna', { baseURL: kinday.origin })
  setGoogleUser('Not Anna', anna.email, false)
  await page.goto(`${kinday.origin}/sign-in`)
  await page.getByRole('button', { name: 'Continue with Google' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Google' })).toContainText('Google has not verified')
  await page.goto(`${kinday.origin}/calendar`)
  await page.waitForURL('**/sign-in?to=*')
})

test('returns to the sign-in page with a message when the user cancels at Google', async ({ page }) => {
  google.person = null
  await page.goto(`${kinday.origin}/sign-in`)
  await page.getByRole('button', { name: 'Continue with Google' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Google' })).toContainText(
    'canceled or took too long',
  )
})

test('gives an account with an unverified address to the user who verifies it with Google', async ({
  openCalendarAs,
  page,
  consoleErrors,
}) => {
  consoleErrors.allow(/401/)
  const squatter = await openCalendarAs('Squatter', { baseURL: kinday.origin })
  setGoogleUser('Anna', squatter.email)
  await page.goto(`${kinday.origin}/sign-in`)
  await page.getByRole('button', { name: 'Continue with Google' }).click()
  await page.waitForURL('**/calendar/month/**')
  await squatter.page.waitForURL('**/sign-in?to=*')
  const account = new AccountPage(squatter.page)
  await account.fillIn({ email: squatter.email, password: PASSWORD })
  await account.submitSignIn()
  await account.expectError(account.password, 'E-mail and password don’t match.')
})

test('connects a Google account to one Kinday account only, and disconnects it', async ({
  createUser,
  page,
}) => {
  const anna = await createUser('Anna', { baseURL: kinday.origin })
  setGoogleUser('Anna at work', uniqueEmail())
  const security = new SecurityPage(anna.page)
  await security.open()
  // Connecting requires the current password.
  await security.confirmWithPassword('Google', 'Connect', 'not this one')
  await expect(security.card('Google')).toContainText('This is not your current password.')
  await security.card('Google').getByLabel('Current password').fill(PASSWORD)
  await security.card('Google').getByRole('button', { name: 'Connect' }).click()
  await expect(security.card('Google')).toContainText('Connected')
  await page.goto(`${kinday.origin}/sign-in`)
  await page.getByRole('button', { name: 'Continue with Google' }).click()
  await page.waitForURL('**/calendar/month/**')
  await expect(page.getByRole('navigation', { name: 'Main' })).toContainText('Anna')

  const ben = await createUser('Ben', { baseURL: kinday.origin })
  const bensSecurity = new SecurityPage(ben.page)
  await bensSecurity.open()
  await bensSecurity.confirmWithPassword('Google', 'Connect', PASSWORD)
  await expect(bensSecurity.card('Google')).toContainText('belongs to another Kinday account')

  await security.open()
  await security.confirmWithPassword('Google', 'Disconnect', PASSWORD)
  await expect(security.card('Google')).toContainText('Not connected')
})

test('does not connect Google when a signed-in user signs in with another Google account', async ({
  createUser,
}) => {
  const anna = await createUser('Anna', { baseURL: kinday.origin })
  setGoogleUser('Another account', uniqueEmail())
  await anna.page.goto('/sign-in')
  await anna.page.getByRole('button', { name: 'Continue with Google' }).click()
  const security = new SecurityPage(anna.page)
  await expect(security.card('Google')).toContainText('Google was not connected')
  await expect(security.card('Google')).toContainText('Not connected')
})

test('connects Google Calendar, shows its events after a preview, and sends an edit to Google', async ({
  createUser,
}) => {
  const store = new CalendarStore('Europe/Berlin')
  const time = (hour: number) => ({ dateTime: `2026-11-17T${hour}:00:00`, timeZone: 'Europe/Berlin' })
  const { id } = store.insert({ summary: 'Choir practice', start: time(18), end: time(20) })
  googleCalendar.account = uniqueEmail()
  googleCalendar.calendars.set(googleCalendar.account, {
    ...{ store, summary: 'Anna at Google', accessRole: 'owner', colorId: '1' },
  })
  // The service worker handles the redirect back from Google, whose code can be redeemed once.
  const anna = await createUser('Anna', { baseURL: kinday.origin, serviceWorkers: 'allow' })
  const connected = new ConnectedCalendarsPage(anna.page)
  await connected.open()
  await new Offline(anna.page).waitUntilPrepared()
  await connected.connectGoogle()
  await expect(connected.calendar('Anna at Google').getByLabel('Sync')).toHaveValue('both')
  await connected.preview()
  await expect(connected.calendar('Anna at Google')).toContainText('1 event will be added')
  await connected.sync()

  const calendar = new CalendarPage(anna.page)
  await calendar.goTo('2026-11-17')
  const dialog = await calendar.open('Choir practice')
  await dialog.edit()
  await dialog.title.fill('Concert')
  await dialog.save()
  await expect.poll(() => store.get(id!).summary, { timeout: 30_000 }).toBe('Concert')
})

test('joins the group when an invitation is accepted with Google', async ({ createUser, browser, page }) => {
  const anna = await createUser('Anna', { baseURL: kinday.origin })
  const group = new GroupPage(anna.page)
  await group.create('Flat 12')
  const link = await group.invite()
  const sql = connectToServerDatabase(kinday.data)
  await sql`update instance set registration = 'invitation'`
  await sql.end()

  setGoogleUser('Uninvited', uniqueEmail())
  await page.goto(`${kinday.origin}/sign-in`)
  await page.getByRole('button', { name: 'Continue with Google' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'You need an invitation' })).toBeVisible()

  const context = await browser.newContext({ timezoneId: 'Asia/Kathmandu', locale: 'de-AT' })
  const bensPage = await context.newPage()
  setGoogleUser('Ben', uniqueEmail())
  await bensPage.goto(link)
  await bensPage.getByRole('link', { name: 'Konto anlegen und beitreten' }).click()
  await bensPage.waitForURL('**/sign-up?to=*')
  await bensPage.getByRole('button', { name: 'Weiter mit Google' }).click()
  await bensPage.waitForURL('**/calendar/month/**')
  await bensPage.goto(`${kinday.origin}/groups`)
  await expect(bensPage.getByRole('link', { name: 'Flat 12' })).toBeVisible()
  // The account has the time zone of the browser.
  await bensPage.goto(`${kinday.origin}/settings`)
  await expect(bensPage.getByRole('button', { name: /^Zeitzone Kathmandu/ })).toBeVisible()
  await context.close()
  await group.page.goto(`${kinday.origin}/groups`)
  await anna.page.getByRole('link', { name: 'Flat 12' }).click()
  await expect(group.member('Ben')).toContainText('Editor')
})
