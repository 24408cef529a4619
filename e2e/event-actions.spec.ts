import { devices } from '@playwright/test'
import { createGroup, expect, test } from '@/test/browser/fixtures'
import { centerOf, Finger } from './pages/touch'

const { defaultBrowserType: _, ...PHONE } = devices['Pixel 7']

test('acts on events by the context menu, by keys and by selecting several', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.insertEvent('Dentist', '2031-05-14')
  await calendar.insertEvent('Lunch', '2031-05-15', { from: 12 })
  await calendar.goTo('2031-05-14')

  // The page loads the actions when it is idle.
  await expect(async () => {
    await calendar.event('Dentist').click({ button: 'right' })
    await expect(page.getByRole('menu')).toBeVisible({ timeout: 500 })
  }).toPass()
  await page.getByRole('menuitem', { name: 'Duplicate' }).click()
  await expect(calendar.eventOn('2031-05-14', 'Dentist')).toHaveCount(2)
  await page.keyboard.press('Control+z')
  await expect(calendar.eventOn('2031-05-14', 'Dentist')).toHaveCount(1)

  await calendar.event('Lunch').focus()
  await page.keyboard.press('Control+c')
  await calendar.day('2031-05-20').hover()
  await page.keyboard.press('Control+v')
  await expect(calendar.eventOn('2031-05-20', 'Lunch')).toBeVisible()

  await calendar.eventOn('2031-05-14', 'Dentist').click({ modifiers: ['Control'] })
  await calendar.eventOn('2031-05-15', 'Lunch').click({ modifiers: ['Control'] })
  await expect(page.getByRole('toolbar', { name: '2 events selected' })).toBeVisible()
  await calendar.eventOn('2031-05-14', 'Dentist').dragTo(calendar.day('2031-05-21'))
  await expect(calendar.eventOn('2031-05-21', 'Dentist')).toBeVisible()
  await expect(calendar.eventOn('2031-05-22', 'Lunch')).toBeVisible()
  await page.keyboard.press('Delete')
  await expect(calendar.event('Dentist')).toHaveCount(0)
  await expect(calendar.event('Lunch')).toHaveCount(1)
  await page.keyboard.press('Control+z')
  await expect(calendar.eventOn('2031-05-21', 'Dentist')).toBeVisible()
  await expect(calendar.eventOn('2031-05-22', 'Lunch')).toBeVisible()
  await page.keyboard.press('Control+Shift+z')
  await expect(calendar.event('Dentist')).toHaveCount(0)
})

test('explains why an event stays if the user moves it by mouse, key or touch without permission', async ({
  createUser,
}) => {
  const anna = await createUser('Anna')
  const [ben, phone] = [await createUser('Ben'), await createUser('Chidi', PHONE)]
  await createGroup('The Okafors', anna, [
    [ben, 'viewer'],
    [phone, 'viewer'],
  ])
  await anna.calendar.insertEvent('Dentist', '2031-05-14')
  for (const { page, calendar } of [ben, phone]) {
    await calendar.goTo('2031-05-14')
    // The page loads the reason when it is idle.
    await expect(async () => {
      await calendar.event('Dentist').focus()
      await page.keyboard.press('Alt+ArrowRight')
      await expect(calendar.toast('You can’t change this event.')).toBeVisible({ timeout: 500 })
    }).toPass()
    await calendar.toast('You can’t change this event.').click()
    await expect(calendar.toast('You can’t change this event.')).toHaveCount(0)
  }
  const from = await centerOf(ben.calendar.event('Dentist'))
  const to = await centerOf(ben.calendar.day('2031-05-22'))
  await ben.page.mouse.move(from.x, from.y)
  await ben.page.mouse.down()
  await ben.page.mouse.move(to.x, to.y, { steps: 6 })
  await ben.page.mouse.up()
  await expect(ben.calendar.toast('You can’t change this event.')).toBeVisible()
  await expect(ben.calendar.eventOn('2031-05-14', 'Dentist')).toBeVisible()

  const finger = await Finger.on(phone.page)
  await finger.press(await centerOf(phone.calendar.event('Dentist')))
  await finger.rest()
  await finger.slide(await centerOf(phone.calendar.day('2031-05-22')))
  await expect(phone.calendar.toast('You can’t change this event.')).toBeVisible()
  await finger.lift()
  await expect(phone.calendar.heading).toHaveText('May 2031')
  await expect(phone.calendar.dialog.root).toHaveCount(0)
  await expect(phone.page.getByRole('menu')).toHaveCount(0)
})
