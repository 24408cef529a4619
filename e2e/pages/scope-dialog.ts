import { expect, type Locator, type Page } from '@playwright/test'

type Scope = 'This event' | 'This and following events' | 'All events'

/** The dialog that asks for the scope of an edit: this, following, all. */
export class ScopeDialog {
  readonly root: Locator

  constructor(page: Page) {
    this.root = page.getByRole('dialog', { name: /recurring event$/ })
  }

  choice(scope: Scope): Locator {
    // The accessible name continues with the description, which may name another scope.
    return this.root.getByRole('radio', { name: new RegExp(`^${scope}`) })
  }

  /** A choice with its description. */
  choiceWithDescription(scope: Scope): Locator {
    return this.root.locator('label').filter({ hasText: new RegExp(`^${scope}`) })
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
