import { expect, type Locator, type Page } from '@playwright/test'
import { eventName } from './event-name'
import type { Point } from './touch'

/** The hours of the week and the day view. */
export class HoursView {
  readonly grid: Locator

  constructor(readonly page: Page) {
    this.grid = page.getByRole('main').getByRole('grid')
  }

  /** The column of a day. */
  day(date: string): Locator {
    return this.grid.locator(`[data-day="${Date.parse(`${date}T00:00:00Z`) / 86_400_000}"]`)
  }

  /** An event, with an element in each column it spans. */
  event(title: string): Locator {
    return this.grid.getByRole('button', { name: eventName(title) })
  }

  /** The upper or lower edge of an event. */
  async edgeOf(title: string, edge: 'top' | 'bottom'): Promise<Point> {
    const { x, y, width, height } = (await this.event(title).boundingBox())!
    return { x: x + width / 2, y: edge === 'top' ? y + 6 : y + height - 3 }
  }

  /** Returns the screen position just below a time in the column of a day. */
  async at(date: string, time: string): Promise<Point> {
    const { x, y, width, height } = (await this.day(date).boundingBox())!
    const [hours, minutes] = time.split(':').map(Number)
    return { x: x + width / 2, y: y + ((hours! * 60 + minutes! + 3) / 1440) * height }
  }

  /** Drags with the mouse between two points without releasing the button. */
  async drag(from: Point, to: Point): Promise<void> {
    await this.page.mouse.move(from.x, from.y)
    await this.page.mouse.down()
    await this.page.mouse.move(to.x, to.y, { steps: 8 })
  }

  async expectAt(title: string, day: string, times: string): Promise<void> {
    await expect(this.event(title)).toHaveAccessibleName(new RegExp(`^${title}, ${day}, ${times},`))
  }
}
