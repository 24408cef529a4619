import { expect, test } from '@/test/browser/fixtures'

const DAY = '2031-05-14'

test('closes an event on Back, and asks first if it has unsaved changes', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.insertEvent('Dentist', DAY)
  await calendar.goTo(DAY)
  await calendar.open('Dentist')
  await page.goBack()
  await calendar.dialog.expectClosed()
  await expect(page).toHaveURL(`/calendar/month/${DAY}`)

  const form = await calendar.openEditor('Dentist')
  await form.title.fill('Doctor')
  for (let times = 0; times < 2; times++) {
    await page.goBack()
    await expect(form.root.getByText('Discard unsaved changes?')).toBeVisible()
    await form.button('Keep editing').click()
    await expect(form.title).toHaveValue('Doctor')
  }
  await page.goBack()
  await form.button('Discard').click()
  await form.expectClosed()
  await expect(page).toHaveURL(`/calendar/month/${DAY}`)
  await expect(calendar.event('Dentist')).toBeVisible()
  // The dialog leaves no history entry.
  await calendar.goTo('2031-06-14')
  await page.goBack()
  await expect(page).toHaveURL(`/calendar/month/${DAY}`)
})

test('asks before leaving a page with unsaved input', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo(DAY)
  const form = await calendar.newQuickEvent()
  await form.title.fill('Dentist')
  const dialogTypes: string[] = []
  page.on('dialog', async (dialog) => {
    dialogTypes.push(dialog.type())
    await dialog.accept()
  })
  await page.goto('/settings')
  expect(dialogTypes).toEqual(['beforeunload'])
  const save = page.getByRole('button', { name: 'Save', exact: true })
  const name = page.getByLabel('Your name', { exact: true })
  // The page is hydrated when the button is.
  await save.click({ trial: true })
  await name.fill('Anne')
  await page.reload()
  expect(dialogTypes).toEqual(['beforeunload', 'beforeunload'])
  await save.click({ trial: true })
  await name.fill('Anne')
  const saved = page.waitForEvent('load')
  await save.click()
  await saved
  await expect(name).toHaveValue('Anne')
  expect(dialogTypes).toHaveLength(2)
})

test('shows a server error at its field and focuses it', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo(DAY)
  const form = await calendar.newEvent()
  await form.title.fill('x'.repeat(600))
  await form.field('Notes').fill('Long')
  await form.button('Save').click()
  await expect(form.title).toBeFocused()
  await expect(form.title).toHaveAttribute('aria-invalid', 'true')
  await expect(form.title).toHaveAccessibleDescription('At most 500 characters, please.')
  await expect(form.title).toHaveValue('x'.repeat(600))
  await page.keyboard.press('Escape')
  await form.button('Discard').click()
  await form.expectClosed()
})
