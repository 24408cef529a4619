import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from '@playwright/test'
import { AccountPage } from './pages/account'
import { CalendarPage } from './pages/calendar'
import { GroupPage, type InvitedRole } from './pages/group'

/** Somebody with a browser of their own. */
export interface Someone {
  name: string
  email: string
  context: BrowserContext
  page: Page
  calendar: CalendarPage
}

export const PASSWORD = 'a long enough password'

/** What the browsers of a story complain about. A story fails on a complaint that it did not say it expects. */
export class Complaints {
  private readonly heard: string[] = []
  // Who loses a right is cut off, at any moment: what was just being sent then is lost, as it should be.
  private readonly expected: RegExp[] = [/WebSocket is already in CLOSING or CLOSED state/]

  watch(context: BrowserContext): void {
    context.on('console', (message) => {
      if (message.type() === 'error') this.heard.push(`${message.text()} (${message.location().url})`)
    })
    context.on('weberror', (error) => this.heard.push(String(error.error().stack ?? error.error())))
  }

  /** A refused or failed request is told in the console, by the browser itself. */
  expect(...patterns: RegExp[]): void {
    this.expected.push(...patterns)
  }

  get unexpected(): string[] {
    return this.heard.filter((text) => !this.expected.some((pattern) => pattern.test(text)))
  }
}

/** What a browser says of requests and sockets that find nobody. */
export const UNREACHABLE =
  /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_FAILED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|WebSocket connection to/

/** Stories begin with people: `join` makes one, signed up, in a browser of their own. */
export const test = base.extend<{
  complaints: Complaints
  join(name: string, options?: BrowserContextOptions): Promise<Someone>
}>({
  complaints: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern to see what a fixture needs
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
  join: async ({ browser, complaints }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (name, options = {}) => {
      const context = await browser.newContext(options)
      contexts.push(context)
      complaints.watch(context)
      const page = await context.newPage()
      const email = `${crypto.randomUUID()}@example.org`
      await new AccountPage(page).signUp({ name, email, password: PASSWORD })
      return { name, email, context, page, calendar: new CalendarPage(page) }
    })
    for (const context of contexts) await context.close()
  },
})

/** Puts people into one group: the first makes it, the others come by its links. All end at their calendars. */
export async function gather(
  name: string,
  owner: Someone,
  guests: readonly (readonly [Someone, InvitedRole])[],
): Promise<string> {
  const group = new GroupPage(owner.page)
  const address = await group.make(name)
  for (const [guest, role] of guests) {
    await guest.page.goto(await group.invite({ role }))
    await guest.page.getByRole('button', { name: `Join ${name}` }).click()
    await guest.page.waitForURL('**/calendar/month/**')
  }
  await owner.page.goto('/calendar')
  return address
}

export { expect } from '@playwright/test'
