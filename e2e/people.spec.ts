import { createGroup, expect, idOfMember, test } from '@/test/browser/fixtures'

const DAY = '2031-05-14'

test('shows the events of a group by member, and finds a time at which the guests are free', async ({
  createUser,
}) => {
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  const group = await createGroup('The Okafors', anna, [[ben, 'editor']])
  const { page, calendar } = anna
  await calendar.insertEvent('Swimming', DAY, {
    from: 10,
    attendees: [await idOfMember(anna, group, 'Ben')],
  })
  await calendar.insertEvent('Dinner', DAY, { from: 18 })
  await calendar.goTo(DAY, 'week')
  await page.keyboard.press('p')
  await expect(page).toHaveURL(/\/calendar\/people\/2031-05-14$/)
  const eventsOf = (name: string) =>
    calendar.grid.getByRole('gridcell', { name: `${name}, Wednesday, 14 May 2031`, exact: true })
  await expect(page.getByRole('heading', { name: 'Ben' })).toBeVisible()
  await expect(eventsOf('Ben').getByRole('button', { name: /^Swimming/ })).toBeVisible()
  await expect(eventsOf('Everyone').getByRole('button', { name: /^Dinner/ })).toBeVisible()
  await expect(eventsOf('Anna (you)').getByRole('button')).toHaveCount(0)

  // Ten o'clock in Ben's column, by keyboard.
  await eventsOf('Everyone').focus()
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'Enter'])
    await page.keyboard.press(key)
  const form = calendar.dialog
  await expect(form.title).toBeFocused()
  // Nothing was entered, so nothing is asked.
  await page.keyboard.press('Escape')
  await form.expectClosed()
  await page.keyboard.press('Enter')
  await form.title.fill('Shoes')
  await expect(form.root.getByText('Ben', { exact: true })).toBeVisible()
  await expect(eventsOf('Ben').locator('[data-preview]')).toHaveText('Shoes10:00 – 11:00')
  await form.showMoreOptions()
  await form.root.getByText('Find a time').click()
  const result = form.root.getByRole('status').filter({ hasText: '–' })
  await expect(result).toHaveText(/^10:00 – 11:00: Busy: .?Ben.?$/)
  const slot = form.root.getByRole('slider')
  for (const key of ['PageDown', 'PageUp']) await slot.press(key)
  await expect(slot).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(result).toHaveText(/^10:15 – 11:15: Busy/)
  await form.root
    .getByRole('button', { name: /Everyone is free/ })
    .first()
    .click()
  await expect(result).toHaveText('11:00 – 12:00: Everyone is free')
  await expect(slot).toBeFocused()
  await form.save()
  await expect(eventsOf('Ben').getByRole('button', { name: /^Shoes.*11:00/ })).toBeVisible()

  await page.getByRole('navigation', { name: 'Period' }).getByRole('link', { name: 'Week' }).click()
  await expect(page).toHaveURL(/\/calendar\/people-week\/2031-05-14$/)
  await expect(eventsOf('Ben').getByRole('button')).toHaveCount(2)
  await page.reload()
  await expect(eventsOf('Ben').getByRole('button')).toHaveCount(2)

  await calendar.goTo(DAY, 'day')
  const colors = async () => {
    const classes = ['Swimming', 'Dinner'].map((title) => calendar.event(title).getAttribute('class'))
    return new Set((await Promise.all(classes)).map((names) => / (c-\w+)/.exec(names!)![1])).size
  }
  expect(await colors()).toBe(1)
  await page.getByRole('switch', { name: 'Color by person' }).check()
  await expect.poll(colors).toBe(2)
  await page.reload()
  expect(await colors()).toBe(2)
})
