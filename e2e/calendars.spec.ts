import { createGroup, expect, test } from '@/test/browser/fixtures'
import { runAction } from '@/test/browser/run-action'
import { CalendarsPage } from './pages/calendars'

const DAY = '2031-05-14'

test('shows a shared calendar, applies a lower permission and removes it when the share ends', async ({
  createUser,
}) => {
  test.slow()
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  await createGroup('The Okafors', anna, [[ben, 'viewer']])
  await ben.calendar.goTo(DAY)
  const side = ben.page.getByRole('complementary')
  await ben.page.evaluate(() => document.body.setAttribute('data-mark', 'kept'))

  const annas = new CalendarsPage(anna.page)
  await annas.create('Allotment')
  await annas.share('Ben', 'Edit events')
  await expect(side.getByText('Allotment')).toBeVisible()
  const shared = side.locator('section', { hasText: 'Shared with me' })
  await expect(shared).toContainText(/Allotment\s*Anna/)
  // Managing a calendar does not make it the user's own.
  await annas.changePermission('Ben', 'Edit and share')
  await expect(shared).toContainText('Allotment')
  await annas.changePermission('Ben', 'Edit events')

  await ben.calendar.newQuickEvent()
  await ben.calendar.dialog.title.fill('Seeds')
  await ben.calendar.dialog.root.getByLabel('Calendar', { exact: true }).selectOption('Allotment')
  await ben.calendar.dialog.save()
  await expect(ben.calendar.event('Seeds')).toBeVisible()

  await annas.changePermission('Ben', 'See all events')
  await expect
    .poll(async () => {
      const dialog = await ben.calendar.open('Seeds')
      const editButtons = await dialog.button('Edit event').count()
      await dialog.close()
      return editButtons
    })
    .toBe(0)

  await annas.changePermission('Ben', 'See free/busy only')
  await expect(ben.calendar.event('Seeds')).toHaveCount(0)
  await expect(ben.calendar.event('Busy')).toBeVisible()
  await ben.calendar.event('Busy').click()
  await expect(ben.page.getByRole('dialog', { name: 'Busy' })).toContainText(
    'You can only see the time of this event.',
  )
  await expect(ben.page.getByRole('button', { name: /^Remove from/ })).toHaveCount(0)
  await ben.page.keyboard.press('Escape')

  await annas.unshare('Ben')
  await expect(side.getByText('Allotment')).toHaveCount(0)
  await expect(ben.calendar.event('Busy')).toHaveCount(0)
  await expect(ben.page.locator('body')).toHaveAttribute('data-mark', 'kept')
})

test('shows an event in another calendar by title and removes it again', async ({ createUser }) => {
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  await anna.calendar.insertEvent('Dentist', DAY, { location: '12 Harley Street' })
  await createGroup('The Okafors', anna, [[ben, 'viewer']])
  for (const { calendar } of [anna, ben]) await calendar.goTo(DAY)
  await expect(ben.calendar.event('Dentist')).toHaveCount(0)

  const dialog = await anna.calendar.open('Dentist')
  await dialog.button('Also show in…').click()
  const placement = dialog.root.getByLabel('In The Okafors')
  await placement.selectOption('Busy only')
  await expect(ben.calendar.event('Busy')).toBeVisible()
  await placement.selectOption('Title only')
  await expect(ben.calendar.event('Dentist')).toBeVisible()
  await dialog.close()
  await expect(anna.calendar.event('Dentist')).toHaveCount(1)
  await expect(anna.calendar.event('Dentist')).toHaveAccessibleName(/Anna, The Okafors/)

  const seen = await ben.calendar.open('Dentist')
  await expect(seen.root).toContainText('The Okafors')
  await expect(seen.root).not.toContainText('Harley Street')
  await expect(seen.button('Edit event')).toHaveCount(0)
  await seen.close()

  await anna.calendar.undo('Saved')
  await expect(ben.calendar.event('Dentist')).toHaveCount(0)
  await expect(ben.calendar.event('Busy')).toBeVisible()
})

test('lets an editor remove a placement that is visible as busy only', async ({ createUser }) => {
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  await anna.calendar.insertEvent('Dentist', DAY)
  await createGroup('The Okafors', anna, [[ben, 'editor']])
  for (const { calendar } of [anna, ben]) await calendar.goTo(DAY)
  const dialog = await anna.calendar.open('Dentist')
  await dialog.button('Also show in…').click()
  await dialog.root.getByLabel('In The Okafors').selectOption('Busy only')
  await dialog.close()

  await ben.calendar.event('Busy').click()
  const busy = ben.page.getByRole('dialog', { name: 'Busy' })
  await expect(busy).toContainText('The Okafors')
  await expect(busy).not.toContainText('Dentist')
  await busy.getByRole('button', { name: 'Remove from The Okafors' }).click()
  await expect(ben.calendar.event('Busy')).toHaveCount(0)
  await expect(anna.calendar.event('Dentist')).not.toHaveAccessibleName(/Okafors/)

  await ben.calendar.undo('Removed from The Okafors')
  await expect(ben.calendar.event('Busy')).toBeVisible()
  await expect(anna.calendar.event('Dentist')).toHaveAccessibleName(/Okafors/)
})

