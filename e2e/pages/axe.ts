import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/**
 * Expects no axe violations in the light and the dark theme, on the page or in its open dialog. Only color rules depend
 * on the theme, so the other rules run once.
 */
export async function expectAccessible(
  page: Page,
  label: string,
  part: 'page' | 'dialog' = 'page',
): Promise<void> {
  await expectNoViolations(page, 'light', await axeOn(page, part), label)
  await expectNoViolations(page, 'dark', (await axeOn(page, part)).withRules(COLOR_RULES), label)
}

/** Color rules that axe runs by default. */
const COLOR_RULES = ['color-contrast', 'link-in-text-block']

async function axeOn(page: Page, part: 'page' | 'dialog'): Promise<AxeBuilder> {
  // Loading axe takes as long as running it, so each document loads it once.
  const isLoaded = await page.evaluate(() => 'axe' in window)
  const axe = new AxeBuilder({ page, ...(isLoaded && { axeSource: ';' }) })
  // Legacy mode avoids a second page, which only frames would need. Each rule that passes would otherwise describe
  // every element that it has looked at.
  axe.setLegacyMode().options({ resultTypes: ['violations'] })
  return part === 'page' ? axe : axe.include('dialog[open]')
}

async function expectNoViolations(page: Page, colorScheme: 'light' | 'dark', axe: AxeBuilder, label: string) {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await expect.poll(() => page.evaluate(() => document.getAnimations().length)).toBe(0)
  const { violations, passes } = await axe.analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  expect.soft(found, `${label}, ${colorScheme}`).toEqual([])
  expect(passes.length, 'rules that were run').toBeGreaterThan(0)
}
