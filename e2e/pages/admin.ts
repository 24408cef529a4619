import { expect, type Locator, type Page } from '@playwright/test'

/** Pages of administrators. */
export class AdminPage {
  constructor(readonly page: Page) {}

  async open(section: string): Promise<void> {
    await this.page.goto(`/admin${section ? `/${section}` : ''}`)
    await expect(this.page.getByRole('heading', { name: 'Administration' })).toBeVisible()
  }

  async search(words: string): Promise<void> {
    await this.page.getByRole('searchbox', { name: 'Search' }).fill(words)
    await this.page.getByRole('button', { name: 'Search' }).click()
  }

  row(name: string): Locator {
    return this.page.getByRole('row').filter({ hasText: name })
  }

  /** Opens the page of a user. */
  async openUser({ name, email }: { name: string; email: string }): Promise<void> {
    await this.open('users')
    await this.search(email)
    await this.row(email).getByRole('link', { name }).click()
    await this.page.waitForURL('**/admin/users/*')
  }

  /** Presses a button and confirms. */
  async runAction(name: string, statusText: string): Promise<void> {
    await this.page.getByRole('button', { name }).click()
    const confirmation = this.page.getByRole('dialog', { name })
    const status = this.page.getByRole('status').getByText(statusText)
    await expect(confirmation.or(status)).toBeVisible()
    if (await confirmation.isVisible()) await confirmation.getByRole('button', { name }).click()
    await expect(status).toBeVisible()
  }
}
