import { expect, type Locator, type Page } from '@playwright/test'

/** The security settings: sign-in methods and sessions. */
export class SecurityPage {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/settings/security')
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText('Sign-in and security')
  }

  /** A card by its heading. */
  card(heading: string): Locator {
    return this.page.locator('section').filter({ has: this.page.getByRole('heading', { name: heading }) })
  }

  get sessions(): Locator {
    return this.card('Your devices').getByRole('listitem')
  }

  /** Presses a button that requires the password, and enters it. */
  async confirmWithPassword(card: string, button: string, password: string): Promise<void> {
    await this.card(card).getByRole('button', { name: button, exact: true }).click()
    await this.card(card).getByLabel('Current password').fill(password)
    await this.card(card).getByRole('button', { name: button, exact: true }).click()
  }

  async changeEmail(email: string, password: string): Promise<void> {
    const card = this.card('E-mail address')
    await card.getByRole('button', { name: 'Change address' }).click()
    await card.getByLabel('New address').fill(email)
    await card.getByLabel('Current password').fill(password)
    await card.getByRole('button', { name: 'Change', exact: true }).click()
  }

  async changePassword(current: string, password: string): Promise<void> {
    const card = this.card('Password')
    await card.getByRole('button', { name: 'Change password' }).click()
    await card.getByLabel('Current password').fill(current)
    await card.getByLabel('New password').fill(password)
    await card.getByRole('button', { name: 'Change password' }).click()
  }
}
