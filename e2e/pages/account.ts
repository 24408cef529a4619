import { expect, type Locator, type Page } from '@playwright/test'

/** Page object of the sign-up and sign-in pages. */
export class AccountPage {
  readonly name: Locator
  readonly email: Locator
  readonly password: Locator

  constructor(readonly page: Page) {
    this.name = page.getByLabel('Your name')
    this.email = page.getByLabel('E-mail')
    this.password = page.getByLabel('Password', { exact: true })
  }

  /** Expects a field to be invalid and described by an error. */
  async expectError(field: Locator, text: string): Promise<void> {
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    await expect(field).toHaveAccessibleDescription(text)
  }

  async fillIn(account: { name?: string; email: string; password: string }): Promise<void> {
    if (account.name !== undefined) await this.name.fill(account.name)
    await this.email.fill(account.email)
    await this.password.fill(account.password)
  }

  async submitSignUp(): Promise<void> {
    await this.page.getByRole('button', { name: 'Create your account' }).click()
  }

  async submitSignIn(): Promise<void> {
    await this.page.getByRole('button', { name: 'Sign in' }).click()
  }

  /** Signs up, chooses a calendar without a group, and waits for it. */
  async signUp(account: { name: string; email: string; password: string }): Promise<void> {
    await this.page.goto('/sign-up')
    await this.fillIn(account)
    await this.submitSignUp()
    await this.skipGroup()
  }

  /** Chooses a calendar without a group after sign-up. */
  async skipGroup(): Promise<void> {
    await this.page.getByRole('button', { name: 'Only me' }).click()
    await this.page.waitForURL('**/calendar/month/**')
  }

  async signOut(): Promise<void> {
    const navigation = this.page.getByRole('navigation', { name: 'Main' })
    await navigation.getByRole('button', { name: 'Sign out' }).click()
    await this.page.waitForURL((url) => url.pathname === '/')
  }
}
