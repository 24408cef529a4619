import type { Page } from '@playwright/test'
import { ZoneField } from './zone-field'

/** The settings page. */
export class SettingsPage {
  constructor(readonly page: Page) {}

  async change(to: {
    weekStart?: string
    hourCycle?: string
    theme?: string
    timeZone?: string
  }): Promise<void> {
    await this.page.goto('/settings')
    const choose = (label: string, option?: string) =>
      option && this.page.getByLabel(label, { exact: true }).selectOption({ label: option })
    const save = this.page.getByRole('button', { name: 'Save' })
    // The page is hydrated when the button is.
    await save.click({ trial: true })
    await choose('Week starts on', to.weekStart)
    await choose('Clock', to.hourCycle)
    await choose('Appearance', to.theme)
    if (to.timeZone) await new ZoneField(this.page, 'Time zone').choose(to.timeZone)
    const reloaded = this.page.waitForEvent('load')
    await save.click()
    await reloaded
  }

  /** Chooses a language by its own name. */
  async changeLanguage(language: 'English' | 'Deutsch' | 'العربية'): Promise<void> {
    await this.page.goto('/settings')
    const form = this.page.locator('main form').filter({ has: this.page.locator('[name=locale]') })
    const save = form.locator('button[type=submit]')
    await save.click({ trial: true })
    await form.locator('[name=locale]').selectOption({ label: language })
    const reloaded = this.page.waitForEvent('load')
    await save.click()
    await reloaded
  }
}
