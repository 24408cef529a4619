import type { Locator, Page } from '@playwright/test'

/** The side bar with the list of calendars and the mini month; an overlay on phones. */
export class SideBar {
  readonly drawer: Locator
  readonly toggle: Locator
  readonly month: Locator

  constructor(readonly page: Page) {
    this.drawer = page.getByRole('dialog', { name: 'Calendars' })
    this.toggle = page.getByRole('main').getByRole('button', { name: 'Calendars' })
    this.month = page.getByRole('region', { name: 'Go to date' })
  }

  calendar(name: string): Locator {
    return this.page.getByRole('checkbox', { name })
  }

  async showOnly(name: string): Promise<void> {
    await this.page
      .getByRole('listitem')
      .filter({ has: this.calendar(name) })
      .hover()
    await this.page.getByRole('button', { name: `Show only ${name}` }).click()
  }
}
