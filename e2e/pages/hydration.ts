import { expect, type Locator } from '@playwright/test'

/** Waits until React has hydrated an element. Input before that would be lost. */
export async function waitForHydration(element: Locator): Promise<void> {
  await expect
    .poll(
      () => element.evaluate((found) => Object.keys(found).some((key) => key.startsWith('__reactProps'))),
      {
        // The default intervals grow to a second, and nearly every test waits here.
        intervals: [25],
      },
    )
    .toBe(true)
}
