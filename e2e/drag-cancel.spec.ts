import { expect, test } from '@/test/browser/fixtures'
import { HoursView } from './pages/hours'
import { centerOf } from './pages/touch'

test('cancels a drag that is released outside the grid', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.insertEvent('Dentist', '2031-05-14')
  await calendar.goTo('2031-05-14', 'week')
  const hours = new HoursView(page)
  const from = await centerOf(hours.event('Dentist'))
  const preview = page.locator('[data-preview]')
  await hours.drag(from, { x: from.x + 40, y: from.y + 80 })
  await expect(preview).toBeVisible()
  await page.mouse.move(from.x, 10, { steps: 4 })
  await expect(preview).toHaveCount(0)
  await page.mouse.up()
  await page.mouse.move(from.x + 120, from.y + 90, { steps: 4 })
  await expect(preview).toHaveCount(0)
  await hours.event('Dentist').click()
  await expect(calendar.dialog.root.getByRole('heading', { name: 'Dentist' })).toBeVisible()
  await hours.expectAt('Dentist', 'Wednesday, 14 May 2031', '09:00 – 10:00')
})

test('cancels a drag when the window loses the focus or a context menu opens', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.insertEvent('Dentist', '2031-05-14')
  await calendar.goTo('2031-05-14')
  const from = await centerOf(calendar.event('Dentist'))
  const to = await centerOf(calendar.day('2031-05-22'))
  for (const type of ['blur', 'contextmenu']) {
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(to.x, to.y, { steps: 6 })
    await expect(page.locator('[data-ghost]')).toBeVisible()
    await page.evaluate((type) => dispatchEvent(new Event(type)), type)
    await expect(page.locator('[data-ghost]')).toHaveCount(0)
    await page.mouse.up()
    await expect(calendar.dialog.root).toHaveCount(0)
  }
  await expect(calendar.eventOn('2031-05-14', 'Dentist')).toBeVisible()
})

test('makes an event all-day when dropped on the all-day row, and one hour long when dropped on the hours', async ({
  createUser,
}) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.insertEvent('Dentist', '2031-05-14')
  await calendar.goTo('2031-05-14', 'week')
  const hours = new HoursView(page)
  const strip = (date: string) =>
    page.locator(`[data-strip="${Date.parse(`${date}T00:00:00Z`) / 86_400_000}"]`)
  await hours.drag(await centerOf(hours.event('Dentist')), await centerOf(strip('2031-05-16')))
  await page.mouse.up()
  await hours.expectAt('Dentist', 'Friday, 16 May 2031', 'All day')
  await expect(calendar.toast('Event moved')).toBeVisible()
  await page.reload()
  await calendar.waitUntilReady()
  await hours.drag(await centerOf(hours.event('Dentist')), await hours.at('2031-05-13', '11:30'))
  await page.mouse.up()
  await hours.expectAt('Dentist', 'Tuesday, 13 May 2031', '11:30 – 12:30')
  await calendar.undo('Event moved')
  await hours.expectAt('Dentist', 'Friday, 16 May 2031', 'All day')
})

test('creates an all-day event by dragging over days or selecting them with Shift and arrows', async ({
  createUser,
}) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo('2031-05-14')
  const [from, to] = [await centerOf(calendar.day('2031-05-16')), await centerOf(calendar.day('2031-05-20'))]
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y, { steps: 6 })
  await expect(calendar.day('2031-05-18')).toHaveClass(/target/)
  await page.mouse.up()
  await calendar.dialog.title.fill('Trip')
  await calendar.dialog.save()
  await expect(calendar.eventOn('2031-05-16', 'Trip')).toHaveAccessibleName(/until Tuesday, 20 May 2031/)

  await calendar.day('2031-05-14').focus()
  await page.keyboard.press('Shift+ArrowLeft')
  await page.keyboard.press('Shift+ArrowLeft')
  await expect(calendar.day('2031-05-13')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await calendar.dialog.title.fill('Fair')
  await calendar.dialog.save()
  await expect(calendar.eventOn('2031-05-12', 'Fair')).toHaveAccessibleName(/until Wednesday, 14 May 2031/)
})
