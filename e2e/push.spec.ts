import { createGroup, expect, test } from '@/test/browser/fixtures'
import { runAction } from '@/test/browser/run-action'
import { connectToServerDatabase } from '@/test/clients/over-http'
import { startPushService } from '@/test/servers/push-service.mjs'
import { PushDevice } from './pages/push-device'

test.use({ serviceWorkers: 'allow', permissions: ['notifications'] })

test('shows push messages, whose buttons snooze, complete and answer, also when a message or session is invalid', async ({
  createUser,
  consoleErrors,
}) => {
  // The command of a button in a session that has ended.
  consoleErrors.allow(/401/)
  const service = await startPushService()
  const sql = connectToServerDatabase()
  const anna = await createUser('Anna')
  const ben = await createUser('Ben', { permissions: ['notifications'], serviceWorkers: 'allow' })
  const { page, context, calendar } = ben
  await createGroup('The Okafors', anna, [[ben, 'editor']])
  const { endpoint, keys } = service.device()
  await PushDevice.prepare(context, { endpoint, keys })
  const message = (title: RegExp) => service.messages.find(({ text }) => title.test(text))
  const arrival = async (title: RegExp) => {
    await expect.poll(() => message(title)?.text ?? '', { timeout: 60_000 }).not.toBe('')
    return message(title)!
  }

  await page.goto('/settings/notifications')
  const isDenied = await page.evaluate(() => Notification.permission === 'denied')
  test.skip(isDenied, 'this browser, as the headless shell of Chromium, shows no notifications')
  const card = page.getByRole('region', { name: 'Push notifications' })
  await card.getByRole('button', { name: 'Turn on for this device' }).click()
  await card.getByRole('button', { name: /^Send a test to / }).click()
  const device = await PushDevice.connect(page)
  await device.deliver((await arrival(/Test notification/)).text, 1)
  const { body } = (await device.notification('Test notification'))!
  expect(body).toBe('Push notifications reach this device.')

  const { people } = await (await anna.context.request.get('/api/view/people')).json()
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  const at = (time: string) => ({ type: 'timed', ...zones, start: `${tomorrow}T${time}` })
  const zones = { startZone: 'Europe/Berlin', endZone: 'Europe/Berlin' }
  const { id: dinner } = await runAction(anna.context, 'events/createEvent', {
    ...{ title: 'Dinner', calendarId: anna.calendar.defaultCalendar },
    attendees: people.flatMap(([id, name]: [string, string]) => (name === 'Ben' ? id : [])),
    span: { ...at('18:00:00'), end: `${tomorrow}T19:00:00` },
  })
  const reminders = { Stretch: '', Medicine: '' }
  for (const title of Object.keys(reminders) as (keyof typeof reminders)[]) {
    const { id } = await runAction(context, 'events/createEvent', {
      ...{ title, kind: 'reminder', calendarId: ben.calendar.defaultCalendar },
      span: { ...at('12:00:00'), end: `${tomorrow}T12:00:00` },
    })
    // This time has passed, so the alarm is due at once.
    const alarms = [{ minutesBefore: 7 * 24 * 60, method: 'in-app' }]
    await runAction(context, 'layers/setEventAlarms', { id: id!, alarms })
    reminders[title] = id!
  }

  const stretch = await arrival(/Stretch/)
  await device.deliver(stretch.text, 2)
  const reminder = { tag: stretch.topic, actions: ['In 15 minutes', 'Mark as done'] }
  expect(await device.notification('Stretch')).toMatchObject(reminder)
  expect(stretch.urgency).toBe('high')
  await device.click('Stretch', 'snooze')
  const [snoozed] = await sql`
    select due_at > now() + interval '10 minutes' as "isLater" from alarm_due where event_id = ${reminders.Stretch}`
  expect(snoozed).toEqual({ isLater: true })
  await device.deliver((await arrival(/Medicine/)).text, 2)
  await device.click('Medicine', 'done')
  expect(await sql`select done_at is not null as done from events where id = ${reminders.Medicine}`).toEqual([
    { done: true },
  ])

  const invitation = await arrival(/Dinner/)
  await device.deliver(invitation.text, 2)
  const invited = { tag: invitation.topic, actions: ['Yes', 'No'] }
  expect(await device.notification('Anna invited you to Dinner')).toMatchObject(invited)
  const badges = await device.badges()
  expect(badges.length).toBeGreaterThan(0)
  expect(Math.min(...badges)).toBeGreaterThan(0)
  await device.click('Anna invited you to Dinner', 'yes')
  const answers = () => sql`select status from answers where event_id = ${dinner!}`
  expect(await answers()).toEqual([{ status: 'accepted' }])
  await device.deliver(invitation.text, 2)
  await device.click('Anna invited you to Dinner')
  await expect(calendar.dialog.root.getByRole('heading', { name: 'Dinner' })).toBeVisible()

  await device.deliver('not what Kinday sends', 2)
  expect(await device.notification('Kinday')).toMatchObject({ actions: [] })
  await sql`delete from sessions where user_id = (select id from users where email = ${ben.email})`
  await device.deliver(invitation.text, 3)
  await device.click('Anna invited you to Dinner', 'no')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in')
  expect(await answers()).toEqual([{ status: 'accepted' }])
  await sql.end()
  await service.close()
})
