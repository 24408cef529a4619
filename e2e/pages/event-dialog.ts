import { expect, type Locator, type Page } from '@playwright/test'
import { RepeatFields } from './repeat-fields'

type Text = 'Title' | 'Location' | 'Notes'
type DateTimeLabel = 'Start date' | 'Start time' | 'End date' | 'End time'

/** The dialog of an event: its view, its editor, or the quick editor of a new one. */
export class EventDialog {
  readonly root: Locator
  readonly title: Locator
  readonly repeat: RepeatFields

  constructor(readonly page: Page) {
    this.root = page.getByRole('dialog')
    this.title = this.field('Title')
    this.repeat = new RepeatFields(page)
  }

  field(label: Text): Locator {
    return this.root.getByLabel(label, { exact: true })
  }

  switch(label: 'All day' | 'Show as busy' | 'Private'): Locator {
    return this.root.getByRole('switch', { name: label })
  }

  button(name: string): Locator {
    return this.root.getByRole('button', { name, exact: true })
  }

  /** A segment of a date or time, in the order of the locale: day, month or year; hours or minutes. */
  segment(label: DateTimeLabel, index = 0): Locator {
    return this.root.getByRole('group', { name: label }).getByRole('spinbutton').nth(index)
  }

  /** Types a date or time without separators; the focus moves to the next segment by itself. */
  async type(label: DateTimeLabel, digits: string): Promise<void> {
    await this.segment(label).focus()
    await this.page.keyboard.type(digits)
  }

  async expectSegments(label: DateTimeLabel, texts: readonly string[]): Promise<void> {
    await expect(this.root.getByRole('group', { name: label }).getByRole('spinbutton')).toHaveText([...texts])
  }

  async selectKind(label: 'Event' | 'Meeting' | 'Reminder'): Promise<void> {
    // The radio button is hidden under its label.
    await this.root.getByText(label, { exact: true }).click()
  }

  /** The time in the quick editor. */
  get quickTime(): Locator {
    return this.root.getByRole('button', { name: /^Change time/ })
  }

  /** Opens the full editor from the quick editor. */
  async showMoreOptions(): Promise<void> {
    await this.button('More options').click()
    await expect(this.field('Notes')).toBeVisible()
  }

  /** Saves and waits until the dialog is closed. */
  async save(): Promise<void> {
    await this.button('Save').click()
    await this.expectClosed()
  }

  async expectClosed(): Promise<void> {
    await expect(this.root).toHaveCount(0)
  }

  async edit(): Promise<void> {
    await this.button('Edit event').click()
    await expect(this.title).toBeVisible()
  }

  async delete(): Promise<void> {
    await this.button('Delete').click()
    await this.expectClosed()
  }

  async close(): Promise<void> {
    await this.button('Close').click()
    await this.expectClosed()
  }
}
