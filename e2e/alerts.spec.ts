import { expect, test } from '@/test/browser/fixtures'

test('shows a due alert on every page and above an open dialog, where it is dismissed everywhere', async ({
  createUser,
}) => {
  const { page, calendar } = await createUser('Anna')
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  await calendar.insertEvent('Dentist', tomorrow)
  await calendar.goTo(tomorrow)
  const second = await page.context().newPage()
  await second.goto('/home')
  const dialog = await calendar.open('Dentist')
  await dialog.root.getByText('Your alerts, note and color').click()
  const alerts = dialog.root.getByRole('group', { name: 'Alerts' })
  // The time of this alert has passed, so it is due at once.
  await alerts.getByLabel('When').selectOption({ label: '1 week before' })
  await expect(dialog.button('Use your default alerts')).toBeVisible()
  await dialog.close()
  const alertIn = (tab: typeof page) =>
    tab.getByRole('region', { name: 'Alerts' }).getByRole('link', { name: 'Dentist' })
  await expect(alertIn(page)).toBeVisible()
  await expect(alertIn(second)).toBeVisible()
  await calendar.newEvent()
  const alertsAbove = page.getByRole('dialog').getByRole('region', { name: 'Alerts' })
  await alertsAbove.getByRole('button', { name: 'Dismiss' }).click()
  await expect(alertIn(page)).toHaveCount(0)
  await expect(alertIn(second)).toHaveCount(0)
})
