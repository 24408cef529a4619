import type { Locator, Page } from '@playwright/test'

/** The search page. */
export class SearchPage {
  readonly field: Locator
  readonly results: Locator

  constructor(readonly page: Page) {
    this.field = page.getByRole('searchbox', { name: 'Search events' })
    this.results = page.getByRole('region', { name: 'Results' })
  }

  async open(): Promise<void> {
    await this.page.goto('/search')
    // The page focuses the field when it is hydrated.
    await this.field.and(this.page.locator(':focus')).waitFor()
  }

  result(title: string): Locator {
    return this.results.getByRole('link', { name: title })
  }

  async openFilters(): Promise<void> {
    await this.page.getByText('Filters').click()
  }
}
