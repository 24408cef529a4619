import { expect, test } from '@/test/browser/fixtures'

test('enters date and time by keyboard, and moves the end with the start', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo('2031-05-14')
  await page.keyboard.press('n')
  const form = calendar.dialog
  await expect(form.title).toBeFocused()
  await page.keyboard.type('Picnic')
  await form.showMoreOptions()
  await expect(form.title).toBeFocused()
  // The kind, then the first segment of the date.
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(form.segment('Start date')).toBeFocused()
  await page.keyboard.type('01062031')
  await page.keyboard.press('Tab')
  await expect(form.root.getByRole('button', { name: 'Pick a day: Start date' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.type('1745')
  await form.expectSegments('End date', ['01', '06', '2031'])
  await form.expectSegments('End time', ['18', '45'])
  await page.keyboard.press('Enter')
  await form.title.press('Enter')
  await form.expectClosed()
  await expect(calendar.eventOn('2031-06-01', 'Picnic')).toHaveAccessibleName(/17:45 – 18:45/)
})

test('picks a date from the date picker, which Escape closes without the dialog', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo('2031-05-14')
  const form = await calendar.newEvent()
  await form.root.getByRole('button', { name: 'Pick a day: Start date' }).click()
  const days = form.root.getByRole('application', { name: 'Start date' })
  await expect(days).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(days).toHaveCount(0)
  await expect(form.title).toBeVisible()
  await form.root.getByRole('button', { name: 'Pick a day: Start date' }).click()
  await days.getByRole('button', { name: /21 May 2031/ }).click()
  await form.expectSegments('Start date', ['21', '05', '2031'])
  await form.expectSegments('End date', ['21', '05', '2031'])
})

test('asks on Escape only if text is unsaved', async ({ openCalendarAs }) => {
  const { page, calendar } = await openCalendarAs('Anna')
  const form = await calendar.newEvent()
  await page.keyboard.press('Escape')
  await form.expectClosed()

  await calendar.newEvent()
  await form.title.fill('Half a thought')
  for (let times = 0; times < 3; times++) await page.keyboard.press('Escape')
  await expect(form.root.getByText('Discard unsaved changes?')).toBeVisible()
  await form.button('Keep editing').click()
  await expect(form.title).toHaveValue('Half a thought')
  await form.button('Cancel').click()
  await form.button('Discard').click()
  await form.expectClosed()
  await expect(calendar.event('Half a thought')).toHaveCount(0)
})

const TEXTS = [
  '👩‍👩‍👧‍👦 Geburtstag 🎂🇩🇪',
  'عيد ميلاد ليلى',
  'יום הולדת, 5 שנים',
  '<b>Bold</b><script>document.title="x"</script><img src=x onerror=alert(1)>',
  '{{title}} $(1+1) %s &amp; \\n "quoted" \'too\'',
  'Ａ̈ ﬁ Ⅻ 𝒲 ‮gnorw‬',
]
test('shows user texts unchanged', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  page.on('dialog', () => {
    throw new Error('A script of a text was run.')
  })
  const dates = TEXTS.map((_, index) => `2031-05-${12 + index}`)
  await calendar.goTo('2031-05-14')
  for (const [index, text] of TEXTS.entries()) {
    if (index) await calendar.insertEvent(text, dates[index]!, { location: text, description: text })
    else {
      const form = await calendar.newEvent(dates[index]!)
      await form.title.fill(text)
      await form.field('Location').fill(text)
      await form.field('Notes').fill(text)
      await form.save()
    }
  }
  await page.reload()
  await calendar.waitUntilReady()
  for (const [index, text] of TEXTS.entries()) {
    const expected = text.normalize('NFC')
    const title = calendar.day(dates[index]!).locator('[data-item] > bdi')
    await expect(title).toHaveText(expected, { useInnerText: false })
    await title.click()
    await expect(calendar.dialog.root.getByRole('heading', { level: 2 })).toHaveText(expected)
    await expect(calendar.dialog.root.getByText(expected, { exact: true })).toHaveCount(3)
    await calendar.dialog.edit()
    await expect(calendar.dialog.title).toHaveValue(expected)
    await calendar.dialog.button('Cancel').click()
    await calendar.dialog.expectClosed()
  }
  await expect(page).toHaveTitle('Calendar · Kinday')
})

test('shows errors for a missing title and an end before the start at their fields', async ({
  createUser,
}) => {
  const { calendar } = await createUser('Anna')
  await calendar.goTo('2031-05-14')
  const form = await calendar.newEvent()
  await form.title.fill('   ')
  await form.button('Save').click()
  await expect(form.title).toHaveAccessibleDescription('Please fill this in.')

  await form.title.fill('Backwards')
  await form.type('End date', '13052031')
  await form.button('Save').click()
  await expect(form.root.getByText('The end is before the start.')).toBeVisible()
  await form.expectSegments('End date', ['13', '05', '2031'])
  await expect(form.title).toHaveValue('Backwards')
  await form.type('End date', '15052031')
  await form.save()
  await expect(calendar.event('Backwards').first()).toBeVisible()
})
