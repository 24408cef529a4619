import { createGroup, expect, test } from '@/test/browser/fixtures'
import { ZoneField } from './pages/zone-field'

const USERS = [
  ['Anna', 'Europe/Berlin'],
  ['Niu', 'Pacific/Niue'], // UTC−11
  ['Kiri', 'Pacific/Kiritimati'], // UTC+14
] as const

test('shows all-day events on the same date and timed events in local time in every zone', async ({
  createUser,
}) => {
  const [anna, niu, kiri] = await Promise.all(
    USERS.map(([name, timezoneId]) => createUser(name, { timezoneId })),
  )
  await createGroup('Everywhere', anna!, [
    [niu!, 'editor'],
    [kiri!, 'editor'],
  ])
  await anna!.calendar.insertEvent('Holiday', '2031-05-14', { until: '2031-05-14' })
  await anna!.calendar.insertEvent('Call', '2031-05-14', { from: 12 })
  for (const user of [anna!, niu!, kiri!]) {
    await user.calendar.goTo('2031-05-14')
    const day = (number: string) =>
      user.page.getByRole('gridcell', { name: new RegExp(`, ${number} May 2031|May ${number}, 2031`) })
    await expect(day('14').getByRole('button', { name: /^Holiday/ })).toBeVisible()
    // Noon in Berlin is 23:00 of the day before in Niue, and midnight of the next day in Kiritimati.
    const localDay = { Anna: '14', Niu: '13', Kiri: '15' }[user.name]!
    await expect(day(localDay).getByRole('button', { name: /^Call/ })).toBeVisible()
  }
})

test('finds a time zone by city and shows the event in both zones', async ({ createUser }) => {
  const { calendar, page } = await createUser('Anna', { timezoneId: 'Europe/Berlin' })
  await calendar.goTo('2031-01-14')
  const form = await calendar.newEvent()
  await form.title.fill('Call with Priya')
  await form.button('Time zone').click()
  const zone = new ZoneField(page, 'Time zone')
  await zone.open('nowhere at all')
  await expect(
    form.root.getByRole('listbox').getByText('No time zone found for “nowhere at all”.'),
  ).toBeVisible()
  // The first Escape clears the search, the second closes it; the dialog stays open.
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(form.title).toHaveValue('Call with Priya')
  // Without a result, Tab and Enter keep the zone and do not submit the form.
  await zone.open('qqxyz')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('listbox')).toHaveCount(0)
  await expect(zone.button).toContainText('Berlin')
  await zone.choose('mumbai')
  await expect(zone.button).toContainText('Kolkata')
  await form.type('Start time', '1830')
  await expect(form.root.getByText(/14:00 – 15:00 in your time \(Berlin\)/)).toBeVisible()
  await form.save()
  await expect(calendar.event('Call with Priya')).toHaveAccessibleName(/^Call with Priya, 14:00 – 15:00/)
  const { root } = await calendar.open('Call with Priya')
  await expect(root.getByText(/18:30 – 19:30 Kolkata \(GMT\+5:30\)$/)).toBeVisible()
})

test('explains skipped and repeated hours of clock changes', async ({ createUser }) => {
  const { calendar } = await createUser('Anna', { timezoneId: 'Europe/Berlin' })
  await calendar.goTo('2031-03-30')
  const form = await calendar.newEvent()
  await form.title.fill('Night feed')
  await form.type('Start time', '0230')
  await expect(form.root.getByText('The time will be 03:30')).toBeVisible()
  await form.type('Start date', '26102031')
  await expect(form.root.getByText('this hour occurs twice')).toBeVisible()
  await form.type('Start time', '0930')
  await expect(form.root.getByText('The clocks change')).toHaveCount(0)
})

test('shows the duration of an event across time zones', async ({ createUser }) => {
  const { calendar, page } = await createUser('Anna', { timezoneId: 'Europe/London' })
  await calendar.goTo('2031-01-14')
  const form = await calendar.newEvent()
  await form.title.fill('Flight')
  await form.button('Time zone').click()
  await new ZoneField(page, 'Time zone').choose('new york')
  await form.root.getByRole('switch', { name: 'Ends in another time zone' }).check({ force: true })
  await new ZoneField(page, 'End time zone').choose('london')
  await form.type('Start time', '1000')
  await form.type('End time', '2210')
  await form.save()
  // In the viewer's time, which is London's.
  await expect(calendar.event('Flight')).toHaveAccessibleName(/^Flight, 15:00 – 22:10, Anna$/)
  const { root } = await calendar.open('Flight')
  await expect(root.getByText('Tue, 14 Jan 2031, 15:00 – 22:10')).toBeVisible()
  await expect(
    root.getByText(/10:00 New York \(GMT−5\) – 22:10 London \(GMT(\+0)?\) · 7 h 10 min$/),
  ).toBeVisible()
})

