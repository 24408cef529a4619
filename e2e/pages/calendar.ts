import { expect, type Locator, type Page } from '@playwright/test'
import { runAction } from '@/test/browser/run-action'
import { EventDialog } from './event-dialog'
import { eventName } from './event-name'
import { waitForHydration } from './hydration'
import { ScopeDialog } from './scope-dialog'

/**
 * Fields of an event besides title and day. `from` and `to`: hours of its start and end; `until`: last day, if all-day.
 */
interface EventOptions {
  from?: number
  to?: number
  until?: string
  calendarId?: string
  kind?: 'reminder'
  rules?: string[]
  color?: string
  location?: string
  description?: string
  hiddenFrom?: string[]
  attendees?: string[]
}

/** The calendar page in any view. */
export class CalendarPage {
  readonly dialog: EventDialog
  readonly scope: ScopeDialog
  readonly heading: Locator
  /** The grid of the view, not that of the mini month. */
  readonly grid: Locator

  constructor(
    readonly page: Page,
    /** Calendar in which `insertEvent` creates events. */
    public defaultCalendar?: string,
  ) {
    this.dialog = new EventDialog(page)
    this.scope = new ScopeDialog(page)
    this.heading = page.getByRole('heading', { level: 1 })
    this.grid = page.getByRole('main').getByRole('grid')
  }

  /** An event in the grid; an event over several weeks has one element per week. */
  event(title: string): Locator {
    return this.grid.getByRole('button', { name: eventName(title) })
  }

  /** A day of the grid. */
  day(date: string): Locator {
    return this.page.locator(`[data-day="${Date.parse(`${date}T00:00:00Z`) / 86_400_000}"]`)
  }

  /** An event on its first day, or the first day of its bar in a week. */
  eventOn(date: string, title: string): Locator {
    return this.day(date).getByRole('button', { name: eventName(title) })
  }

  async goTo(date: string, view: 'month' | 'week' | 'day' | 'agenda' = 'month'): Promise<void> {
    await this.page.goto(`/calendar/${view}/${date}`)
    await this.waitUntilReady()
  }

  /** Waits until the page is hydrated. */
  async waitUntilReady(): Promise<void> {
    await expect(this.heading).toBeVisible()
    await waitForHydration(this.page.locator('main > header'))
  }

  /**
   * Creates an event by its action, by default in `defaultCalendar` from nine to ten, like the form; all-day with
   * `until`.
   */
  async insertEvent(
    title: string,
    date: string,
    { from = 9, to = from + 1, until, ...fields }: EventOptions = {},
  ): Promise<void> {
    const zone = await this.page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone)
    const at = (hour: number) => `${date}T${String(hour).padStart(2, '0')}:00:00`
    const [start, end] = [at(from), at(fields.kind === 'reminder' ? from : to)]
    const span = until
      ? { type: 'all-day', start: date, end: dayAfter(until) }
      : { type: 'timed', start, startZone: zone, end, endZone: zone }
    await runAction(this.page.context(), 'events/createEvent', {
      title,
      calendarId: this.defaultCalendar,
      span,
      ...fields,
    })
  }

  /** Opens the quick editor, by default with the button, else by a press on an empty part of a day. */
  async newQuickEvent(date?: string): Promise<EventDialog> {
    if (date) await this.day(date).click({ position: { x: 8, y: 8 } })
    else await this.page.getByRole('button', { name: 'New event' }).click()
    await expect(this.dialog.title).toBeVisible()
    return this.dialog
  }

  /** Opens the full editor. */
  async newEvent(date?: string): Promise<EventDialog> {
    const form = await this.newQuickEvent(date)
    await form.showMoreOptions()
    return form
  }

  /** Creates an event in the quick editor, by default on the button's day and in the last used calendar. */
  async create(title: string, date?: string, calendar?: string): Promise<void> {
    const form = await this.newQuickEvent(date)
    await form.title.fill(title)
    if (calendar) await form.root.getByLabel('Calendar', { exact: true }).selectOption(calendar)
    await form.save()
  }

  /** Opens the view of an event. */
  async open(title: string): Promise<EventDialog> {
    await this.event(title).first().click()
    await expect(this.dialog.root.getByRole('heading', { name: title, exact: true })).toBeVisible()
    return this.dialog
  }

  /** Opens the view of an occurrence. */
  async openOn(date: string, title: string): Promise<EventDialog> {
    await this.eventOn(date, title).click()
    await expect(this.dialog.root.getByRole('heading', { name: title, exact: true })).toBeVisible()
    return this.dialog
  }

  /** Opens the editor of an occurrence. */
  async openEditorOn(date: string, title: string): Promise<EventDialog> {
    const dialog = await this.openOn(date, title)
    await dialog.edit()
    return dialog
  }

  /** Expects an event on these days of the grid and no others. */
  async expectOn(title: string, dates: readonly string[]): Promise<void> {
    for (const date of dates) await expect(this.eventOn(date, title)).toBeVisible()
    await expect(this.event(title)).toHaveCount(dates.length)
  }

  async openEditor(title: string): Promise<EventDialog> {
    const dialog = await this.open(title)
    await dialog.edit()
    return dialog
  }

  /** The toast. */
  toast(text: string): Locator {
    return this.page.getByRole('status').filter({ hasText: text })
  }

  /** Presses Undo in the toast with this text. */
  async undo(toastText: string): Promise<void> {
    await this.toast(toastText).getByRole('button', { name: 'Undo' }).click()
    await expect(this.toast('Undone')).toBeVisible()
  }
}

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}
