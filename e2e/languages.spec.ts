import { devices, type Locator } from '@playwright/test'
import { expect, PASSWORD, test } from '@/test/browser/fixtures'
import { eventName } from './pages/event-name'
import { HoursView } from './pages/hours'
import { SettingsPage } from './pages/settings'
import { centerOf, Finger } from './pages/touch'

const { defaultBrowserType: _, ...PHONE } = devices['Pixel 7']

/** Pages of a signed-in user besides the calendar. */
const PAGES = [
  '/home',
  '/search?q=choir',
  '/groups',
  '/tasks',
  '/groups/new',
  '/calendars',
  '/calendars/trash',
  '/settings',
  '/settings/security',
  '/settings/calendars',
  '/settings/account',
  '/import',
]

test('uses the browser’s or the chosen language before and after sign-up', async ({
  browser,
  consoleErrors,
}) => {
  const context = await browser.newContext({ locale: 'de-AT' })
  consoleErrors.collectFrom(context)
  const page = await context.newPage()
  const html = page.locator('html')
  await page.goto('/')
  await expect(html).toHaveAttribute('lang', 'de-AT')
  await expect(html).toHaveAttribute('dir', 'ltr')
  await expect(page.getByRole('link', { name: 'Kalender anlegen' })).toBeVisible()
  await page.getByRole('button', { name: 'العربية' }).click()
  await expect(html).toHaveAttribute('lang', 'ar')
  await expect(html).toHaveAttribute('dir', 'rtl')
  await page.goto('/sign-up')
  await page.getByRole('button', { name: 'إنشاء حساب' }).click()
  await expect(page.getByLabel('اسمك')).toHaveAccessibleDescription('يُرجى ملء هذا الحقل.')
  await page.getByLabel('اسمك').fill('ليلى')
  await page.getByLabel('البريد الإلكتروني').fill(`${crypto.randomUUID()}@example.org`)
  await page.getByLabel('كلمة المرور').fill(PASSWORD)
  await page.getByRole('button', { name: 'إنشاء حساب' }).click()
  await page.getByRole('button', { name: 'لي وحدي' }).click()
  await page.waitForURL('**/calendar/month/**')
  await expect(html).toHaveAttribute('lang', 'ar-AT')
  await expect(page.getByRole('grid', { name: 'شهر' })).toBeVisible()
  // The account's language takes precedence over the browser's cookie.
  await context.clearCookies({ name: 'language' })
  await page.reload()
  await expect(html).toHaveAttribute('lang', 'ar-AT')
  await context.close()
})

test('shows Latin digits in Arabic and keeps the country of the locale', async ({ createUser }) => {
  const { page } = await createUser('ليلى', { locale: 'ar-EG' })
  for (const view of ['month', 'week', 'agenda']) {
    await page.goto(`/calendar/${view}/2031-05-14`)
    await expect(page.locator('html')).toHaveAttribute('lang', 'ar-EG')
    await expect(page.getByRole('heading', { level: 1 })).toContainText('2031')
    await expect(page.getByText(/[٠-٩]/)).toHaveCount(0)
  }
  await page.goto('/settings')
  await expect(page.locator('[name=locale]')).toHaveValue('ar')
  await expect(page.locator('[name=region]')).toHaveValue('EG')
})

