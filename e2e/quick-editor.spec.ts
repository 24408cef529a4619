import { devices } from '@playwright/test'
import { expect, test } from '@/test/browser/fixtures'
import { HoursView } from './pages/hours'

const { defaultBrowserType: _, ...PHONE } = devices['Pixel 7']

test('shows a typed time in the grid and as a chip, and saves the title without it on Enter', async ({
  createUser,
}) => {
  const { page, calendar } = await createUser('Anna')
  const week = new HoursView(page)
  await calendar.goTo('2031-05-14', 'week')
  const ten = await week.at('2031-05-15', '10:00')
  await page.mouse.click(ten.x, ten.y)
  const form = calendar.dialog
  await expect(form.title).toBeFocused()
  const preview = page.locator('[data-preview]')
  await page.keyboard.type('Dinner 7pm for 2 hours')
  await expect(form.quickTime).toHaveText(/15 May 2031, 19:00 – 21:00$/)
  await expect(form.root.getByRole('status').first()).toHaveText(/^Understood as .*19:00 – 21:00$/)
  await expect(preview).toHaveText('Dinner19:00 – 21:00')
  // The popover is beside the event, and inside the window.
  await expect(preview).toBeInViewport({ ratio: 1 })
  await expect(form.root).toBeInViewport({ ratio: 1 })
  const [box, previewBox] = [(await form.root.boundingBox())!, (await preview.boundingBox())!]
  expect(box.x >= previewBox.x + previewBox.width || box.x + box.width <= previewBox.x).toBe(true)

  await form.button('Keep “7pm for 2 hours” in the title').click()
  await expect(form.quickTime).toHaveText(/15 May 2031, 10:00 – 11:00$/)
  await expect(preview).toHaveText('Dinner 7pm for 2 hours10:00 – 11:00')
  await form.title.fill('Dinner 8pm')
  await expect(form.quickTime).toHaveText(/20:00 – 21:00$/)
  await form.title.press('Escape')
  await expect(form.quickTime).toHaveText(/10:00 – 11:00$/)
  await form.title.fill('Dinner 8 pm')
  await form.title.press('Enter')
  await form.expectClosed()
  await expect(preview).toHaveCount(0)
  await week.expectAt('Dinner', 'Thursday, 15 May 2031', '20:00 – 21:00')
})

test('hands everything that was typed over to the full editor', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo('2031-05-14')
  const form = await calendar.newQuickEvent('2031-05-20')
  await page.keyboard.type('Picnic')
  for (const control of [form.quickTime, form.root.getByLabel('Calendar', { exact: true })]) {
    await page.keyboard.press('Tab')
    await expect(control).toBeFocused()
  }
  await page.keyboard.press('Tab')
  await page.keyboard.type('zoe@example.org')
  await page.keyboard.press('Enter')
  await expect(form.root.getByRole('list', { name: 'Guests' })).toContainText('zoe')
  await form.quickTime.click()
  await expect(form.segment('Start date')).toBeFocused()
  await form.type('Start time', '1215')
  await form.showMoreOptions()
  await expect(form.title).toHaveValue('Picnic')
  await form.expectSegments('Start date', ['20', '05', '2031'])
  await form.expectSegments('Start time', ['12', '15'])
  await expect(form.root.getByRole('list', { name: 'Guests by e-mail' })).toContainText('zoe')
  await page.keyboard.press('Escape')
  await form.button('Discard').click()
  await form.expectClosed()
})

test('opens as a sheet on phones and closes on a press outside, asking only if something was typed', async ({
  createUser,
}) => {
  const { page, calendar } = await createUser('Anna', PHONE)
  await calendar.goTo('2031-05-14', 'day')
  const day = new HoursView(page)
  const tap = async ({ x, y }: { x: number; y: number }) => page.touchscreen.tap(x, y)
  await tap(await day.at('2031-05-14', '15:00'))
  const form = calendar.dialog
  await expect(form.title).toBeFocused()
  await expect(page.locator('[data-preview]')).toBeInViewport()
  const bottomOf = async (sheet: typeof form.root) => {
    const { y, height } = (await sheet.boundingBox())!
    return y + height
  }
  await expect.poll(() => bottomOf(form.root)).toBe(page.viewportSize()!.height)
  await tap({ x: 200, y: 100 })
  await form.expectClosed()
  // The day has scrolled to show the event above the sheet.
  await tap(await day.at('2031-05-14', '15:00'))
  await form.title.fill('Tea')
  await tap({ x: 200, y: 100 })
  await form.button('Keep editing').click()
  await form.save()
  await day.expectAt('Tea', 'Wednesday, 14 May 2031', '15:00 – 16:00')
})
