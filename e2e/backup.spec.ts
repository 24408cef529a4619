import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, NETWORK_ERRORS, PASSWORD, test } from '@/test/browser/fixtures'
import { KindayProcess } from '@/test/browser/kinday-process'
import { AccountPage } from './pages/account'
import { AdminPage } from './pages/admin'
import { CalendarPage } from './pages/calendar'

/** Runs a script. Returns its exit code, its standard output (`out`), and that with its standard error (`combined`). */
function runScript(
  data: string,
  script: string,
  ...args: string[]
): Promise<{ code: number; out: string; combined: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, DATA_DIR: data, NODE_OPTIONS: '' }
    execFile(process.execPath, [`scripts/${script}.mjs`, ...args], { env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, combined: out + err }),
    )
  })
}

test('backs up a running server and restores the backup, including the registration setting, on another installation', async ({
  page,
  consoleErrors,
}) => {
  test.setTimeout(240_000)
  // The page stays open while its server is stopped.
  consoleErrors.allow(NETWORK_ERRORS)
  const first = await KindayProcess.start()
  const elsewhere = mkdtempSync(join(tmpdir(), 'kinday-elsewhere-'))
  const email = `${crypto.randomUUID()}@example.org`
  const file = join(elsewhere, 'kinday.tar.gz')
  try {
    await page.goto(`${first.origin}/sign-up`)
    const account = new AccountPage(page)
    await account.fillIn({ name: 'Anna', email, password: PASSWORD })
    await account.submitSignUp()
    await account.skipGroup()
    await new CalendarPage(page).create('Dinner with Grandma')

    expect((await runScript(first.data, 'admin', 'make-admin', email)).code).toBe(0)
    expect(await runScript(first.data, 'admin', 'make-admin', 'nobody@example.org')).toMatchObject({
      code: 1,
    })
    expect(await runScript(first.data, 'admin', 'no-such-thing')).toMatchObject({ code: 2 })
    const admin = new AdminPage(page)
    await page.goto(`${first.origin}/admin/settings`)
    await page.getByLabel('No one').check()
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Saved')).toBeVisible()
    expect((await runScript(first.data, 'admin', 'registration')).combined).toContain(
      'Registration is closed',
    )
    await page.goto(`${first.origin}/admin/audit`)
    await expect(admin.row('Registration')).toContainText('open → closed')

    expect(await runScript(first.data, 'backup', file)).toMatchObject({ code: 0 })
    expect(await runScript(first.data, 'restore', file)).toMatchObject({
      code: 1,
      combined: expect.stringContaining('Kinday is running'),
    })
  } finally {
    await first.stop()
  }

  const data = join(elsewhere, 'data')
  expect(await runScript(data, 'restore', file)).toMatchObject({ code: 0 })
  expect(await runScript(data, 'admin', 'restore', file)).toMatchObject({
    code: 1,
    combined: expect.stringContaining('--replace'),
  })
  const second = await KindayProcess.start({ DATA_DIR: data })
  try {
    await page.goto(`${second.origin}/sign-in`)
    const account = new AccountPage(page)
    await account.fillIn({ email, password: PASSWORD })
    await account.submitSignIn()
    await page.waitForURL('**/calendar/month/**')
    await expect(new CalendarPage(page).event('Dinner with Grandma')).toBeVisible()
    await page.goto(`${second.origin}/admin/settings`)
    await expect(page.getByLabel('No one')).toBeChecked()
    const { out } = await runScript(data, 'admin', 'users', email, '--json')
    expect(JSON.parse(out)).toMatchObject([{ email, admin: true }])
  } finally {
    await second.stop()
    rmSync(elsewhere, { recursive: true, force: true })
  }
})
