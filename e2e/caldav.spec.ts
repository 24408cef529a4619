import { expect, test } from '@/test/browser/fixtures'
import { type CaldavStub, startCaldav } from '@/test/servers/caldav/server'
import { CalendarPage } from './pages/calendar'
import { ConnectedCalendarsPage } from './pages/connected-calendars'

/** A stub of a CalDAV server with one account. */
let server: CaldavStub
test.beforeEach(async () => {
  server = await startCaldav()
})
test.afterEach(async () => {
  expect(server.violations).toEqual([])
  await server.close()
})

const CHOIR = [
  ...[
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:stub',
    'BEGIN:VEVENT',
    'UID:choir',
    'DTSTAMP:20261101T000000Z',
  ],
  ...['DTSTART:20261117T170000Z', 'DTEND:20261117T190000Z', 'SUMMARY:Choir practice', 'X-ROOM:3'],
  ...['END:VEVENT', 'END:VCALENDAR', ''],
].join('\r\n')

test('connects a CalDAV account, syncs its calendar both ways, and replaces a revoked password', async ({
  createUser,
}) => {
  server.store.put('choir.ics', CHOIR)
  const { page } = await createUser('Anna')
  const connected = new ConnectedCalendarsPage(page)
  await connected.open()
  await connected.openCaldavForm()
  const address = page.getByLabel('Server address')
  await address.fill(server.url)
  await page.getByLabel('User name').fill('anna')
  await connected.submitPassword('guessed')
  await expect(connected.password).toHaveAccessibleDescription(/does not accept this user name/)
  await expect(connected.password).toBeFocused()
  await expect(address).toHaveValue(server.url)
  await connected.submitPassword('secret')
  await expect(connected.calendar('Family').getByLabel('Sync')).toHaveValue('both')
  await connected.preview()
  await expect(connected.calendar('Family')).toContainText('1 event will be added')
  await connected.sync()

  const calendar = new CalendarPage(page)
  await calendar.goTo('2026-11-17')
  const dialog = await calendar.open('Choir practice')
  await dialog.edit()
  await dialog.title.fill('Concert')
  await dialog.save()
  const stored = () => server.store.objects.get('choir.ics')!.ics
  await expect.poll(stored, { timeout: 30_000 }).toContain('SUMMARY:Concert')
  expect(stored()).toContain('X-ROOM:3')

  server.fault = ({ headers }) =>
    headers.authorization === `Basic ${btoa('anna:secret')}` ? { status: 401 } : undefined
  await connected.open()
  await page.getByRole('button', { name: 'Sync Family now' }).click()
  await expect(page.getByText('The server no longer accepts the password.')).toBeVisible({ timeout: 30_000 })
  await connected.open()
  await page.getByRole('link', { name: 'Enter new password' }).click()
  await connected.submitPassword('wrong', 'Save password')
  await expect(connected.password).toHaveAccessibleDescription(/does not accept this user name/)
  server.fault = () => undefined
  await connected.submitPassword('secret', 'Save password')
  await expect(page.getByRole('heading', { name: 'Connected calendars' })).toBeVisible()
  await expect(page.getByText('The server no longer accepts the password.')).toBeHidden()
})