test('deletes a calendar with its events after its name is typed, and restores it', async ({
  createUser,
}) => {
  test.slow()
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  await createGroup('The Okafors', anna, [[ben, 'viewer']])
  const annas = new CalendarsPage(anna.page)
  const { id: allotment } = await runAction(anna.context, 'calendars/createCalendar', { name: 'Allotment' })
  await anna.calendar.insertEvent('Seeds', DAY, { calendarId: allotment })
  await annas.open('Allotment')
  await annas.share('Ben', 'See all events')
  await ben.calendar.goTo(DAY)
  await expect(ben.calendar.event('Seeds')).toBeVisible()

  const remove = async () => {
    await annas.open('Allotment')
    await anna.page.getByRole('button', { name: 'Delete calendar…' }).click()
    const dialog = anna.page.getByRole('dialog')
    await expect(dialog).toContainText('Its 1 event moves to the trash with it.')
    await expect(dialog).toContainText('1 other person loses access.')
    const confirm = dialog.getByRole('button', { name: 'Delete' })
    await expect(confirm).toBeDisabled()
    await dialog.getByLabel('To confirm').fill('Allotment')
    await confirm.click()
    await anna.page.waitForURL('**/calendars')
    await expect(ben.calendar.event('Seeds')).toHaveCount(0)
  }
  await remove()
  await anna.page.getByRole('button', { name: 'Undo' }).click()
  await expect(ben.calendar.event('Seeds')).toBeVisible()

  await remove()
  await anna.page.goto('/calendars/trash')
  const row = anna.page.getByRole('list', { name: 'Trash' }).getByRole('listitem')
  await expect(row).toContainText('deleted by Anna')
  await anna.page.getByRole('button', { name: 'Restore Allotment' }).click()
  await expect(row).toHaveCount(0)
  await expect(ben.calendar.event('Seeds')).toBeVisible()

  await remove()
  await anna.page.goto('/calendars/trash')
  await anna.page.getByRole('button', { name: 'Delete Allotment permanently' }).click()
  await anna.page.getByRole('alertdialog').getByRole('button', { name: 'Delete permanently' }).click()
  await expect(anna.page.getByText('The trash is empty')).toBeVisible()
})

test('reorders calendars by keyboard and drag, and sets their visibility, color and default alerts', async ({
  createUser,
}) => {
  const { page, context } = await createUser('Anna')
  const calendars = new CalendarsPage(page)
  for (const name of ['Work', 'Sport']) await runAction(context, 'calendars/createCalendar', { name })
  await page.goto('/calendars')
  const rows = calendars.rows('My calendars')
  await expect(rows).toHaveText([/^Anna/, /^Work/, /^Sport/])
  await page.getByRole('button', { name: 'Move Sport' }).focus()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByText('Sport is now number 2 of 3')).toBeAttached()
  await expect(rows).toHaveText([/^Anna/, /^Sport/, /^Work/])
  await page.getByRole('button', { name: 'Move Anna' }).hover()
  await page.mouse.down()
  await rows.nth(2).hover()
  await page.mouse.up()
  await expect(rows).toHaveText([/^Sport/, /^Work/, /^Anna/])
  await page.getByRole('button', { name: 'Show Work in my views' }).click()
  await expect(page.getByRole('button', { name: 'Show Work in my views' })).toHaveAttribute(
    'aria-pressed',
    'false',
  )
  await expect(async () => {
    await page.reload()
    await expect(rows).toHaveText([/^Sport/, /^Work/, /^Anna/])
  }).toPass()

  await rows.nth(1).click()
  await expect(page.getByRole('switch', { name: 'Show this calendar' })).not.toBeChecked()
  const general = page.getByRole('form', { name: 'General' })
  await general.getByLabel('Name').fill('Office')
  await general.getByRole('radio', { name: 'Pink' }).check({ force: true })
  await general.getByRole('button', { name: 'Save' }).click()
  await expect(calendars.heading('Office')).toBeVisible()
  const reminders = page.getByRole('group', { name: 'All-day events' })
  await reminders.getByRole('button', { name: 'Add alert' }).click()
  await reminders.getByLabel('When').selectOption({ value: '-540' })
  await reminders.getByLabel('Channel').selectOption('E-mail')
  await expect(async () => {
    await page.reload()
    await expect(reminders.getByLabel('Channel')).toHaveValue('email', { timeout: 1000 })
  }).toPass()
  await expect(reminders.getByLabel('When')).toHaveValue('-540')
})
