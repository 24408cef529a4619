import { expect, test } from '@/test/browser/fixtures'
import { expectAccessible } from './pages/axe'
import { waitForHydration } from './pages/hydration'

const DESK = { viewport: { width: 1280, height: 900 } }
const PHONE = { viewport: { width: 390, height: 844 } }

test('times are proposed in the grid, voted on at a desk and on a phone elsewhere, and become an event', async ({
  createUser,
  browser,
}) => {
  const { page } = await createUser('Anna', DESK)
  await page.goto('/gatherings/new')
  await waitForHydration(page.getByRole('button', { name: 'Create gathering' }))
  await page.getByLabel('Title').fill('Summer party')
  await page.getByRole('button', { name: 'Next week' }).click()
  const cursor = page.getByRole('button', { name: /Press Enter to/ })
  await cursor.press('Enter')
  await cursor.press('ArrowRight')
  await cursor.press('Enter')
  const box = (await cursor.boundingBox())!
  await page.mouse.move(box.x + 1.5 * box.width, box.y + 5)
  await page.mouse.down()
  await page.mouse.move(box.x + 1.5 * box.width, box.y + box.height * 1.9)
  await page.mouse.up()
  await expect(page.getByRole('region', { name: '3 times' })).toBeVisible()
  await expect(page.getByText('18:00 – 20:00')).toBeVisible()
  await page.getByLabel('Type times').fill('every evening next week 7-9')
  await expect(page.getByText(/^7 times, the first: .*19:00 – 21:00$/)).toBeVisible()
  await expectAccessible(page, 'new gathering')
  await page.getByRole('button', { name: 'Create gathering' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Summer party' })).toBeVisible()
  await expect(page).toHaveURL(/\/g\/summer-party-/)
  const path = new URL(page.url()).pathname

  const { page: ben } = await createUser('Ben', DESK)
  await ben.goto(path)
  await waitForHydration(ben.getByRole('button', { name: 'Save my votes' }))
  const slots = ben.getByRole('group', { name: /18:00/ })
  await expect(slots).toHaveCount(3)
  await slots.nth(0).getByRole('radio', { name: 'Yes' }).check()
  await slots.nth(1).getByRole('radio', { name: 'If need be' }).check()
  await ben.getByRole('button', { name: 'No to the rest' }).click()
  await ben.getByRole('button', { name: 'Save my votes' }).click()
  await expect(ben.getByText('Your votes were saved.')).toBeVisible()
  await expectAccessible(ben, 'votes in a table')
  await expect(page.getByRole('row', { name: /Ben/ })).toContainText('If need be')

  const guest = await (await browser.newContext({ ...PHONE, timezoneId: 'Asia/Tokyo' })).newPage()
  await guest.goto(path)
  await expect(guest.getByText(/Times in your time zone, Tokyo/)).toBeVisible()
  const cards = guest.getByRole('group', { name: /01:00|02:00/ })
  await expect(cards).toHaveCount(3)
  await cards.nth(0).getByRole('radio', { name: 'Yes' }).check()
  await guest.getByLabel('Your name').fill('Anna')
  await guest.getByRole('button', { name: 'Save my votes' }).click()
  await expect(guest.getByText(/Someone else uses this name/)).toBeVisible()
  await expect(cards.nth(0).getByRole('radio', { name: 'Yes' })).toBeChecked()
  await guest.getByLabel('Your name').fill('Zoe')
  await guest.getByRole('button', { name: 'Save my votes' }).click()
  await expect(guest.getByText('Your votes were saved.')).toBeVisible()
  await expectAccessible(guest, 'votes on a phone')
  const personalLink = await guest.getByLabel('Your personal link').inputValue()

  const withoutScripts = await (await browser.newContext({ ...PHONE, javaScriptEnabled: false })).newPage()
  await withoutScripts.goto(personalLink)
  const plainCards = withoutScripts.getByRole('group', { name: /18:00|17:00|16:00/ })
  await expect(plainCards.nth(0).getByRole('radio', { name: 'Yes' })).toBeChecked()
  await plainCards.nth(1).getByRole('radio', { name: 'No' }).check()
  await withoutScripts.getByRole('button', { name: 'Save changes' }).click()
  await expect(withoutScripts.getByText('Your votes were saved.')).toBeVisible()

  await expect(page.getByRole('rowheader', { name: /Zoe/ })).toBeVisible()
  await page.getByRole('button', { name: 'Choose a time' }).click()
  const dialog = page.getByRole('dialog', { name: 'Choose a time' })
  await expect(dialog.getByRole('radio').first()).toBeChecked()
  await expectAccessible(page, 'choosing a time', 'dialog')
  await dialog.getByRole('button', { name: 'Create event' }).click()
  await expect(page.getByText('Time chosen')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Undone', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Choose a time' }).click()
  await dialog.getByRole('button', { name: 'Create event' }).click()
  await expect(page.getByText('Time chosen')).toBeVisible()
  await page.getByRole('link', { name: 'Open event' }).click()
  const event = page.getByRole('dialog', { name: 'Summer party' })
  await expect(event.getByLabel('Record Zoe’s answer')).toHaveValue('accepted')
  await expect(event.getByLabel('Record Ben’s answer')).toHaveValue('accepted')
})
