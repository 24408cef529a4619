import { devices } from '@playwright/test'
import { expect, test } from '@/test/browser/fixtures'
import { CalendarPage } from './pages/calendar'
import { HoursView } from './pages/hours'
import { centerOf, Finger } from './pages/touch'

const { defaultBrowserType: _, ...PHONE } = devices['Pixel 7']

test('creates, moves and resizes an event in the week by mouse', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  const week = new HoursView(page)
  await calendar.goTo('2031-05-14', 'week')
  await week.drag(await week.at('2031-05-14', '10:00'), await week.at('2031-05-14', '11:15'))
  await expect(page.locator('[data-preview]')).toHaveText('10:00 – 11:30')
  await page.mouse.up()
  await expect(calendar.dialog.quickTime).toHaveText(/14 May 2031, 10:00 – 11:30$/)
  await calendar.dialog.title.fill('Dentist')
  await calendar.dialog.save()
  await week.expectAt('Dentist', 'Wednesday, 14 May 2031', '10:00 – 11:30')

  await week.drag(await week.edgeOf('Dentist', 'top'), await week.at('2031-05-16', '14:00'))
  await page.mouse.up()
  await week.expectAt('Dentist', 'Friday, 16 May 2031', '14:00 – 15:30')
  await expect(calendar.toast('Event moved')).toBeVisible()

  await week.drag(await week.edgeOf('Dentist', 'bottom'), await week.at('2031-05-16', '16:10'))
  await page.mouse.up()
  await week.expectAt('Dentist', 'Friday, 16 May 2031', '14:00 – 16:15')
  await page.reload()
  await week.expectAt('Dentist', 'Friday, 16 May 2031', '14:00 – 16:15')
})

test('creates an event at the pressed hour, and cancels a drag on Escape', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  const week = new HoursView(page)
  await calendar.goTo('2031-05-14', 'week')
  const noon = await week.at('2031-05-15', '12:00')
  await page.mouse.click(noon.x, noon.y)
  await expect(calendar.dialog.quickTime).toHaveText(/15 May 2031, 12:00 – 13:00$/)
  await calendar.dialog.title.fill('Lunch')
  await calendar.dialog.save()
  await week.drag(await week.edgeOf('Lunch', 'top'), await week.at('2031-05-13', '09:00'))
  await expect(page.locator('[data-preview]')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-preview]')).toHaveCount(0)
  await page.mouse.up()
  await week.expectAt('Lunch', 'Thursday, 15 May 2031', '12:00 – 13:00')
  await expect(calendar.dialog.root).toHaveCount(0)
})

test('creates, moves and resizes an event in the week by keyboard', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  const week = new HoursView(page)
  await calendar.goTo('2031-05-14', 'week')
  await week.day('2031-05-14').focus()
  await page.keyboard.press('ArrowRight')
  await expect(week.day('2031-05-15')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(calendar.dialog.quickTime).toHaveText(/15 May 2031, 10:00 – 11:00$/)
  await calendar.dialog.title.fill('Dentist')
  await calendar.dialog.save()
  await expect(week.day('2031-05-15')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(week.event('Dentist')).toBeFocused()
  for (const [key, day, times] of [
    ['Alt+ArrowDown', 'Thursday, 15 May 2031', '10:15 – 11:15'],
    ['Alt+ArrowRight', 'Friday, 16 May 2031', '10:15 – 11:15'],
    ['Alt+Shift+ArrowDown', 'Friday, 16 May 2031', '10:15 – 11:30'],
    ['Alt+ArrowUp', 'Friday, 16 May 2031', '10:00 – 11:15'],
  ] as const) {
    await page.keyboard.press(key)
    await week.expectAt('Dentist', day, times)
    await expect(week.event('Dentist'), key).toBeFocused()
  }
  // Moving across the edge changes the week.
  for (const day of ['Saturday, 17 May 2031', 'Sunday, 18 May 2031', 'Monday, 19 May 2031']) {
    await page.keyboard.press('Alt+ArrowRight')
    await week.expectAt('Dentist', day, '10:00 – 11:15')
    await expect(week.event('Dentist'), day).toBeFocused()
  }
  await expect(calendar.heading).toHaveText('19–25 May 2031')
})

test('asks for the scope when an occurrence is dragged in the week', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  const week = new HoursView(page)
  await calendar.insertEvent('Yoga', '2031-05-14', { rules: ['FREQ=WEEKLY'] })
  await calendar.goTo('2031-05-21', 'week')
  await week.drag(await week.edgeOf('Yoga', 'top'), await week.at('2031-05-22', '12:00'))
  await page.mouse.up()
  await calendar.scope.choose('This event')
  await week.expectAt('Yoga', 'Thursday, 22 May 2031', '12:00 – 13:00')
  await page.keyboard.press('j')
  await week.expectAt('Yoga', 'Wednesday, 28 May 2031', '09:00 – 10:00')
})

test('shows overlapping events side by side, and events over midnight on both days', async ({
  createUser,
}) => {
  const { page, calendar } = await createUser('Anna')
  const week = new HoursView(page)
  await calendar.insertEvent('First', '2031-05-14', { from: 9, to: 11 })
  await calendar.insertEvent('Second', '2031-05-14', { from: 10, to: 12 })
  await calendar.goTo('2031-05-14', 'week')
  const form = await calendar.newEvent()
  await form.title.fill('Night')
  await form.type('Start time', '2200')
  await form.type('End date', '15052031')
  await form.type('End time', '0600')
  await form.save()
  const [first, second] = [
    (await week.event('First').boundingBox())!,
    (await week.event('Second').boundingBox())!,
  ]
  expect(first.x + first.width).toBeLessThanOrEqual(second.x)
  await expect(week.day('2031-05-14').getByRole('button', { name: /^Night,/ })).toHaveClass(/continuesAfter/)
  await expect(week.day('2031-05-15').getByRole('button', { name: /^Night,/ })).toHaveClass(/continuesBefore/)
})

