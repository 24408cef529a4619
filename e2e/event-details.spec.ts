import { createGroup, expect, test } from '@/test/browser/fixtures'

const DAY = '2031-05-14'

test('links URLs in the description and opens the location in a map', async ({ createUser }) => {
  const { calendar } = await createUser('Anna')
  await calendar.insertEvent('Parents’ evening', DAY, {
    location: '12 School Lane, Leeds',
    description: 'Agenda: https://example.org/agenda, questions to school@example.org.',
  })
  await calendar.goTo(DAY)
  const { root } = await calendar.open('Parents’ evening')
  const links = () =>
    root.getByRole('link').evaluateAll((all) => all.map((link) => link.getAttribute('href')))
  await expect
    .poll(links)
    .toEqual([
      'https://www.openstreetmap.org/search?query=12%20School%20Lane%2C%20Leeds',
      'https://example.org/agenda',
      'mailto:school@example.org',
    ])
})

test('fills date and time fields from the clipboard', async ({ createUser }) => {
  const { calendar, page } = await createUser('Anna')
  await calendar.goTo(DAY)
  const form = await calendar.newEvent(DAY)
  const paste = (label: 'Start date' | 'Start time', text: string) =>
    form.segment(label).evaluate((element, pasted) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text', pasted)
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, text)
  await paste('Start date', 'Tuesday, 3 June 2031')
  await paste('Start time', '2:30 pm')
  await form.expectSegments('Start date', ['03', '06', '2031'])
  await form.expectSegments('Start time', ['14', '30'])
  await page.keyboard.press('Escape')
})

test('saves an edit of an event that was deleted meanwhile as a new event', async ({
  createUser,
  consoleErrors,
}) => {
  // The editor may ask for the event after it was deleted.
  consoleErrors.allow(/404/)
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  await createGroup('The Okafors', anna, [[ben, 'editor']])
  await anna.calendar.insertEvent('Dinner', DAY)
  await anna.calendar.goTo(DAY)
  await ben.calendar.goTo(DAY)
  const form = await ben.calendar.openEditor('Dinner')
  await form.title.fill('Dinner at eight')
  await (await anna.calendar.open('Dinner')).delete()
  await form.button('Save').click()
  await expect(form.root.getByRole('alert')).toContainText('was deleted')
  await expect(form.title).toHaveValue('Dinner at eight')
  await form.button('Save as new event').click()
  await form.expectClosed()
  await expect(anna.calendar.eventOn(DAY, 'Dinner at eight')).toBeVisible()
})
