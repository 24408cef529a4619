import { expect, type Locator } from '@playwright/test'

/** Waits until React answers to an element. A choice that is made in the server's HTML before that would be lost. */
export async function hydrated(element: Locator): Promise<void> {
  await expect
    .poll(() => element.evaluate((found) => Object.keys(found).some((key) => key.startsWith('__reactProps'))))
    .toBe(true)
}
