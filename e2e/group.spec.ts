import { createGroup, expect, idOfMember, PASSWORD, test } from '@/test/browser/fixtures'
import { AccountPage } from './pages/account'
import { GroupPage } from './pages/group'

test('shows a viewer the events without editing controls', async ({ createUser }) => {
  const anna = await createUser('Anna')
  const ben = await createUser('Ben')
  await new GroupPage(anna.page).create('Choir')
  const link = await new GroupPage(anna.page).invite({ role: 'viewer' })
  await ben.page.goto(link)
  await expect(ben.page.getByText('Anna invites you to')).toBeVisible()
  await expect(ben.page.getByText('You will be able to see all events.')).toBeVisible()
  await ben.page.getByRole('button', { name: 'Join Choir' }).click()
  await ben.page.waitForURL('**/calendar/month/**')

  await anna.page.goto('/calendar')
  await anna.calendar.create('Rehearsal', undefined, 'Choir')
  const dialog = await ben.calendar.open('Rehearsal')
  await expect(dialog.button('Edit event')).toHaveCount(0)
  await expect(dialog.button('Delete')).toHaveCount(0)
  await dialog.close()
  // The editor offers the user's own calendar, but not the choir's.
  await ben.calendar.newQuickEvent()
  await expect(dialog.root.getByLabel('Calendar', { exact: true }).getByRole('option')).toHaveText(['Ben'])
})

test('joins a group from an invitation by signing up', async ({ createUser, page }) => {
  const anna = await createUser('Anna')
  await new GroupPage(anna.page).create('Flat 12')
  await page.goto(await new GroupPage(anna.page).invite())
  await page.getByRole('link', { name: 'Create an account to join' }).click()
  const account = new AccountPage(page)
  await page.waitForURL('**/sign-up?to=*')
  await expect(page.getByText('Anna invites you to Flat 12.')).toBeVisible()
  await account.fillIn({ name: 'Ben', email: `${crypto.randomUUID()}@example.org`, password: PASSWORD })
  await account.submitSignUp()
  // Signing up from an invitation joins the group without a further step.
  await page.waitForURL('**/calendar/month/**')
  await expect(page.getByRole('complementary').getByRole('link', { name: 'Group of Flat 12' })).toBeVisible()
  await expect(new GroupPage(anna.page).member('Ben')).toContainText('Editor')
})

test('joins a group from an invitation by signing in, or reports that it has ended', async ({
  createUser,
  browser,
}) => {
  const [anna, ben, cleo] = [await createUser('Anna'), await createUser('Ben'), await createUser('Cleo')]
  await new GroupPage(anna.page).create('Flat 12')
  const link = await new GroupPage(anna.page).invite({ uses: 'one' })
  const openSignIn = async ({ email }: { email: string }) => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(link)
    await page.getByRole('link', { name: 'I have an account' }).click()
    await page.waitForURL('**/sign-in?to=*')
    await expect(page.getByText('Anna invites you to Flat 12.')).toBeVisible()
    const account = new AccountPage(page)
    await account.fillIn({ email, password: PASSWORD })
    return { context, page, account }
  }
  const bens = await openSignIn(ben)
  const cleos = await openSignIn(cleo)
  await bens.account.submitSignIn()
  await bens.page.waitForURL('**/calendar/month/**')
  await expect(new GroupPage(anna.page).member('Ben')).toContainText('Editor')
  await cleos.account.submitSignIn()
  await expect(cleos.page.getByRole('heading')).toHaveText('This invitation has already been used')
  for (const { context } of [bens, cleos]) await context.close()
})

