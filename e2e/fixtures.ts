import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from '@playwright/test'
import { CalendarPage } from './pages/calendar'
import type { InvitedRole } from './pages/group'
import { actionAnswer, actionRequest } from './servers/doors'

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

/** Stories begin with people: `join` makes one, signed up, at the calendar in a browser of their own. */
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
      const { timezoneId = 'Europe/Berlin' } = options
      const style = { timeZone: timezoneId, locale: 'en-GB', weekStart: 1, hourCycle: 'h23' }
      const someone = { name, email, context, page, calendar: new CalendarPage(page) }
      await acts(someone, 'users/signUp', { name, email, password: PASSWORD, ...style })
      await page.goto('/calendar')
      return someone
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
  const { id: group, calendarId } = await acts(owner, 'groups/createGroup', { name })
  for (const [guest, role] of guests) {
    const { token } = await acts(owner, 'groups/createInvitation', { group, role })
    await acts(guest, 'groups/joinGroup', { token })
  }
  await Promise.all(
    [owner, ...guests.map(([guest]) => guest)].map(async ({ page }) => {
      await page.goto('/calendar')
      // As if their last event had been in the first group's calendar: stories of a group go on there.
      await page.evaluate((id) => {
        localStorage.setItem('kinday-calendar', localStorage.getItem('kinday-calendar') ?? id)
      }, calendarId!)
    }),
  )
  return `/groups/${group}`
}

/**
 * What somebody's browser would send when they press the button: for what a story begins with. Pages for it have stories
 * of their own.
 */
async function acts({ context }: Someone, action: string, input: object): Promise<Record<string, string>> {
  const { path, headers, body } = actionRequest(action, [input])
  const answer = await context.request.post(path, { headers, data: body })
  const { ok, result = {} } = actionAnswer(await answer.text())
  if (!ok) throw new Error(`${action} answered ${answer.status()}: ${await answer.text()}`)
  return result
}

export { expect } from '@playwright/test'
