import { expect, test } from '@/test/browser/fixtures'
import { expectAccessible } from './pages/axe'
import { CalendarsPage } from './pages/calendars'
import { GroupPage } from './pages/group'
import { ImportPage } from './pages/import'

// Runs axe on every page and dialog, each in both themes (see expectAccessible). admin.spec.ts tests the administration.
const DAY = '2031-05-14'
const DESK = { viewport: { width: 1280, height: 720 } }

// axe reads every element of every page.
test.slow()

test('pages before signing in are accessible', async ({ page }) => {
  for (const path of ['/', '/sign-in', '/reset', `/reset/${'x'.repeat(32)}`, '/sign-up']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectAccessible(page, path)
  }
  await page.getByRole('button', { name: 'Create your account' }).click()
  await expect(page.getByLabel('Your name')).toHaveAttribute('aria-invalid', 'true')
  await expectAccessible(page, 'sign-up with errors')
})

test('groups, settings and invitations are accessible', async ({ createUser, page: guest }) => {
  const { page } = await createUser('Anna')
  const group = new GroupPage(page)
  await page.goto('/groups')
  await expectAccessible(page, 'no groups')
  await page.goto('/groups/new')
  await expectAccessible(page, 'new group')
  await group.create('The Okafors')
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
  await guest.goto(link)
  await expectAccessible(guest, 'join')
  await guest.goto(`/join/${'x'.repeat(32)}`)
  await expectAccessible(guest, 'join, unknown')
})

test('home, search and history are accessible', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await page.goto('/home')
  await expectAccessible(page, 'home of a new user')
  await page.goto('/search')
  await expectAccessible(page, 'search')
  await calendar.insertEvent('Tea with Zoë', DAY)
  await calendar.goTo(DAY)
  const dialog = await calendar.open('Tea with Zoë')
  await dialog.edit()
  await dialog.title.fill('High tea')
  await dialog.save()
  await calendar.open('High tea')
  await dialog.root.getByText('History').click()
  await expect(dialog.button('Revert Title to Tea with Zoë')).toBeVisible()
  await expectAccessible(page, 'history', 'dialog')
  await page.goto('/home')
  await expectAccessible(page, 'home')
  await page.goto('/search?q=tea&kind=event')
  await expect(page.getByRole('link', { name: 'High tea' })).toBeVisible()
  await expectAccessible(page, 'search results')
})

test('renders an accessible month and its dialogs', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna', DESK)
  for (let index = 1; index <= 6; index++) await calendar.insertEvent(`Thing ${index}`, DAY)
  for (const [color, date] of [
    ['amber', '2031-05-20'],
    ['lime', '2031-05-21'],
    ['tomato', '2031-05-22'],
    ['sky', '2031-05-23'],
  ] as const) {
    await calendar.insertEvent(`${color} days`, date, { color, until: date })
  }
  await calendar.goTo(DAY)
  await expectAccessible(page, 'month')
  const quick = await calendar.newQuickEvent()
  await quick.title.fill('Dinner 7pm')
  await expect(quick.button('Keep “7pm” in the title')).toBeVisible()
  await expectAccessible(page, 'quick editor', 'dialog')
  await quick.title.fill('')
  await page.keyboard.press('Escape')
  const { root } = await calendar.open('amber days')
  await root.getByRole('textbox', { name: 'Write a comment' }).fill('Hello')
  await page.keyboard.press('Control+Enter')
  await expect(root.getByRole('button', { name: 'Edit comment' })).toBeVisible()
  await expectAccessible(page, 'event', 'dialog')
  await calendar.dialog.edit()
  await expectAccessible(page, 'event form', 'dialog')
  await calendar.dialog.switch('All day').uncheck({ force: true })
  await calendar.dialog.root.getByRole('button', { name: 'Pick a day: Start date' }).click()
  await expect(calendar.dialog.root.getByRole('application')).toBeVisible()
  await expectAccessible(page, 'picking a date', 'dialog')
  await page.keyboard.press('Escape')
  await calendar.dialog.title.fill('')
  await calendar.dialog.button('Save').click()
  await expectAccessible(page, 'event form with an error', 'dialog')
  await calendar.dialog.button('Cancel').click()
  await expectAccessible(page, 'asking', 'dialog')
  await calendar.dialog.button('Discard').click()
  await page.getByRole('button', { name: 'more on Wednesday, 14 May 2031' }).click()
  await expect(page.getByRole('dialog', { name: 'Wednesday, 14 May 2031' })).toBeVisible()
  await expectAccessible(page, 'day', 'dialog')
})

