import sharp from 'sharp'
import { createGroup, expect, test } from '@/test/browser/fixtures'

const DAY = '2031-05-14'

const photo = (color: string) =>
  sharp({ create: { width: 600, height: 400, channels: 3, background: color } })
    .jpeg()
    .toBuffer()

test('attaches files to a new event, pages through pictures by keyboard, and undoes a removal', async ({
  createUser,
}) => {
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  await createGroup('The Okafors', anna, [[ben, 'viewer']])
  await anna.calendar.goTo(DAY)
  const form = await anna.calendar.newEvent(DAY)
  await form.title.fill('Hike')
  await form.root.getByLabel('Calendar', { exact: true }).selectOption('The Okafors')
  await form.root.getByLabel('Attach files').setInputFiles([
    { name: 'hut.jpg', mimeType: 'image/jpeg', buffer: await photo('#357') },
    { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('Bring water.') },
  ])
  await form.save()

  const { root } = await anna.calendar.open('Hike')
  const files = root.getByRole('list', { name: 'Attachments' })
  await expect(files.getByRole('link', { name: /plan\.txt/ })).toBeVisible()
  // Dropped anywhere on the dialog, or on the editor.
  const lake = [...(await photo('#3a5'))]
  await anna.calendar.dialog.edit()
  await expect(anna.calendar.dialog.root.getByRole('button', { name: 'Open hut.jpg' })).toBeVisible()
  await anna.calendar.dialog.root.evaluate((dialog, bytes) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([new Uint8Array(bytes)], 'lake.jpg', { type: 'image/jpeg' }))
    dialog.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  }, lake)
  await expect(anna.calendar.dialog.root.getByRole('button', { name: 'Open lake.jpg' })).toBeVisible()
  await anna.calendar.dialog.button('Cancel').click()
  await anna.calendar.open('Hike')
  await expect(files.getByRole('button', { name: 'Open lake.jpg' })).toBeVisible()

  await files.getByRole('button', { name: 'Open hut.jpg' }).press('Enter')
  const shown = anna.page.getByRole('img', { name: 'hut.jpg' })
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(600)
  await anna.page.keyboard.press('ArrowRight')
  await expect(anna.page.getByRole('img', { name: 'lake.jpg' })).toBeVisible()
  await anna.page.keyboard.press('Escape')
  await expect(files.getByRole('button', { name: 'Open hut.jpg' })).toBeFocused()

  await files.getByRole('button', { name: 'Remove plan.txt' }).click()
  await expect(files.getByRole('link')).toHaveCount(0)
  await anna.calendar.undo('plan.txt removed')
  await expect(files.getByRole('link', { name: /plan\.txt/ })).toBeVisible()

  await ben.calendar.goTo(DAY)
  const seen = (await ben.calendar.open('Hike')).root
  const downloading = ben.page.waitForEvent('download')
  await seen.getByRole('link', { name: /plan\.txt/ }).click()
  expect((await downloading).suggestedFilename()).toBe('plan.txt')
  await expect(seen.getByLabel('Attach files')).toHaveCount(0)
})

test('asks before an event is closed, also by Back, while a file is being uploaded', async ({
  createUser,
}) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.insertEvent('Hike', DAY)
  await calendar.goTo(DAY)
  const { root } = await calendar.open('Hike')
  let send = () => {}
  const isHeld = new Promise<void>((resolve) => {
    send = resolve
  })
  await page.route('**/api/attachments?**', (route) => isHeld.then(() => route.continue().catch(() => {})))
  await root
    .getByLabel('Attach files')
    .setInputFiles({ name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('Bring water.') })
  const question = root.getByRole('alertdialog', { name: 'Files are still being uploaded.' })
  for (const close of [() => page.keyboard.press('Escape'), () => page.goBack()]) {
    await close()
    await question.getByRole('button', { name: 'Keep uploading' }).click()
    await expect(question).toHaveCount(0)
  }
  send()
  await expect(root.getByRole('link', { name: /plan\.txt/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(root).toHaveCount(0)
})