test('uses week start, hour cycle and theme of the settings, and keeps them when another language is chosen', async ({
  createUser,
}) => {
  const { page, calendar } = await createUser('Anna')
  const settings = new SettingsPage(page)
  await settings.change({ weekStart: 'Sunday', hourCycle: '1:30 pm', theme: 'Dark' })
  await calendar.insertEvent('Chor', '2031-05-14', { rules: ['FREQ=WEEKLY'] })
  await calendar.goTo('2031-05-14')
  await expect(calendar.grid.getByRole('columnheader').first()).toHaveText('Sun')
  await expect(calendar.grid.getByRole('gridcell').first()).toHaveAccessibleName('Sunday, 27 April 2031')
  await expect(calendar.eventOn('2031-05-14', 'Chor')).toContainText('9am')

  await settings.changeLanguage('Deutsch')
  const html = page.locator('html')
  await expect(html).toHaveAttribute('lang', 'de-GB')
  await expect(html).toHaveAttribute('data-theme', 'dark')
  await expect(page.locator('meta[name="theme-color"]')).toHaveAttribute('content', '#16171a')
  await expect(page.getByLabel('Die Woche beginnt am')).toHaveValue('7')
  await expect(page.getByLabel('Uhrzeit')).toHaveValue('h12')
  await expect(page.getByLabel('Sprache')).toHaveValue('de')
  await calendar.goTo('2031-05-14')
  await expect(calendar.heading).toHaveText('Mai 2031')
  await expect(calendar.grid.getByRole('columnheader').first()).toHaveText('So')
  await calendar.openOn('2031-05-14', 'Chor')
  await expect(calendar.dialog.root).toContainText('Jede Woche am Mittwoch')
  await expect(calendar.dialog.root).toContainText('Mi., 14. Mai 2031')
  await calendar.dialog.button('Löschen').click()
  await expect(page.getByRole('dialog', { name: 'Wiederkehrenden Termin löschen' })).toContainText(
    'Nur dieser Termin',
  )
  await page.keyboard.press('Escape')

  await settings.changeLanguage('English')
  await expect(html).toHaveAttribute('lang', 'en-GB')
  await expect(page.getByLabel('Clock')).toHaveValue('h12')
  await expect(page.getByLabel('Week starts on')).toHaveValue('7')
})

