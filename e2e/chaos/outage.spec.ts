import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { PASSWORD } from '@/test/browser/fixtures'
import { KindayProcess } from '@/test/browser/kinday-process'
import { startPostgres } from '../../scripts/launch/postgres.mjs'
import { AccountPage } from '../pages/account'

test('shows an error page while the database is down, and logs the cause without user texts', async ({
  browser,
}) => {
  const data = mkdtempSync(join(tmpdir(), 'kinday-outage-'))
  const database = await startPostgres({ dataDir: data, password: 'for-tests-only' })
  const kinday = await KindayProcess.start({ DATABASE_URL: database.url })
  const email = `${crypto.randomUUID()}@example.org`
  try {
    const english = await browser.newContext({ baseURL: kinday.origin })
    const page = await english.newPage()
    await page.goto('/sign-up')
    const account = new AccountPage(page)
    await account.fillIn({ name: 'Anna', email, password: PASSWORD })
    await account.submitSignUp()
    await page.waitForURL('**/welcome**')
    await database.stop()

    for (const [locale, direction, heading] of [
      ['de-DE', 'ltr', 'Bei uns ist etwas schiefgegangen'],
      ['ar-EG', 'rtl', 'حدث خطأ من جهتنا'],
    ] as const) {
      const context = await browser.newContext({
        baseURL: kinday.origin,
        locale,
        storageState: await english.storageState(),
      })
      const broken = await context.newPage()
      const answer = await broken.goto('/settings')
      expect(answer?.status()).toBe(500)
      await expect(broken.getByRole('heading', { level: 1 })).toHaveText(heading)
      await expect(broken.locator('html')).toHaveAttribute('dir', direction)
      // Kinday's own button: the style sheets are loaded.
      await expect(broken.getByRole('button')).toHaveCSS('border-radius', /[1-9]/)
      await context.close()
    }
    // Workers poll every 2.5 seconds.
    await page.waitForTimeout(6000)
    expect(kinday.log).not.toContain(email)
    expect(kinday.log).not.toContain('params:')
    expect(kinday.log.match(/pings are not re-sent: .*ECONNREFUSED/g)).toHaveLength(1)

    const restarted = await startPostgres({ dataDir: data, password: 'for-tests-only' })
    await page.goto('/settings')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings')
    await restarted.stop()
  } finally {
    await kinday.stop()
    await database.stop()
    rmSync(data, { recursive: true, force: true })
  }
})
