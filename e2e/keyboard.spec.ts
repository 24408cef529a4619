import { expect, test } from '@/test/browser/fixtures'

test('moves the focused day with arrow keys, across months', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo('2031-05-14')
  await calendar.day('2031-05-14').focus()
  for (const [key, day] of [
    ['ArrowRight', '2031-05-15'],
    ['ArrowDown', '2031-05-22'],
    ['ArrowLeft', '2031-05-21'],
    ['ArrowUp', '2031-05-14'],
    ['Home', '2031-05-12'],
    ['End', '2031-05-18'],
    ['PageDown', '2031-06-18'],
    ['PageUp', '2031-05-18'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(calendar.day(day), key).toBeFocused()
    await expect(page).toHaveURL(new RegExp(`/${day}$`))
  }
  await calendar.goTo('2031-05-31')
  await calendar.day('2031-05-31').focus()
  await page.keyboard.press('ArrowRight')
  await expect(calendar.heading).toHaveText('June 2031')
  await expect(calendar.day('2031-06-01')).toBeFocused()
})

test('moves from the 31st to the last day of a shorter month', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo('2031-01-31')
  await calendar.day('2031-01-31').focus()
  await page.keyboard.press('PageDown')
  await expect(calendar.heading).toHaveText('February 2031')
  await expect(calendar.day('2031-02-28')).toBeFocused()
  await calendar.goTo('2031-03-31')
  await calendar.day('2031-03-31').focus()
  await page.keyboard.press('PageUp')
  await expect(calendar.day('2031-02-28')).toBeFocused()
})

test('creates an event on the focused day with Enter and restores the focus', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo('2031-05-14')
  await calendar.day('2031-05-14').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(calendar.dialog.title).toBeFocused()
  await expect(calendar.dialog.quickTime).toHaveText(/15 May 2031, 09:00 – 10:00$/)
  await page.keyboard.type('Dentist')
  await page.keyboard.press('Enter')
  await calendar.dialog.expectClosed()
  await expect(calendar.eventOn('2031-05-15', 'Dentist')).toBeVisible()
  await expect(calendar.day('2031-05-15')).toBeFocused()
})

test('reaches events with Tab, opens one with Enter and restores the focus on Escape', async ({
  createUser,
}) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.insertEvent('Breakfast', '2031-05-14')
  await calendar.insertEvent('Lunch', '2031-05-14')
  await calendar.goTo('2031-05-14')
  await calendar.create('Elsewhere', '2031-05-20')
  await calendar.day('2031-05-14').focus()
  await page.keyboard.press('Tab')
  await expect(calendar.event('Breakfast')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(calendar.event('Lunch')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(calendar.dialog.root.getByRole('heading', { name: 'Lunch' })).toBeVisible()
  await page.keyboard.press('Escape')
  await calendar.dialog.expectClosed()
  await expect(calendar.event('Lunch')).toBeFocused()
  // Tab skips events of other days.
  await page.keyboard.press('Tab')
  await expect(calendar.event('Elsewhere')).not.toBeFocused()
})

test('moves an event with Alt and arrows and keeps it focused', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.insertEvent('Dentist', '2031-05-14')
  await calendar.goTo('2031-05-14')
  await calendar.event('Dentist').focus()
  await page.keyboard.press('Alt+ArrowRight')
  await expect(calendar.eventOn('2031-05-15', 'Dentist')).toBeVisible()
  await expect(calendar.toast('Event moved')).toBeVisible()
  await expect(calendar.event('Dentist')).toBeFocused()
  // Wait until the event is saved: leaving at once would abort the request.
  const saved = page.waitForResponse((response) => 'next-action' in response.request().headers())
  await page.keyboard.press('Alt+ArrowDown')
  await expect(calendar.eventOn('2031-05-22', 'Dentist')).toBeVisible()
  await expect(calendar.event('Dentist')).toBeFocused()
  await saved
  await page.reload()
  await expect(calendar.eventOn('2031-05-22', 'Dentist')).toHaveAccessibleName(/09:00 – 10:00/)
})

test('runs single-key shortcuts, except while the user types', async ({ openCalendarAs }) => {
  const { page, calendar } = await openCalendarAs('Anna')
  const currentMonth = (await calendar.heading.textContent())!
  await calendar.goTo('2031-05-14')
  await page.keyboard.press('j')
  await expect(calendar.heading).toHaveText('June 2031')
  await page.keyboard.press('k')
  await page.keyboard.press('k')
  await expect(calendar.heading).toHaveText('April 2031')
  await page.keyboard.press('n')
  await expect(calendar.dialog.title).toBeFocused()
  await page.keyboard.type('junk, not today')
  await expect(calendar.dialog.title).toHaveValue('junk, not today')
  // The first Escape keeps "today" as a word of the title.
  await expect(calendar.dialog.button('Keep “today” in the title')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(calendar.dialog.button('Keep “today” in the title')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await calendar.dialog.button('Discard').click()
  await expect(calendar.dialog.root).toHaveCount(0)
  await expect(calendar.heading).toHaveText('April 2031')
  await page.keyboard.press('t')
  await expect(calendar.heading).toHaveText(currentMonth)
})

test('offers a skip link on the first Tab', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo('2031-05-14')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to main content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Calendars' })).toBeFocused()
})
