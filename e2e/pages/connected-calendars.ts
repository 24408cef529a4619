import { expect, type Locator, type Page } from '@playwright/test'

/** The settings page of connected calendars, and the choice of an account's calendars. */
export class ConnectedCalendarsPage {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/settings/calendars')
  }

  /** Connects the account that the stub of Google has chosen, and waits for its calendars. */
  async connectGoogle(): Promise<void> {
    await this.page.getByRole('button', { name: 'Connect Google Calendar' }).click()
    await expect(this.page.getByRole('heading', { name: 'Choose calendars' })).toBeVisible()
  }

  /** Opens the form that connects an account of a CalDAV server. */
  async openCaldavForm(): Promise<void> {
    await this.page.getByRole('link', { name: 'Connect Other server' }).click()
    await expect(this.page.getByRole('heading', { name: 'Connect a CalDAV server' })).toBeVisible()
  }

  get password(): Locator {
    return this.page.getByLabel('Password', { exact: true })
  }

  async submitPassword(password: string, button: 'Connect' | 'Save password' = 'Connect'): Promise<void> {
    await this.password.fill(password)
    await this.page.getByRole('button', { name: button }).click()
  }

  /** A calendar of the account, in the choice and in the preview. */
  calendar(name: string): Locator {
    return this.page.getByRole('region', { name })
  }

  async preview(): Promise<void> {
    await this.page.getByRole('button', { name: 'Preview' }).click()
    await expect(this.page.getByRole('heading', { name: 'Before the first sync' })).toBeFocused()
  }

  /** Starts the first sync and waits for its end. */
  async sync(): Promise<void> {
    await this.page.getByRole('button', { name: 'Start syncing' }).click()
    await expect(this.page.getByText('The first sync is finished.')).toBeVisible({ timeout: 30_000 })
  }
}
