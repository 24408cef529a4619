import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/**
 * Expects no axe violations on the current page in the light and the dark theme. Only color rules depend on the theme,
 * so the other rules run once. Legacy mode avoids a second page, which only frames would need.
 */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  // Each rule that passes would otherwise describe every element that it has looked at.
  const axe = () => new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  await expectNoViolations(page, 'light', axe(), where)
  await expectNoViolations(page, 'dark', axe().withRules(ABOUT_COLORS), where)
}

/** Color rules that axe runs by default. */
const ABOUT_COLORS = ['color-contrast', 'link-in-text-block']

async function expectNoViolations(page: Page, colorScheme: 'light' | 'dark', axe: AxeBuilder, where: string) {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await expect.poll(() => page.evaluate(() => document.getAnimations().length)).toBe(0)
  const { violations, passes } = await axe.analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  expect.soft(found, `${where}, ${colorScheme}`).toEqual([])
  expect(passes.length, 'rules that were run').toBeGreaterThan(0)
}
