import { expect, type Locator, type Page } from '@playwright/test'
import { waitForHydration } from './hydration'

/** Page object of the list of calendars and of a calendar's settings. */
export class CalendarsPage {
  constructor(readonly page: Page) {}

  async open(name: string): Promise<void> {
    await this.page.goto('/calendars')
    await this.page.getByRole('link', { name: new RegExp(`^${name}`) }).click()
    await expect(this.heading(name)).toBeVisible()
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { name, level: 1, exact: true })
  }

  section(name: string): Locator {
    return this.page.getByRole('region', { name }).or(this.page.getByRole('form', { name, exact: true }))
  }

  async create(name: string, owner?: string): Promise<void> {
    await this.page.goto('/calendars')
    await this.page.getByLabel('Name', { exact: true }).fill(name)
    if (owner) await this.page.getByLabel('Owner').selectOption(owner)
    await this.page.getByRole('button', { name: 'Create calendar' }).click()
    await expect(this.heading(name)).toBeVisible()
  }

  /** Shares the calendar of the current page. */
  async share(user: string, level: string): Promise<void> {
    const form = this.page.getByRole('form', { name: 'Share with' })
    await waitForHydration(form)
    await form.getByLabel('Share with').selectOption(user)
    await form.getByLabel('Permission').selectOption(level)
    await form.getByRole('button', { name: 'Share' }).click()
    await expect(this.shareRow(user)).toBeVisible()
  }

  shareRow(user: string): Locator {
    return this.page
      .getByRole('list', { name: 'People and groups' })
      .getByRole('listitem')
      .filter({ hasText: user })
  }

  async changePermission(user: string, level: string): Promise<void> {
    await this.page.getByLabel(`Permission of ${user}`).selectOption(level)
    await expect(this.page.getByText(`Changed the permission of ${user}`)).toBeVisible()
  }

  async unshare(user: string): Promise<void> {
    await this.page.getByRole('button', { name: `Stop sharing with ${user}` }).click()
    await this.page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
    await expect(this.shareRow(user)).toHaveCount(0)
  }

  /** The calendars of a section of the list. */
  rows(section: string): Locator {
    return this.page.getByRole('region', { name: section }).getByRole('listitem').getByRole('link')
  }
}