test('reports used-up, withdrawn and unknown invitation links, and links members to their group', async ({
  createUser,
}) => {
  const [anna, ben, cleo] = [await createUser('Anna'), await createUser('Ben'), await createUser('Cleo')]
  const group = new GroupPage(anna.page)
  await group.create('Flat 12')
  const singleUseLink = await group.invite({ uses: 'one' })
  await ben.page.goto(singleUseLink)
  await cleo.page.goto(singleUseLink)
  await ben.page.getByRole('button', { name: 'Join Flat 12' }).click()
  await ben.page.waitForURL('**/calendar/month/**')
  // Cleo had opened the page before the link was used up.
  await cleo.page.getByRole('button', { name: 'Join Flat 12' }).click()
  await expect(cleo.page.getByRole('alert').filter({ hasText: 'This has expired' })).toBeVisible()
  await cleo.page.reload()
  await expect(cleo.page.getByRole('heading')).toHaveText('This invitation has already been used')
  await ben.page.goto(singleUseLink)
  await expect(ben.page.getByText('You are already in this group.')).toBeVisible()
  await ben.page.getByRole('link', { name: 'Open the calendar' }).click()
  await ben.page.waitForURL('**/calendar/month/**')

  const reusableLink = await group.invite()
  await anna.page.getByRole('button', { name: 'Withdraw' }).click()
  await expect(anna.page.getByText('Invitation withdrawn')).toBeVisible()
  await cleo.page.goto(reusableLink)
  await expect(cleo.page.getByRole('heading')).toHaveText('This invitation was withdrawn')

  await cleo.page.goto(`/join/${'x'.repeat(32)}`)
  await expect(cleo.page.getByRole('heading')).toHaveText('This invitation does not exist')
})

test('removes the events of a group from the screen of a removed member', async ({
  createUser,
  consoleErrors,
}) => {
  consoleErrors.allow(/404/)
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  const address = await createGroup('The Okafors', anna, [[ben, 'editor']])
  await ben.calendar.insertEvent('Dinner', '2031-05-14')
  await ben.calendar.goTo('2031-05-14')
  await expect(ben.calendar.event('Dinner')).toBeVisible()
  await anna.page.goto(address)
  await new GroupPage(anna.page).remove('Ben')
  await expect(ben.calendar.event('Dinner')).toHaveCount(0)
  await expect(ben.page.getByRole('complementary').getByText('The Okafors')).toHaveCount(0)
  await ben.page.goto(address)
  await expect(ben.page.getByRole('heading', { name: 'Page not found' })).toBeVisible()
  // Anna's later changes do not reach Ben.
  await anna.calendar.insertEvent('Without Ben', '2031-05-14')
  await ben.calendar.goTo('2031-05-14')
  await expect(ben.page.getByText('Without Ben')).toHaveCount(0)
})

test('lets a member leave a group after asking about hidden events, but not its only owner', async ({
  createUser,
  consoleErrors,
}) => {
  consoleErrors.allow(/404/)
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  const address = await createGroup('The Okafors', anna, [[ben, 'editor']])
  await anna.page.goto(address)
  await expect(new GroupPage(anna.page).member('Ben')).toBeVisible()

  await ben.page.goto(address)
  const hiddenFrom = [await idOfMember(ben, address, 'Anna')]
  await ben.calendar.insertEvent('Surprise', '2031-05-14', { hiddenFrom })
  await new GroupPage(ben.page).leave()
  const confirmation = ben.page.getByRole('alertdialog', {
    name: /an event that is hidden from others.*Surprise/,
  })
  await confirmation.getByRole('button', { name: 'Delete and continue' }).click()
  await expect(ben.page.getByRole('heading', { name: 'You are no longer in this group.' })).toBeVisible()
  await expect(new GroupPage(anna.page).member('Ben')).toHaveCount(0)

  await anna.page.getByRole('button', { name: 'Leave group' }).click()
  const dialog = anna.page.getByRole('alertdialog', { name: 'You’re the only owner, so you can’t leave' })
  await expect(dialog.getByRole('button', { name: 'Leave' })).toHaveCount(0)
  await dialog.getByRole('link', { name: 'Delete group' }).click()
  await expect(anna.page.getByRole('button', { name: 'Delete group' })).toBeVisible()
  await anna.page.goBack()
  await anna.page.reload()
  await expect(new GroupPage(anna.page).member('Anna')).toContainText('Owner')
})
