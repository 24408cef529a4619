import { createGroup, expect, test } from '@/test/browser/fixtures'
import { runAction } from '@/test/browser/run-action'

test('counts an invitation live, answers it from the bell, and notifies the organizer', async ({
  createUser,
}) => {
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  await createGroup('The Okafors', anna, [[ben, 'editor']])
  const { people } = await (await anna.context.request.get('/api/view/people')).json()
  const attendees = people.flatMap(([id, name]: [string, string]) => (name === 'Ben' ? id : []))
  for (const { calendar } of [anna, ben]) await calendar.goTo('2031-05-14')
  const bellOf = (user: typeof anna) => user.page.getByRole('link', { name: /^Notifications/ })
  const expectUnread = (user: typeof anna, count: string) =>
    expect(bellOf(user)).toHaveAccessibleName(`Notifications${count && ` ${count}`}`)
  await expectUnread(ben, '')
  await expectUnread(anna, '1 unread notification')

  const [start, end] = ['2031-05-14T18:00:00', '2031-05-14T19:00:00']
  await runAction(anna.context, 'events/createEvent', {
    ...{ title: 'Dinner', calendarId: anna.calendar.defaultCalendar, attendees },
    span: { type: 'timed', start, end, startZone: 'Europe/Berlin', endZone: 'Europe/Berlin' },
  })
  await expectUnread(ben, '1 unread notification')
  await bellOf(ben).click()
  const panel = ben.page.getByRole('dialog', { name: 'Notifications' })
  await expect(panel.getByRole('link', { name: 'Anna invited you to Dinner' })).toBeVisible()
  await panel.getByRole('button', { name: 'Yes' }).click()
  await expect(panel.getByRole('button', { name: 'Yes' })).toHaveAttribute('aria-pressed', 'true')
  await ben.page.keyboard.press('Escape')
  await expectUnread(ben, '')

  await expectUnread(anna, '2 unread notifications')
  await bellOf(anna).click()
  await anna.page.getByRole('link', { name: 'Ben accepted Dinner' }).click()
  await expect(anna.page.getByRole('heading', { name: 'Dinner' })).toBeVisible()
  await expectUnread(anna, '1 unread notification')
})
