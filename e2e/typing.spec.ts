import { expect, test } from '@/test/browser/fixtures'

test('keeps input typed while the editor is loading', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await page.route('**/_next/static/**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 300))
    await route.continue()
  })
  await calendar.goTo('2031-05-14')
  await page.keyboard.press('n')
  await page.keyboard.type('Dentist at 9')
  await expect(calendar.dialog.title).toHaveValue('Dentist at 9')
  await page.keyboard.type('.')
  await expect(calendar.dialog.title).toHaveValue('Dentist at 9.')
})

test('keeps a dialog open when a text selection ends outside or an input method uses Escape, and closes it on a press outside', async ({
  createUser,
}) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo('2031-05-14')
  const { title, root } = await calendar.newQuickEvent()
  const { x, y, width } = (await title.boundingBox())!
  await page.mouse.move(x + width / 2, y + 10)
  await page.mouse.down()
  await page.mouse.move(10, y + 10, { steps: 4 })
  await page.mouse.up()
  await expect(root).toBeVisible()
  await title.evaluate((input) =>
    input.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true, isComposing: true }),
    ),
  )
  await expect(root).toBeVisible()
  await page.mouse.click(10, y + 10)
  await expect(root).toHaveCount(0)
})
