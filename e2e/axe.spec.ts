import { expect, test } from './fixtures'
import { expectAccessible } from './pages/axe'
import { GroupPage } from './pages/group'

for (const colorScheme of ['light', 'dark'] as const) {
  test(`everyone can use the pages before signing in, in ${colorScheme}`, async ({ browser, complaints }) => {
    const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' })
    complaints.watch(context)
    const page = await context.newPage()
    for (const path of ['/', '/sign-in', '/reset', `/reset/${'x'.repeat(32)}`, '/sign-up']) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectAccessible(page, path)
    }
    await page.getByRole('button', { name: 'Create your account' }).click()
    await expect(page.getByLabel('Your name')).toHaveAttribute('aria-invalid', 'true')
    await expectAccessible(page, 'sign-up with errors')
    await context.close()
  })

  test(`everyone can use groups, settings and invitations, in ${colorScheme}`, async ({ join, browser }) => {
    test.slow()
    const { page } = await join('Anna', { colorScheme, reducedMotion: 'reduce' })
    const group = new GroupPage(page)
    await page.goto('/groups')
    await expectAccessible(page, 'no groups')
    await page.goto('/groups/new')
    await expectAccessible(page, 'new group')
    await group.make('The Okafors')
    const link = await group.invite()
    await expectAccessible(page, 'group')
    await page.goto('/groups')
    await expectAccessible(page, 'groups')
    await page.goto('/settings')
    await expectAccessible(page, 'settings')
    await page.goto('/settings/security')
    await page.getByRole('button', { name: 'Change password' }).click()
    await expectAccessible(page, 'security')
    await page.goto(link)
    await expectAccessible(page, 'join, as a member')
    const stranger = await browser.newContext({ colorScheme, reducedMotion: 'reduce' })
    const guest = await stranger.newPage()
    await guest.goto(link)
    await expectAccessible(guest, 'join')
    await guest.goto(`/join/${'x'.repeat(32)}`)
    await expectAccessible(guest, 'join, unknown')
    await stranger.close()
  })

  test(`everyone can use home, search and history, in ${colorScheme}`, async ({ join }) => {
    const { page, calendar } = await join('Anna', { colorScheme, reducedMotion: 'reduce' })
    await page.goto('/home')
    await expectAccessible(page, 'home of somebody new')
    await page.goto('/search')
    await expectAccessible(page, 'search')
    await page.goto('/calendar')
    await calendar.alive()
    await calendar.create('Tea with Zoë')
    const dialog = await calendar.open('Tea with Zoë')
    await dialog.edit()
    await dialog.title.fill('High tea')
    await dialog.save()
    await calendar.open('High tea')
    await dialog.root.getByText('History').click()
    await expect(dialog.button('Put back Title to Tea with Zoë')).toBeVisible()
    await expectAccessible(page, 'history')
    await page.goto('/home')
    await expectAccessible(page, 'home')
    await page.goto('/search?q=tea&kind=event')
    await expect(page.getByRole('link', { name: 'High tea' })).toBeVisible()
    await expectAccessible(page, 'search results')
  })

  test(`everyone can use the month and its dialogs, in ${colorScheme}`, async ({ join }) => {
    test.slow()
    const { page, calendar } = await join('Anna', {
      colorScheme,
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 720 },
    })
    await calendar.goTo('2031-05-14')
    for (let index = 1; index <= 6; index++) await calendar.create(`Thing ${index}`)
    for (const [colour, index] of [
      ['Amber', 20],
      ['Lime', 21],
      ['Tomato', 22],
      ['Sky', 23],
    ] as const) {
      const form = await calendar.newEventOn(`2031-05-${index}`)
      await form.title.fill(`${colour} days`)
      await form.switch('All day').check({ force: true })
      await form.root.getByRole('radio', { name: colour }).check({ force: true })
      await form.save()
    }
    await expectAccessible(page, 'month')
    await calendar.open('Amber days')
    await expectAccessible(page, 'event')
    await calendar.dialog.edit()
    await expectAccessible(page, 'event form')
    await calendar.dialog.switch('All day').uncheck({ force: true })
    await calendar.dialog.root.getByRole('button', { name: 'Pick a day: Start date' }).click()
    await expect(calendar.dialog.root.getByRole('application')).toBeVisible()
    await expectAccessible(page, 'picking a date')
    await page.keyboard.press('Escape')
    await calendar.dialog.title.fill('')
    await calendar.dialog.button('Save').click()
    await expectAccessible(page, 'event form with an error')
    await calendar.dialog.button('Cancel').click()
    await expectAccessible(page, 'asking')
    await calendar.dialog.button('Throw away').click()
    await page.getByRole('button', { name: 'more on Wednesday, 14 May 2031' }).click()
    await expect(page.getByRole('dialog', { name: 'Wednesday, 14 May 2031' })).toBeVisible()
    await expectAccessible(page, 'day')
  })

  test(`everyone can use the week, the day and the agenda, in ${colorScheme}`, async ({ join }) => {
    test.slow()
    const { page, calendar } = await join('Anna', {
      colorScheme,
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 720 },
    })
    await calendar.goTo('2031-05-14')
    for (const [colour, index] of [
      ['Amber', 13],
      ['Lime', 14],
      ['Tomato', 15],
    ] as const) {
      const form = await calendar.newEventOn(`2031-05-${index}`)
      await form.title.fill(`${colour} hour`)
      await form.root.getByRole('radio', { name: colour }).check({ force: true })
      await form.save()
    }
    const trip = await calendar.newEventOn('2031-05-14')
    await trip.title.fill('Trip')
    await trip.switch('All day').check({ force: true })
    await trip.save()
    for (const view of ['week', 'day', 'agenda'] as const) {
      await calendar.goTo('2031-05-14', view)
      await expectAccessible(page, view)
    }
    // What is over looks otherwise.
    await calendar.goTo('2001-05-16')
    await calendar.create('Long ago')
    for (const view of ['week', 'agenda'] as const) {
      await calendar.goTo('2001-05-16', view)
      await expectAccessible(page, `${view}, past`)
    }
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
    await expectAccessible(page, 'keys')
    await page.keyboard.press('Escape')
    await page.setViewportSize({ width: 390, height: 844 })
    await page.getByRole('main').getByRole('button', { name: 'Calendars' }).click()
    await expect(page.getByRole('dialog', { name: 'Calendars' })).toBeVisible()
    await expectAccessible(page, 'side bar of a phone')
  })
}
