import type { CDPSession, Locator, Page } from '@playwright/test'

export interface Point {
  x: number
  y: number
}

/** Returns the center of an element. */
export async function centerOf(element: Locator): Promise<Point> {
  await element.scrollIntoViewIfNeeded()
  const { x, y, width, height } = (await element.boundingBox())!
  return { x: x + width / 2, y: y + height / 2 }
}

/** Simulates a finger with the browser's touch events. */
export class Finger {
  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
    private position: Point,
  ) {}

  static async on(page: Page): Promise<Finger> {
    return new Finger(page, await page.context().newCDPSession(page), { x: 0, y: 0 })
  }

  async press(point: Point): Promise<void> {
    this.position = point
    await this.send('touchStart', [point])
  }

  /** Waits without moving for the duration of a long press (`LONG_PRESS_MS`), which begins a drag or opens a menu. */
  async rest(): Promise<void> {
    await this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)))
  }

  async slide(to: Point, steps = 8): Promise<void> {
    const from = this.position
    for (let step = 1; step <= steps; step++) {
      const fraction = step / steps
      this.position = { x: from.x + (to.x - from.x) * fraction, y: from.y + (to.y - from.y) * fraction }
      await this.send('touchMove', [this.position])
    }
  }

  /** Swipes without a pause between the events: a finger that rests first would begin a drag. */
  async swipe(from: Point, to: Point): Promise<void> {
    const halfway = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
    await Promise.all([
      this.dispatch('touchStart', [from]),
      this.dispatch('touchMove', [halfway]),
      this.dispatch('touchMove', [to]),
      this.dispatch('touchEnd', []),
    ])
  }

  async lift(): Promise<void> {
    await this.send('touchEnd', [])
  }

  /** Waits until the dragged element is drawn. */
  async waitForDragged(dragged: Locator): Promise<void> {
    await dragged.waitFor()
  }

  private async send(type: TouchType, touchPoints: Point[]): Promise<void> {
    await this.dispatch(type, touchPoints)
    // Waits a frame, as between events of a real finger.
    await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
  }

  private async dispatch(type: TouchType, touchPoints: Point[]): Promise<void> {
    await this.session.send('Input.dispatchTouchEvent', { type, touchPoints })
  }
}

type TouchType = 'touchStart' | 'touchMove' | 'touchEnd'