test('keeps overlapping events readable with their locations', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna', PHONE)
  const day = new HoursView(page)
  const titles = [
    'Flute',
    'Swimming',
    'Kindergeburtstag',
    'Zahnarzt',
    'Parents’ evening',
    'Choir',
    'Football',
  ]
  for (const title of titles)
    await calendar.insertEvent(title, '2031-05-14', { from: 9, to: 11, location: 'Gym' })
  await calendar.goTo('2031-05-14', 'day')
  for (const title of titles) {
    const block = day.event(title)
    await block.scrollIntoViewIfNeeded()
    const name = block.getByText(title)
    await expect(name).toBeInViewport({ ratio: 0.9 })
    expect((await name.boundingBox())!.width).toBeGreaterThan(40)
    // The text wraps between words, never within one.
    expect((await name.boundingBox())!.height).toBeLessThan(34)
    await expect(block.getByText('Gym')).toBeInViewport()
  }
})

test('shows a second time zone beside the hours without layout shift', async ({ createUser, browser }) => {
  const { context } = await createUser('Anna', { timezoneId: 'Europe/Berlin' })
  const away = await browser.newContext({
    storageState: await context.storageState(),
    timezoneId: 'America/New_York',
  })
  const page = await away.newPage()
  await page.addInitScript(() => {
    Object.assign(window, { shifted: 0 })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
        (window as unknown as { shifted: number }).shifted += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
  })
  const calendar = new CalendarPage(page)
  await calendar.goTo('2031-01-14', 'week')
  // Measured on the second visit, since the first also loads fonts.
  await page.reload()
  await calendar.waitUntilReady()
  await expect(page.getByRole('main').getByRole('row').first()).toContainText(
    /GMT\u200b?[-−]5.*GMT\u200b?\+1/,
  )
  expect(await page.evaluate(() => (window as unknown as { shifted: number }).shifted)).toBeLessThan(0.002)
  await away.close()
})

test('creates and moves all-day events above the hours', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  const week = new HoursView(page)
  await calendar.goTo('2031-05-14', 'week')
  const strip = (date: string) =>
    page.locator(`[data-strip="${Date.parse(`${date}T00:00:00Z`) / 86_400_000}"]`)
  await week.drag(await centerOf(strip('2031-05-13')), await centerOf(strip('2031-05-14')))
  await page.mouse.up()
  await calendar.dialog.title.fill('Trip')
  await calendar.dialog.save()
  await expect(week.event('Trip')).toHaveAccessibleName(
    /Tuesday, 13 May 2031, All day, until Wednesday, 14 May 2031/,
  )
  await week.event('Trip').focus()
  await page.keyboard.press('Alt+ArrowRight')
  await expect(week.event('Trip')).toHaveAccessibleName(
    /Wednesday, 14 May 2031, All day, until Thursday, 15 May 2031/,
  )
  await expect(week.event('Trip')).toBeFocused()
})

test('scrolls to the working hours without layout shift on hydration', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  const week = new HoursView(page)
  const scrolled = () => week.grid.evaluate((grid) => grid.scrollTop)
  await page.goto('/calendar/week/2031-05-14', { waitUntil: 'commit' })
  await expect(week.grid).toBeVisible()
  await expect.poll(scrolled).toBeGreaterThan(300)
  const before = await scrolled()
  await calendar.waitUntilReady()
  expect(await scrolled()).toBe(before)
  // The scroll position is kept.
  await week.grid.evaluate((grid) => grid.scrollTo(0, 100))
  await page.keyboard.press('j')
  await expect(calendar.heading).toHaveText('19–25 May 2031')
  expect(await scrolled()).toBe(100)
})

test('creates and moves an event in the day view by long press', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna', PHONE)
  const day = new HoursView(page)
  await calendar.goTo('2031-05-14', 'day')
  const finger = await Finger.on(page)
  await finger.press(await day.at('2031-05-14', '10:00'))
  await finger.waitForDragged(page.locator('[data-preview]'))
  await finger.slide(await day.at('2031-05-14', '11:30'))
  await finger.lift()
  await expect(calendar.dialog.quickTime).toHaveText(/10:00 – 11:45$/)
  await calendar.dialog.title.fill('Dentist')
  await calendar.dialog.save()
  await finger.press(await day.edgeOf('Dentist', 'top'))
  await finger.waitForDragged(page.locator('[data-preview]'))
  await finger.slide(await day.at('2031-05-14', '13:00'))
  await finger.lift()
  await day.expectAt('Dentist', 'Wednesday, 14 May 2031', '13:00 – 14:45')
  await expect(calendar.dialog.root).toHaveCount(0)
})

test('scrolls the week sideways on a phone and continues with the next week', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna', PHONE)
  const week = new HoursView(page)
  await calendar.goTo('2031-05-12', 'week')
  await expect(week.day('2031-05-12')).toBeInViewport()
  await expect(week.day('2031-05-18')).not.toBeInViewport()
  await calendar.goTo('2031-05-18', 'week')
  await expect(week.day('2031-05-18')).toBeInViewport()
  const finger = await Finger.on(page)
  await finger.swipe({ x: 300, y: 500 }, { x: 120, y: 505 })
  await expect(calendar.heading).toHaveText('19–25 May 2031')
})
