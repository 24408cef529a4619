import type { Page } from '@playwright/test'
import { ZoneField } from './zone-field'

/** How one likes dates and the screen. */
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
    // The page answers once the button does.
    await save.click({ trial: true })
    await choose('Week starts on', to.weekStart)
    await choose('Clock', to.hourCycle)
    await choose('Appearance', to.theme)
    if (to.timeZone) await new ZoneField(this.page, 'Time zone').choose(to.timeZone)
    const reloaded = this.page.waitForEvent('load')
    await save.click()
    await reloaded
  }

  /** Chooses a language by its own name, whichever the page is in. */
  async speak(language: 'English' | 'Deutsch' | 'العربية'): Promise<void> {
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
