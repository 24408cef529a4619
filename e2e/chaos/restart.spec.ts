import { type BrowserUser, createGroup, expect, NETWORK_ERRORS, test } from '@/test/browser/fixtures'
import { KindayProcess } from '@/test/browser/kinday-process'

const DAY = '2031-05-14'

test('reconnects browsers to a killed and restarted server with all saved data', async ({
  createUser,
  consoleErrors,
}) => {
  test.slow()
  consoleErrors.allow(NETWORK_ERRORS)
  const server = await KindayProcess.start()
  try {
    const baseURL = server.origin
    const [anna, ben] = [await createUser('Anna', { baseURL }), await createUser('Ben', { baseURL })]
    await createGroup('The Okafors', anna, [[ben, 'editor']])
    for (const { calendar } of [anna, ben]) await calendar.goTo(DAY)
    await anna.calendar.create('Before')
    await expect(ben.calendar.event('Before')).toBeVisible()
    const checksOfMarks = [await markPage(anna), await markPage(ben)]
    // Its ping may not have been sent when the server is killed.
    await anna.calendar.create('In the last moment')
    await server.kill()
    await server.start()
    for (const { calendar } of [anna, ben]) {
      await expect(calendar.event('Before')).toBeVisible()
      await expect(calendar.event('In the last moment')).toBeVisible()
    }
    await ben.calendar.create('Afterwards')
    await expect(anna.calendar.event('Afterwards')).toBeVisible()
    await anna.calendar.create('And back')
    await expect(ben.calendar.event('And back')).toBeVisible()
    for (const check of checksOfMarks) await check()
  } finally {
    await server.stop()
  }
})

/** Marks the page. Returns a check that it was not reloaded. */
async function markPage({ page }: BrowserUser): Promise<() => Promise<void>> {
  await page.evaluate(() => document.body.setAttribute('data-mark', 'kept'))
  return () => expect(page.locator('body')).toHaveAttribute('data-mark', 'kept')
}
