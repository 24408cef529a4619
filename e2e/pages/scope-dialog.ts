import { expect, type Locator, type Page } from '@playwright/test'

type Scope = 'This event' | 'This and following events' | 'All events'

/** The dialog that asks for the scope of an edit: this, following, all. */
export class ScopeDialog {
  readonly root: Locator

  constructor(page: Page) {
    this.root = page.getByRole('dialog', { name: /recurring event$/ })
  }

  choice(scope: Scope): Locator {
    return this.root.getByRole('radio', { name: scope })
  }

  /** A choice with its description. */
  effect(scope: Scope): Locator {
    return this.root.locator('label').filter({ hasText: scope })
  }

  async choose(scope: Scope): Promise<void> {
    await this.choice(scope).check()
    await this.root.getByRole('button', { name: /^(Save|Delete|Move)$/ }).click()
    await expect(this.root).toHaveCount(0)
  }

  async cancel(): Promise<void> {
    await this.root.getByRole('button', { name: /^(Back|Cancel)$/ }).click()
    await expect(this.root).toHaveCount(0)
  }
}
