import type { Locator, Page } from '@playwright/test'

/** The page that deletes the account. */
export class DeleteAccountPage {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/settings/account')
  }

  /** The choice for a group. */
  group(name: string): Locator {
    return this.page.getByRole('list', { name: 'Groups' }).getByRole('listitem').filter({ hasText: name })
  }

  async deleteAccount(password: string): Promise<void> {
    await this.page.getByLabel('Your password').fill(password)
    await this.page.getByRole('switch', { name: 'I understand that this' }).check({ force: true })
    await this.page.getByRole('button', { name: 'Delete my account' }).click()
  }
}
