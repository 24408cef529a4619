import { createGroup, expect, test } from '@/test/browser/fixtures'
import { GroupPage } from './pages/group'

test('shows a member joining, a new role and removal live', async ({ createUser, consoleErrors }) => {
  test.slow()
  // The browser logs an error if the server closes a socket that the page is closing.
  consoleErrors.allow(/404|WebSocket is already/)
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  const group = new GroupPage(anna.page)
  const address = await group.create('Choir')
  const link = await group.invite({ role: 'viewer' })
  await ben.page.goto(link)
  await expect(ben.page.getByText('Anna invites you to')).toBeVisible()
  await ben.page.getByRole('button', { name: 'Join Choir' }).click()
  await ben.page.waitForURL('**/calendar/month/**')
  // Anna's page updates live.
  await expect(group.role('Ben')).toHaveValue('viewer')

  await ben.page.goto(address)
  await expect(new GroupPage(ben.page).member('Ben')).toContainText('Viewer')
  await expect(ben.page.getByRole('heading', { name: 'Invite people' })).toHaveCount(0)
  await group.changeRole('Ben', 'Admin')
  await expect(new GroupPage(ben.page).member('Ben')).toContainText('Admin')
  await expect(ben.page.getByRole('heading', { name: 'Invite people' })).toBeVisible()

  await group.addWithoutAccount('Mia')
  await expect(new GroupPage(ben.page).member('Mia')).toContainText('No account')
  await ben.page.getByRole('button', { name: 'Edit Mia' }).click()
  await ben.page.getByRole('radio', { name: 'Brown' }).check({ force: true })
  await ben.page.getByRole('button', { name: 'Save' }).click()
  await expect(group.member('Mia').locator('.avatar')).toHaveClass(/c-brown/)

  await group.remove('Ben')
  await expect(ben.page.getByRole('heading', { name: 'You are no longer in this group.' })).toBeVisible()
  // The former link does not readmit Ben; a new one does.
  await ben.page.goto(link)
  await expect(ben.page.getByRole('heading')).toHaveText('This invitation is no longer valid for you')
  await ben.page.goto(await group.invite())
  await ben.page.getByRole('button', { name: 'Join Choir' }).click()
  await ben.page.waitForURL('**/calendar/month/**')
})

test('edits, deletes and restores a group with description and picture', async ({
  createUser,
  consoleErrors,
}) => {
  consoleErrors.allow(/404/)
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  const address = await createGroup('Choir', anna, [[ben, 'viewer']])
  await ben.page.goto(address)
  await anna.page.goto(`${address}/settings`)
  await anna.page.getByLabel('Description').fill('Tuesdays at seven\nin the old harbour')
  await anna.page.getByRole('radio', { name: 'Teal' }).check({ force: true })
  await anna.page.getByRole('button', { name: 'Save' }).click()
  await expect(anna.page.getByText('Saved')).toBeVisible()
  await expect(ben.page.getByText('Tuesdays at seven')).toBeVisible()

  await anna.page.getByLabel('Choose picture').setInputFiles('app/apple-icon.png')
  await expect(anna.page.getByText('Picture saved')).toBeVisible()
  const picture = ben.page.getByRole('main').locator('header img')
  await expect(picture).toBeVisible()
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256)

  await ben.page.goto(`${address}/settings`)
  await expect(ben.page.getByRole('heading', { name: 'Page not found' })).toBeVisible()

  await anna.page.getByRole('button', { name: 'Delete group' }).click()
  await anna.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await anna.page.waitForURL('**/groups')
  await ben.page.goto(address)
  await expect(ben.page.getByRole('heading', { name: 'Page not found' })).toBeVisible()
  await anna.page.getByRole('button', { name: 'Restore Choir' }).click()
  await expect(anna.page.getByRole('link', { name: 'Choir' })).toBeVisible()
  await ben.page.goto(address)
  await expect(ben.page.getByRole('heading', { name: 'Choir', level: 1 })).toBeVisible()
})

test('rejects files that are not pictures or too large, then saves and removes a picture', async ({
  createUser,
  consoleErrors,
}) => {
  consoleErrors.allow(/400|413/)
  const { page } = await createUser('Anna')
  await page.goto('/settings')
  const choose = page.getByLabel(/Choose picture|Change/)
  await choose.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no picture') })
  await expect(page.getByText('This is not a picture that Kinday can read.')).toBeVisible()
  await choose.setInputFiles({
    name: 'b.png',
    mimeType: 'image/png',
    buffer: Buffer.alloc(10 * 1024 * 1024 + 1),
  })
  await expect(page.getByText('At most 10 MB, please.')).toBeVisible()
  await choose.setInputFiles('app/apple-icon.png')
  await expect(page.getByText('Picture saved')).toBeVisible()
  await expect(page.locator('fieldset:has(input[type=file]) img')).toHaveAttribute(
    'src',
    /^\/api\/pictures\//,
  )
  await page.getByRole('button', { name: 'Remove' }).click()
  await expect(page.locator('fieldset:has(input[type=file]) img')).toHaveCount(0)
})

test('shows the activity of a group live', async ({ createUser }) => {
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  const address = await createGroup('Choir', anna, [[ben, 'editor']])
  await ben.page.goto('/calendar')
  await anna.page.goto(`${address}/activity`)
  await expect(anna.page.getByText('Ben joined as editor')).toBeVisible()
  await ben.calendar.create('Rehearsal')
  await expect(anna.page.getByRole('listitem').filter({ hasText: 'Ben added Rehearsal' })).toBeVisible()
  await (await ben.calendar.open('Rehearsal')).edit()
  await ben.calendar.dialog.title.fill('Concert')
  await ben.calendar.dialog.save()
  const changed = anna.page.getByRole('listitem').filter({ hasText: 'Ben changed Concert' })
  await expect(changed.getByRole('deletion')).toContainText('Rehearsal')
  await expect(changed.getByRole('insertion')).toContainText('Concert')
  await anna.page.getByLabel('Type').selectOption('member')
  await expect(anna.page.getByText('Ben joined as editor')).toBeVisible()
  await expect(anna.page.getByText('created the group')).toHaveCount(0)
})

test('leads a new family from its group to the form for a child', async ({ createUser }) => {
  const { page } = await createUser('Anna')
  await page.goto('/welcome')
  await page.getByRole('button', { name: /^Family/ }).click()
  await page.getByLabel('Group name').fill('The Okafors')
  await page.getByRole('button', { name: 'Create group' }).click()
  await page.getByRole('link', { name: 'Add children' }).click()
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused()
  await page.keyboard.type('Mia')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'Mia' })).toBeVisible()
})