test('renders an accessible week, day and agenda', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna', DESK)
  await calendar.insertEvent('amber hour', '2031-05-13', { color: 'amber' })
  await calendar.insertEvent('lime hour', DAY, { color: 'lime' })
  await calendar.insertEvent('tomato hour', '2031-05-15', { color: 'tomato' })
  await calendar.insertEvent('Trip', DAY, { until: DAY })
  for (const view of ['week', 'day', 'agenda'] as const) {
    await calendar.goTo(DAY, view)
    await expectAccessible(page, view)
  }
  // Past events are drawn in other colors.
  await calendar.insertEvent('Long ago', '2001-05-16')
  for (const view of ['week', 'agenda'] as const) {
    await calendar.goTo('2001-05-16', view)
    await expectAccessible(page, `${view}, past`)
  }
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Move an event')
  await expectAccessible(page, 'keys', 'dialog')
  await page.keyboard.press('Escape')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('main').getByRole('button', { name: 'Calendars' }).click()
  await expect(page.getByRole('dialog', { name: 'Calendars' })).toBeVisible()
  await expectAccessible(page, 'side bar of a phone', 'dialog')
})

test('renders an accessible repeat editor and scope dialog', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.insertEvent('Choir', '2031-05-07', { rules: ['FREQ=WEEKLY'] })
  await calendar.goTo(DAY)
  await calendar.openOn(DAY, 'Choir')
  await expectAccessible(page, 'a series', 'dialog')
  await calendar.dialog.edit()
  await expectAccessible(page, 'every week', 'dialog')
  await calendar.dialog.repeat.setInterval(2, 'MONTHLY')
  await calendar.dialog.repeat.field('On').selectOption('nth')
  await calendar.dialog.repeat.field('Ends').selectOption('day')
  await expectAccessible(page, 'every two months', 'dialog')
  await calendar.dialog.button('Save').click()
  await expect(calendar.scope.root).toBeVisible()
  await expectAccessible(page, 'the question', 'dialog')
})

test('renders accessible account, activity and group settings pages', async ({ createUser }) => {
  const { page } = await createUser('Anna')
  const group = await new GroupPage(page).create('The Okafors')
  for (const path of ['/settings/account', `${group}/activity`, `${group}/settings`]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectAccessible(page, path)
  }
})

test('import is accessible', async ({ createUser }) => {
  const { page } = await createUser('Anna')
  const importing = new ImportPage(page)
  await importing.open()
  await expectAccessible(page, 'import')
  const event = [
    'BEGIN:VEVENT',
    'UID:1',
    'DTSTAMP:20310501T000000Z',
    'SUMMARY:Training',
    'DTSTART:20310514T090000Z',
  ]
  const file = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'X-WR-CALNAME:Club',
    ...event,
    'END:VEVENT',
    'END:VCALENDARx',
  ]
  await importing.choose({ name: 'a.ics', text: file.join('\r\n') })
  await importing.expectCounts('Club', ['1 new event'])
  await importing.file('a.ics').getByText('1 new event').click()
  await expectAccessible(page, 'preview')
  await importing.import()
  await expectAccessible(page, 'imported')
})

test('calendars, their feeds and the trash are accessible', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  const calendars = new CalendarsPage(page)
  await calendars.create('Allotment')
  await calendars.section('Alerts').getByRole('button', { name: 'Add alert' }).first().click()
  await page.getByText('Subscribe from another app').click()
  await page.getByRole('button', { name: 'Create link' }).click()
  await expect(page.getByRole('textbox', { name: 'Subscription link' })).toBeVisible()
  await page.getByRole('button', { name: 'Revoke' }).click()
  await expectAccessible(page, 'one calendar')
  await page.goto('/calendars')
  await expectAccessible(page, 'all calendars')
  await calendar.insertEvent('Dentist', DAY)
  await calendar.goTo(DAY)
  await (await calendar.open('Dentist')).delete()
  await page.goto('/calendars/trash')
  await expectAccessible(page, 'trash')
})

test('settings, the calendar and its form are accessible in Arabic', async ({ createUser }) => {
  const { page, calendar } = await createUser('Layla', { locale: 'ar-GB' })
  await calendar.insertEvent('Choir', DAY)
  await page.goto('/settings')
  await expectAccessible(page, 'settings')
  await calendar.goTo(DAY, 'week')
  await expectAccessible(page, 'week')
  await calendar.goTo(DAY)
  await expectAccessible(page, 'month')
  await calendar.open('Choir')
  await calendar.dialog.button('تعديل الحدث').click()
  await expect(calendar.dialog.root.getByLabel('العنوان', { exact: true })).toBeVisible()
  await expectAccessible(page, 'event form', 'dialog')
})
