import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from '@playwright/test'
import { CalendarPage } from '@/e2e/pages/calendar'
import type { InvitedRole } from '@/e2e/pages/group'
import { makeAccount } from './accounts'
import { act } from './act'

/** A user with a browser context of their own. */
export interface Someone {
  name: string
  email: string
  context: BrowserContext
  page: Page
  calendar: CalendarPage
}

export const PASSWORD = 'a long enough password'

/** Errors in the consoles of a test's browsers. A test fails on an error that it did not expect. */
export class Complaints {
  private readonly heard: string[] = []
  // The server may disconnect a user who loses a permission while the client is sending.
  private readonly expected: RegExp[] = [/WebSocket is already in CLOSING or CLOSED state/]

  watch(context: BrowserContext): void {
    context.on('console', (message) => {
      if (message.type() === 'error') this.heard.push(`${message.text()} (${message.location().url})`)
    })
    context.on('weberror', (error) => this.heard.push(String(error.error().stack ?? error.error())))
  }

  /** Expects errors, such as those that the browser logs for failed requests. */
  expect(...patterns: RegExp[]): void {
    this.expected.push(...patterns)
  }

  get unexpected(): string[] {
    return this.heard.filter((text) => !this.expected.some((pattern) => pattern.test(text)))
  }
}

/** Errors that the browser logs when the server is unreachable. */
export const UNREACHABLE =
  /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_FAILED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|WebSocket connection to/

/** Playwright's test with fixtures for users. */
export const test = base.extend<{
  complaints: Complaints
  /** Creates a signed-in user with a browser context and an empty page. */
  signedIn(name: string, options?: BrowserContextOptions): Promise<Someone>
  /** Creates a user like `signedIn` and opens the calendar. */
  join(name: string, options?: BrowserContextOptions): Promise<Someone>
}>({
  complaints: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies of a fixture from the pattern
    async ({}, use) => {
      const complaints = new Complaints()
      await use(complaints)
      expect(complaints.unexpected, 'complaints in the console').toEqual([])
    },
    { auto: true },
  ],
  context: async ({ context, complaints }, use) => {
    complaints.watch(context)
    await use(context)
  },
  signedIn: async ({ browser, complaints, baseURL }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (name, options = {}) => {
      const context = await browser.newContext(options)
      contexts.push(context)
      complaints.watch(context)
      const page = await context.newPage()
      const { timezoneId = 'Europe/Berlin' } = options
      // Another server, or one behind a proxy, sets its own cookies.
      const { email, calendar } = options.baseURL
        ? await signUp(context, name, timezoneId)
        : await enterNewAccount(page, name, timezoneId, baseURL!)
      return { name, email, context, page, calendar: new CalendarPage(page, calendar) }
    })
    for (const context of contexts) await context.close()
  },
  join: async ({ signedIn }, use) => {
    await use(async (name, options) => {
      const someone = await signedIn(name, options)
      await someone.page.goto('/calendar')
      return someone
    })
  },
})

/** Signs up over HTTP. Returns the e-mail address and the personal calendar. */
async function signUp(context: BrowserContext, name: string, timeZone: string) {
  const email = `${crypto.randomUUID()}@example.org`
  const style = { timeZone, locale: 'en-GB', weekStart: 1, hourCycle: 'h23' }
  await act(context, 'users/signUp', { name, email, password: PASSWORD, ...style })
  const range = await context.request.get('/api/view/range?from=2031-05-01&to=2031-05-02')
  return { email, calendar: (await range.json()).calendars[0][0] as string }
}

/** Creates an account in the database, which is faster than signing up, and sets its session cookie. */
async function enterNewAccount(page: Page, name: string, timeZone: string, url: string) {
  const userAgent = await page.evaluate(() => navigator.userAgent)
  const { email, token, calendar } = await makeAccount(name, timeZone, userAgent)
  const cookie = { name: 'kinday.session', value: token, url, httpOnly: true, sameSite: 'Lax' as const }
  await page.context().addCookies([cookie])
  return { email, calendar }
}

/**
 * Creates a group of the owner and adds the guests by invitations. Its calendar becomes the default for their next
 * events. Pages that show a calendar are reloaded.
 */
export async function gather(
  name: string,
  owner: Someone,
  guests: readonly (readonly [Someone, InvitedRole])[],
): Promise<string> {
  const { id: group, calendarId } = await act(owner.context, 'groups/createGroup', { name })
  for (const [guest, role] of guests) {
    const { token } = await act(owner.context, 'groups/createInvitation', { group, role })
    await act(guest.context, 'groups/joinGroup', { token })
  }
  await Promise.all([owner, ...guests.map(([guest]) => guest)].map((member) => use(member, calendarId!)))
  return `/groups/${group}`
}

/** Makes the calendar the default for the member's next event, unless there is one. */
async function use({ page, calendar }: Someone, id: string): Promise<void> {
  calendar.usual = id
  const remember = (id: string) => {
    localStorage.setItem('kinday-calendar', localStorage.getItem('kinday-calendar') ?? id)
  }
  if (page.url() === 'about:blank') {
    await page.addInitScript(remember, id)
    return
  }
  await page.goto('/calendar')
  await page.evaluate(remember, id)
}

export { expect } from '@playwright/test'