test('lays out the month from right to left in Arabic', async ({ createUser }) => {
  const { page, calendar } = await createUser('Layla', { locale: 'ar-GB' })
  await calendar.insertEvent('Trip', '2031-05-14', { until: '2031-05-16' })
  await calendar.goTo('2031-05-14')
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await expect(calendar.heading).toHaveText('مايو 2031')

  const names = calendar.grid.getByRole('columnheader')
  await expect(names.first()).toHaveText('الاثنين')
  expect((await names.first().boundingBox())!.x).toBeGreaterThan((await names.last().boundingBox())!.x)
  const main = page.getByRole('main')
  const next = main.getByRole('button', { name: 'الشهر التالي' })
  const previous = main.getByRole('button', { name: 'الشهر السابق' })
  expect((await next.boundingBox())!.x).toBeLessThan((await previous.boundingBox())!.x)
  await next.click()
  await expect(calendar.heading).toHaveText('يونيو 2031')
  await previous.click()

  // A bar begins at the right edge of its first day and ends at the left edge of its last.
  const bar = (await calendar.event('Trip').boundingBox())!
  const first = (await calendar.day('2031-05-14').boundingBox())!
  const last = (await calendar.day('2031-05-16').boundingBox())!
  expect(Math.abs(bar.x + bar.width - (first.x + first.width))).toBeLessThan(8)
  expect(Math.abs(bar.x - last.x)).toBeLessThan(8)

  await calendar.goTo('2031-05-14')
  await calendar.day('2031-05-14').focus()
  for (const [key, day] of [
    ['ArrowLeft', '2031-05-15'],
    ['ArrowDown', '2031-05-22'],
    ['ArrowRight', '2031-05-21'],
    ['Home', '2031-05-19'],
    ['End', '2031-05-25'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(calendar.day(day), key).toBeFocused()
  }

  const from = await centerOf(calendar.event('Trip'))
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x - first.width, from.y, { steps: 6 })
  await page.mouse.up()
  await expect(calendar.eventOn('2031-05-15', 'Trip')).toHaveAccessibleName(/حتى السبت، 17 مايو 2031/)
  await expect(calendar.toast('تم نقل الحدث')).toBeVisible()
  // The bar ends at the left.
  const moved = (await calendar.event('Trip').boundingBox())!
  await page.mouse.move(moved.x + 4, moved.y + moved.height / 2)
  await page.mouse.down()
  await page.mouse.move(moved.x + 4 + first.width, moved.y + moved.height / 2, { steps: 6 })
  await page.mouse.up()
  await expect(calendar.eventOn('2031-05-15', 'Trip')).toHaveAccessibleName(/حتى الجمعة، 16 مايو 2031/)
})

test('lays out the week from right to left in Arabic, also for drags', async ({ createUser }) => {
  const { page, calendar } = await createUser('Layla', {
    viewport: { width: 1280, height: 720 },
    locale: 'ar-GB',
  })
  await calendar.insertEvent('Choir', '2031-05-14')
  await calendar.goTo('2031-05-14', 'week')
  const hours = new HoursView(page)
  await expect(hours.event('Choir')).toHaveAccessibleName(/^Choir، الأربعاء، 14 مايو 2031، /)
  await hours.drag(await centerOf(hours.event('Choir')), await hours.at('2031-05-15', '09:27'))
  await page.mouse.up()
  await expect(hours.event('Choir')).toHaveAccessibleName(/^Choir، الخميس، 15 مايو 2031، /)
  const column = (await hours.day('2031-05-15').boundingBox())!
  const block = (await hours.event('Choir').boundingBox())!
  expect(column.x).toBeLessThan((await hours.day('2031-05-14').boundingBox())!.x)
  expect(block.x).toBeGreaterThanOrEqual(column.x)
  expect(block.x + block.width).toBeLessThanOrEqual(column.x + column.width)
  await page.keyboard.press('Escape')
  await hours.event('Choir').focus()
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(hours.event('Choir')).toHaveAccessibleName(/^Choir، الجمعة، 16 مايو 2031، /)
})

test('aligns names at the start and flips arrows in Arabic', async ({ createUser }) => {
  const { page, calendar } = await createUser('Layla', { locale: 'ar-GB' })
  await calendar.insertEvent('Choir', '2031-05-14')
  await calendar.goTo('2031-05-14', 'agenda')
  const entry = page.getByRole('main').getByRole('button', { name: eventName('Choir') })
  const title = (await entry.getByText('Choir').boundingBox())!
  const time = (await entry.locator('> span').first().boundingBox())!
  // The title follows the time, and is not at the far side of its column.
  expect(time.x - (title.x + title.width)).toBeLessThan(24)

  await page.goto('/calendars')
  const scaleOfArrow = (link: Locator) =>
    link.locator('svg.flips').evaluate((sign) => getComputedStyle(sign).scale)
  expect(await scaleOfArrow(page.getByRole('main').locator('li a[href^="/calendars/"]').first())).toBe('-1 1')
  await page.goto('/calendars/trash')
  expect(await scaleOfArrow(page.getByRole('main').locator('a[href="/calendars"]'))).toBe('-1 1')
  // An empty field begins at the right; typed text determines its own direction.
  await page.goto('/groups/new')
  const name = page.getByLabel('اسم المجموعة')
  const direction = () => name.evaluate((field) => getComputedStyle(field).direction)
  expect(await direction()).toBe('rtl')
  await name.fill('Choir')
  expect(await direction()).toBe('ltr')
})

test('reverses swipes in Arabic', async ({ createUser }) => {
  const { page, calendar } = await createUser('Layla', { ...PHONE, locale: 'ar-GB' })
  await calendar.goTo('2031-05-14')
  const finger = await Finger.on(page)
  await finger.swipe({ x: 80, y: 420 }, { x: 280, y: 425 })
  await expect(calendar.heading).toHaveText('يونيو 2031')
})

test('fits every page on a phone, and the navigation on a tablet, in German and Arabic', async ({
  createUser,
}) => {
  for (const locale of ['de-DE', 'ar-GB']) {
    // Every page is laid out by the server.
    const { page } = await createUser('Anna', { ...PHONE, locale, javaScriptEnabled: false })
    for (const path of ['/calendar', '/calendar/agenda/2031-05-14', ...PAGES]) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect(overflow, `${path} in ${locale}`).toBeLessThanOrEqual(0)
    }
    await page.setViewportSize({ width: 768, height: 1024 })
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow, `${locale} on a tablet`).toBeLessThanOrEqual(0)
  }
})
