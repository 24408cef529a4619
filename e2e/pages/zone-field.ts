import type { Locator, Page } from '@playwright/test'

/** A time zone that is searched for. */
export class ZoneField {
  readonly button: Locator

  constructor(
    readonly page: Page,
    label: string,
  ) {
    this.button = page.getByRole('button', { name: new RegExp(`^${label} (?!.*Pick)`) })
  }

  /** Types what one calls the place, and takes the first that is found. */
  async choose(query: string): Promise<void> {
    await this.open(query)
    await this.page.keyboard.press('ArrowDown')
    await this.page.keyboard.press('Enter')
    await this.page.getByRole('listbox').waitFor({ state: 'detached' })
  }

  async open(query: string): Promise<void> {
    await this.button.click()
    await this.page.getByRole('searchbox', { name: 'Search for a city, country or offset' }).fill(query)
  }
}
