import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from '@playwright/test'
import { CalendarPage } from '@/e2e/pages/calendar'
import type { InvitedRole } from '@/e2e/pages/group'
import { type AccountProfile, createSignedInAccount } from './accounts'
import { runAction } from './run-action'

/** A user with an account, a browser context and a page. */
export interface BrowserUser {
  name: string
  email: string
  context: BrowserContext
  page: Page
  calendar: CalendarPage
}

export const PASSWORD = 'a long enough password'

/** Collects console errors of a test's browsers. The test fails on those that it did not allow. */
export class ConsoleErrors {
  private readonly messages: string[] = []
  // The server may disconnect a user who loses a permission while the client is sending.
  private readonly allowed: RegExp[] = [/WebSocket is already in CLOSING or CLOSED state/]

  collectFrom(context: BrowserContext): void {
    context.on('console', (message) => {
      if (message.type() === 'error') this.messages.push(`${message.text()} (${message.location().url})`)
    })
    context.on('weberror', (error) => this.messages.push(String(error.error().stack ?? error.error())))
  }

  /** Allows errors, such as those that the browser logs for failed requests. */
  allow(...patterns: RegExp[]): void {
    this.allowed.push(...patterns)
  }

  get unexpected(): string[] {
    return this.messages.filter((text) => !this.allowed.some((pattern) => pattern.test(text)))
  }
}

/** Errors that the browser logs when the server is unreachable. */
export const NETWORK_ERRORS =
  /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_FAILED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|WebSocket connection to/

/** Playwright's test with fixtures for users. */
export const test = base.extend<{
  consoleErrors: ConsoleErrors
  /** Creates a user, in the language of the options, who is signed in on an empty page of a new browser context. */
  createUser(name: string, options?: BrowserContextOptions): Promise<BrowserUser>
  /** Creates a user like `createUser` and opens the calendar. */
  openCalendarAs(name: string, options?: BrowserContextOptions): Promise<BrowserUser>
}>({
  consoleErrors: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies of a fixture from the pattern
    async ({}, use) => {
      const consoleErrors = new ConsoleErrors()
      await use(consoleErrors)
      expect(consoleErrors.unexpected, 'errors in the console').toEqual([])
    },
    { auto: true },
  ],
  context: async ({ context, consoleErrors }, use) => {
    consoleErrors.collectFrom(context)
    await use(context)
  },
  createUser: async ({ browser, consoleErrors, baseURL }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (name, options = {}) => {
      const context = await browser.newContext(options)
      contexts.push(context)
      consoleErrors.collectFrom(context)
      const page = await context.newPage()
      const { timezoneId = 'Europe/Berlin', locale = 'en-GB' } = options
      // Only the shared server's database is known here; other servers need a sign-up.
      const { email, calendar } = options.baseURL
        ? await signUpOverHttp(context, name, timezoneId)
        : await createAccountWithSession(page, { name, timeZone: timezoneId, locale }, baseURL!)
      return { name, email, context, page, calendar: new CalendarPage(page, calendar) }
    })
    for (const context of contexts) await context.close()
  },
  openCalendarAs: async ({ createUser }, use) => {
    await use(async (name, options) => {
      const user = await createUser(name, options)
      await user.page.goto('/calendar')
      return user
    })
  },
})

/** Signs up over HTTP. Returns the e-mail address and the personal calendar. */
async function signUpOverHttp(context: BrowserContext, name: string, timeZone: string) {
  const email = `${crypto.randomUUID()}@example.org`
  const style = { timeZone, locale: 'en-GB', weekStart: 1, hourCycle: 'h23' }
  await runAction(context, 'users/signUp', { name, email, password: PASSWORD, ...style })
  const range = await context.request.get('/api/view/range?from=2031-05-01&to=2031-05-02')
  return { email, calendar: (await range.json()).calendars[0][0] as string }
}

/** Creates an account in the database, which is faster than signing up, and sets its session cookie. */
async function createAccountWithSession(page: Page, profile: AccountProfile, url: string) {
  const userAgent = await page.evaluate(() => navigator.userAgent)
  const { email, token, calendar } = await createSignedInAccount(profile, userAgent)
  const cookie = { name: 'kinday.session', value: token, url, httpOnly: true, sameSite: 'Lax' as const }
  await page.context().addCookies([cookie])
  return { email, calendar }
}

/**
 * Creates a group with members. Its calendar becomes the default for their next events. Pages that show a calendar are
 * reloaded. Returns the path of the group's page.
 */
export async function createGroup(
  name: string,
  owner: BrowserUser,
  members: readonly (readonly [BrowserUser, InvitedRole])[],
): Promise<string> {
  const { id: group, calendarId } = await runAction(owner.context, 'groups/createGroup', { name })
  for (const [member, role] of members) {
    const { token } = await runAction(owner.context, 'groups/createInvitation', { group, role })
    await runAction(member.context, 'groups/joinGroup', { token })
  }
  const users = [owner, ...members.map(([member]) => member)]
  await Promise.all(users.map((user) => setDefaultCalendar(user, calendarId!)))
  return `/groups/${group}`
}

/** Returns the id of a member of a group, given by the path of its page. */
export async function idOfMember(user: BrowserUser, group: string, name: string): Promise<string> {
  const response = await user.context.request.get(group.replace('groups', 'api/view/group'))
  const { members } = (await response.json()) as { members: { userId: string; name: string }[] }
  return members.find((member) => member.name === name)!.userId
}

/** Makes the calendar the default for the user's next event, unless they have a default already. */
async function setDefaultCalendar({ page, calendar }: BrowserUser, id: string): Promise<void> {
  calendar.defaultCalendar = id
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
