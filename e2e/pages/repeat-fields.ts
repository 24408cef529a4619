import type { Locator, Page } from '@playwright/test'

/** Recurrence fields of the event editor. */
export class RepeatFields {
  readonly select: Locator
  readonly chosen: Locator
  readonly summary: Locator
  readonly editor: Locator

  constructor(readonly page: Page) {
    this.select = page.getByRole('dialog').getByLabel('Repeat', { exact: true })
    this.chosen = this.select.locator('option:checked')
    this.summary = page.locator('[data-repeat-text]')
    this.editor = page.getByRole('group', { name: 'Custom recurrence' })
  }

  async pick(label: string): Promise<void> {
    await this.select.selectOption({ label })
  }

  field(label: string): Locator {
    return this.editor.getByLabel(label, { exact: true })
  }

  /** Opens the custom recurrence editor and sets interval and unit. */
  async setInterval(interval: number, unit: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'): Promise<void> {
    await this.pick('Custom…')
    await this.field('Unit').selectOption(unit)
    await this.field('Interval').fill(String(interval))
  }

  weekday(name: string): Locator {
    return this.editor.getByRole('checkbox', { name })
  }

  async endAfter(times: number): Promise<void> {
    await this.field('Ends').selectOption('count')
    await this.field('Number of occurrences').fill(String(times))
  }
}
