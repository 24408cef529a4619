import type { Locator, Page } from '@playwright/test'

/** The calendar, as a person uses it. */
export class CalendarPage {
  constructor(readonly page: Page) {}

  event(title: string): Locator {
    return this.page.getByRole('button', {
      name: new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')},`),
    })
  }

  /** A day of the grid, by its number since 1970-01-01 or its date. */
  day(date: string): Locator {
    return this.page.locator(`[data-day="${Date.parse(`${date}T00:00:00Z`) / 86_400_000}"]`)
  }

  async goTo(date: string): Promise<void> {
    await this.page.goto(`/calendar/month/${date}`)
  }

  async create(title: string): Promise<void> {
    await this.page.getByRole('button', { name: 'New event' }).click()
    await this.page.getByLabel('Title').fill(title)
    await this.page.getByRole('button', { name: 'Save' }).click()
    await this.page.getByRole('dialog').waitFor({ state: 'detached' })
  }
}
