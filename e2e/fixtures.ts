import { type BrowserContext, test as base, type Page } from '@playwright/test'
import { CalendarPage } from './pages/calendar'

/** Somebody with a browser of their own. */
export interface Someone {
  name: string
  email: string
  context: BrowserContext
  page: Page
  calendar: CalendarPage
}

export const PASSWORD = 'a long enough password'

/** Stories begin with people: `join` makes one, signed up, in a browser of their own. */
export const test = base.extend<{ join(name: string, options?: object): Promise<Someone> }>({
  join: async ({ browser }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (name, options = {}) => {
      const context = await browser.newContext(options)
      contexts.push(context)
      const page = await context.newPage()
      const email = `${crypto.randomUUID()}@example.org`
      await page.goto('/sign-up')
      await page.getByLabel('Your name').fill(name)
      await page.getByLabel('E-mail').fill(email)
      await page.getByLabel('Password').fill(PASSWORD)
      await page.getByRole('button', { name: 'Create your account' }).click()
      await page.waitForURL('**/calendar/month/**')
      return { name, email, context, page, calendar: new CalendarPage(page) }
    })
    for (const context of contexts) await context.close()
  },
})

export { expect } from '@playwright/test'
