import { expect, test } from '@/test/browser/fixtures'

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