test('offers the current time zone to a traveling user once', async ({
  createUser,
  browser,
  consoleErrors,
}) => {
  const anna = await createUser('Anna', { timezoneId: 'Europe/Berlin' })
  const state = await anna.context.storageState()
  const abroad = await browser.newContext({ timezoneId: 'Asia/Tokyo', storageState: state })
  consoleErrors.collectFrom(abroad)
  const page = await abroad.newPage()
  await page.goto('/calendar')
  const notice = page.getByRole('region', { name: 'Time zone' })
  await expect(notice).toContainText('You seem to be in the Tokyo time zone. Kinday shows Berlin time.')
  await notice.getByRole('button', { name: 'Keep Berlin' }).click()
  await expect(notice).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('main').getByRole('grid')).toBeVisible()
  await expect(notice).toHaveCount(0)
  await page.evaluate(() => localStorage.clear())
  await page.reload()
  await notice.getByRole('button', { name: 'Show Tokyo time' }).click()
  await expect(notice).toHaveCount(0)
  await page.goto('/settings')
  await expect(new ZoneField(page, 'Time zone').button).toContainText('Tokyo')
  await abroad.close()
})

test('shows the time zone offer on a phone without covering or moving controls', async ({
  createUser,
  browser,
  consoleErrors,
}) => {
  const anna = await createUser('Anna', { timezoneId: 'Europe/Berlin' })
  const abroad = await browser.newContext({
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 390, height: 844 },
    storageState: await anna.context.storageState(),
  })
  consoleErrors.collectFrom(abroad)
  const page = await abroad.newPage()
  await page.addInitScript(() => {
    const shifts: number[] = []
    Object.assign(window, { shifts })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value)
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto('/calendar')
  const notice = page.getByRole('region', { name: 'Time zone' })
  await expect(notice).toBeVisible()
  const box = async (control: typeof notice) => (await control.boundingBox())!
  const noticeBox = await box(notice)
  for (const control of [
    page.getByRole('navigation', { name: 'Main' }),
    page.getByRole('button', { name: 'New event' }),
  ]) {
    const other = await box(control)
    const areSeparate = noticeBox.x + noticeBox.width <= other.x || noticeBox.y + noticeBox.height <= other.y
    expect(areSeparate, await control.textContent().then(String)).toBe(true)
  }
  expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([])
  await abroad.close()
})

test('works without browser storage, including the time zone offer', async ({
  createUser,
  browser,
  consoleErrors,
}) => {
  const anna = await createUser('Anna', { timezoneId: 'Europe/Berlin' })
  const abroad = await browser.newContext({
    timezoneId: 'Asia/Tokyo',
    storageState: await anna.context.storageState(),
  })
  consoleErrors.collectFrom(abroad)
  const page = await abroad.newPage()
  await page.addInitScript(() =>
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('Blocked', 'SecurityError')
      },
    }),
  )
  await page.goto('/calendar')
  const notice = page.getByRole('region', { name: 'Time zone' })
  await notice.getByRole('button', { name: 'Keep Berlin' }).click()
  await expect(notice).toHaveCount(0)
  await expect(page.getByRole('main').getByRole('grid')).toBeVisible()
  await abroad.close()
})

test('does not offer a time zone with the same clock', async ({ createUser, browser, consoleErrors }) => {
  const ben = await createUser('Ben', { timezoneId: 'Europe/Berlin' })
  const paris = await browser.newContext({
    timezoneId: 'Europe/Paris',
    storageState: await ben.context.storageState(),
  })
  consoleErrors.collectFrom(paris)
  const page = await paris.newPage()
  await page.goto('/calendar')
  await expect(page.getByRole('button', { name: 'New event' })).toBeEnabled()
  await page.waitForFunction(() => document.readyState === 'complete')
  await expect(page.getByRole('region', { name: 'Time zone' })).toHaveCount(0)
  await paris.close()
})
