import type { Locator, Page } from '@playwright/test'

/** The search field for time zones. */
export class ZoneField {
  readonly button: Locator

  constructor(
    readonly page: Page,
    label: string,
  ) {
    this.button = page.getByRole('button', { name: new RegExp(`^${label} (?!.*Pick)`) })
  }

  /** Types the name of a place and chooses the first result by keyboard. */
  async choose(query: string): Promise<void> {
    await this.open(query)
    await this.page.getByRole('option').first().waitFor()
    await this.page.keyboard.press('Enter')
    await this.page.getByRole('listbox').waitFor({ state: 'detached' })
  }

  async open(query: string): Promise<void> {
    await this.button.click()
    await this.page.getByRole('searchbox', { name: 'Search for a city, country or offset' }).fill(query)
  }
}
