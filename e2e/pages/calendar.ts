import { expect, type Locator, type Page } from '@playwright/test'
import { act } from '@/test/browser/act'
import { called } from './called'
import { EventDialog } from './event-dialog'
import { hydrated } from './hydrated'
import { ScopeDialog } from './scope-dialog'

/**
 * Properties of an event besides title and day: the fields of `createEvent`. `at`: the hour that it starts, with two digits;
 * `until`: its last day, if it lasts all day.
 */
interface Seed {
  at?: string
  until?: string
  rules?: string[]
  color?: string
  location?: string
  description?: string
}

/** The calendar, as a person uses it. */
export class CalendarPage {
  readonly dialog: EventDialog
  readonly scope: ScopeDialog
  readonly heading: Locator
  /** The view itself; the side bar has a small grid too. */
  readonly grid: Locator

  constructor(
    readonly page: Page,
    /** The calendar that events are put into by `seed`. */
    public usual?: string,
  ) {
    this.dialog = new EventDialog(page)
    this.scope = new ScopeDialog(page)
    this.heading = page.getByRole('heading', { level: 1 })
    this.grid = page.getByRole('main').getByRole('grid')
  }

  /** An event in the grid; in one that lasts over weeks, one for each week. */
  event(title: string): Locator {
    return this.grid.getByRole('button', { name: called(title) })
  }

  /** A day of the grid. */
  day(date: string): Locator {
    return this.page.locator(`[data-day="${Date.parse(`${date}T00:00:00Z`) / 86_400_000}"]`)
  }

  /** An event where it begins, or where its bar begins in that week. */
  eventOn(date: string, title: string): Locator {
    return this.day(date).getByRole('button', { name: called(title) })
  }

  async goTo(date: string, view: 'month' | 'week' | 'day' | 'agenda' = 'month'): Promise<void> {
    await this.page.goto(`/calendar/${view}/${date}`)
    await this.alive()
  }

  /** Waits until the page answers to presses and keys: what the server rendered is seen before. */
  async alive(): Promise<void> {
    await expect(this.heading).toBeVisible()
    await hydrated(this.page.locator('.toolbar'))
  }

  /**
   * Makes an event without the page, in the usual calendar: for an hour from nine, as the form suggests, or all day.
   * Making one by the form has tests of its own.
   */
  async seed(title: string, date: string, { at = '09', until, ...more }: Seed = {}): Promise<void> {
    const zone = await this.page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone)
    const [start, end] = [`${date}T${at}:00:00`, `${date}T${String(Number(at) + 1).padStart(2, '0')}:00:00`]
    const span = until
      ? { type: 'all-day', start: date, end: dayAfter(until) }
      : { type: 'timed', start, startZone: zone, end, endZone: zone }
    await act(this.page.context(), 'events/createEvent', { title, calendarId: this.usual, span, ...more })
  }

  async newEvent(): Promise<EventDialog> {
    await this.page.getByRole('button', { name: 'New event' }).click()
    await expect(this.dialog.title).toBeVisible()
    return this.dialog
  }

  /** Opens the form by a press into an empty part of a day. */
  async newEventOn(date: string): Promise<EventDialog> {
    await this.day(date).click({ position: { x: 8, y: 8 } })
    await expect(this.dialog.title).toBeVisible()
    return this.dialog
  }

  /** Makes an event: on the day given, else where the button does; in the calendar given, else in the one used last. */
  async create(title: string, date?: string, calendar?: string): Promise<void> {
    const form = date ? await this.newEventOn(date) : await this.newEvent()
    await form.title.fill(title)
    if (calendar) await form.root.getByLabel('Calendar', { exact: true }).selectOption(calendar)
    await form.save()
  }

  /** Opens an event to be read. */
  async open(title: string): Promise<EventDialog> {
    await this.event(title).first().click()
    await expect(this.dialog.root.getByRole('heading', { name: title, exact: true })).toBeVisible()
    return this.dialog
  }

  /** Opens one occurrence to be read. */
  async openOn(date: string, title: string): Promise<EventDialog> {
    await this.eventOn(date, title).click()
    await expect(this.dialog.root.getByRole('heading', { name: title, exact: true })).toBeVisible()
    return this.dialog
  }

  /** Opens one occurrence to be written. */
  async openFormOn(date: string, title: string): Promise<EventDialog> {
    const dialog = await this.openOn(date, title)
    await dialog.edit()
    return dialog
  }

  /** The days of the grid that an event is seen on. */
  async expectOn(title: string, dates: readonly string[]): Promise<void> {
    for (const date of dates) await expect(this.eventOn(date, title)).toBeVisible()
    await expect(this.event(title)).toHaveCount(dates.length)
  }

  async openForm(title: string): Promise<EventDialog> {
    const dialog = await this.open(title)
    await dialog.edit()
    return dialog
  }

  /** The short message about what was done. */
  toast(text: string): Locator {
    return this.page.getByRole('status').filter({ hasText: text })
  }

  /** Takes back what the message says was done, and not what an earlier one did. */
  async undo(done: string): Promise<void> {
    await this.toast(done).getByRole('button', { name: 'Undo' }).click()
    await expect(this.toast('Undone')).toBeVisible()
  }
}

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}
