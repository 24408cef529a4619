import { expect, type Locator, type Page } from '@playwright/test'
import { waitForHydration } from './hydration'

export type InvitedRole = 'editor' | 'viewer' | 'admin'

/** The page of a group. */
export class GroupPage {
  constructor(readonly page: Page) {}

  /** Creates a group and opens its page. @returns its path */
  async create(name: string): Promise<string> {
    await this.page.goto('/groups/new')
    await this.page.getByLabel('Group name').fill(name)
    await this.page.getByRole('button', { name: 'Create group' }).click()
    await expect(this.page.getByRole('heading', { name, exact: true, level: 1 })).toBeVisible()
    return new URL(this.page.url()).pathname
  }

  /** Creates an invitation. @returns its link */
  async invite({
    role = 'editor',
    uses = 'many',
  }: {
    role?: InvitedRole
    uses?: string
  } = {}): Promise<string> {
    const link = this.page.getByLabel('Invitation link')
    const before = (await link.count()) ? await link.inputValue() : ''
    await waitForHydration(this.page.getByLabel('Permission'))
    await this.page.getByLabel('Permission').selectOption(role)
    await this.page.getByLabel('Maximum uses').selectOption(uses)
    await this.page.getByRole('button', { name: 'Create link' }).click()
    await expect(link).not.toHaveValue(before)
    return link.inputValue()
  }

  member(name: string): Locator {
    return this.page.getByRole('list', { name: 'Members' }).getByRole('listitem').filter({ hasText: name })
  }

  /** The role select of a member. */
  role(name: string): Locator {
    return this.page.getByLabel(`Role of ${name}`)
  }

  /** Adds a member without an account. */
  async addWithoutAccount(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Add a child or someone without an account' }).click()
    await this.page.getByLabel('Name', { exact: true }).fill(name)
    await this.page.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(this.page.getByText(`${name} was added`)).toBeVisible()
  }

  async changeRole(name: string, role: 'Admin' | 'Editor' | 'Viewer'): Promise<void> {
    await waitForHydration(this.role(name))
    await this.role(name).selectOption({ label: role })
    await expect(this.page.getByText(`${name} is now`)).toBeVisible()
  }

  async remove(name: string): Promise<void> {
    await this.page.getByRole('button', { name: `Remove ${name}` }).click()
    await this.page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
    await expect(this.page.getByText(`${name} is no longer in the group`)).toBeVisible()
  }

  async leave(): Promise<void> {
    await this.openLeaveDialog()
    await this.confirmLeaving()
  }

  async openLeaveDialog(): Promise<void> {
    await this.page.getByRole('button', { name: 'Leave group' }).click()
  }

  async confirmLeaving(): Promise<void> {
    await this.page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click()
  }
}
