import { expect, test } from '@/test/browser/fixtures'
import { expectAccessible } from './pages/axe'

const PHONE = { viewport: { width: 390, height: 844 } }

test('a guest joins by a public link and answers without scripts, and the organizer sees it', async ({
  openCalendarAs,
  browser,
}) => {
  const { page, calendar } = await openCalendarAs('Anna')
  await calendar.insertEvent('Summer party', '2031-05-14')
  await calendar.goTo('2031-05-14')
  const dialog = await calendar.open('Summer party')
  await dialog.root.getByRole('button', { name: 'Links and QR codes' }).click()
  const links = page.getByRole('dialog', { name: 'Links for guests' })
  await links.getByRole('button', { name: 'Create public link' }).click()
  await links.getByRole('button', { name: 'QR code' }).click()
  const code = links.getByRole('img', { name: /QR code/ })
  await expect.poll(() => code.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  await expectAccessible(page, 'links for guests', 'dialog')
  const path = (await code.getAttribute('src'))!.replace('/qr.svg', '')

  const guest = await (await browser.newContext({ ...PHONE, javaScriptEnabled: false })).newPage()
  await guest.goto(path)
  await expect(guest.getByRole('heading', { level: 1 })).toHaveText('Summer party')
  await guest.getByLabel('Your name').fill('Zoe')
  await guest.getByRole('button', { name: 'Join' }).click()
  await expect(guest.getByRole('status')).toContainText('You’re on the guest list')
  await guest.getByText('Number of people, comment, name').click()
  await guest.getByLabel('Comment for the organizer').fill('With cake')
  await guest.getByRole('button', { name: 'Maybe' }).click()
  await expect(guest.getByRole('status')).toHaveText('Your answer was saved: Maybe.')
  await guest.getByRole('button', { name: 'العربية' }).click()
  await expect(guest.getByRole('button', { name: 'ربما' })).toHaveAttribute('aria-pressed', 'true')

  const withScripts = await (await browser.newContext({ ...PHONE, timezoneId: 'Asia/Tokyo' })).newPage()
  await withScripts.goto(guest.url())
  await expect(withScripts.getByText('بتوقيتك:')).toBeVisible()
  await expectAccessible(withScripts, 'page of a guest in Arabic')

  await guest.getByRole('button', { name: 'نعم' }).click()
  await expect(withScripts.getByRole('button', { name: 'نعم' })).toHaveAttribute('aria-pressed', 'true')

  await links.getByRole('button', { name: 'Close', exact: true }).first().click()
  await expect(dialog.root.getByText('With cake')).toBeVisible()
})
