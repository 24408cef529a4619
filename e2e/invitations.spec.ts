import { createGroup, expect, test } from '@/test/browser/fixtures'

const DAY = '2031-05-14'

test('invites a pasted list, a person and a group by keyboard, and limits places', async ({ createUser }) => {
  const [anna, ben, cleo] = [await createUser('Anna'), await createUser('Ben'), await createUser('Cleo')]
  await createGroup('The Okafors', anna, [[ben, 'viewer']])
  await createGroup('Choir', anna, [[cleo, 'viewer']])
  await anna.calendar.goTo(DAY)
  const form = await anna.calendar.newEvent()
  await form.title.fill('Garden party')
  const field = form.root.getByRole('combobox', { name: 'Add guests' })
  const suggestions = form.root.getByRole('listbox', { name: 'Suggestions' })
  await field.focus()
  await anna.page.evaluate(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text', 'Zoe <zoe@example.org>; dan.lee@example.org\nZOE@example.org, nonsense')
    document.activeElement!.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    )
  })
  const added = form.root.getByRole('list', { name: 'Guests by e-mail' })
  await expect(added.getByRole('listitem')).toHaveText([/Zoe$/, /dan\.lee$/])
  await expect(form.root.getByText(/Already invited: .*Zoe.*Not an e-mail address: .*nonsense/)).toBeVisible()
  await expect(field).toHaveValue('nonsense')

  await field.fill('Be')
  await expect(suggestions.getByRole('option', { name: 'Ben' })).toBeVisible()
  await field.press('ArrowDown')
  await field.press('Enter')
  await expect(form.root.getByRole('checkbox', { name: 'Ben' })).toBeChecked()
  await field.fill('Choi')
  await suggestions.getByRole('option', { name: 'Choir' }).click()
  await expect(form.root.getByRole('checkbox', { name: 'Cleo' })).toBeChecked()
  await expect(
    form.root.getByRole('switch', { name: 'Also invite people who join Choir later' }),
  ).toBeChecked()
  await added.getByRole('button', { name: 'Remove dan.lee@example.org' }).click()
  await form.root.getByRole('switch', { name: 'Limit places' }).check({ force: true })
  await form.root.getByRole('spinbutton', { name: 'Places' }).fill('3')
  await form.save()

  const { root } = await anna.calendar.open('Garden party')
  await expect(root.getByText('1 of 3 places taken')).toBeVisible()
  await expect(root.getByRole('list', { name: 'Guests' }).getByRole('listitem')).toHaveCount(4)
  await root.getByRole('combobox', { name: 'Record Zoe’s answer' }).selectOption('Yes')
  await expect(root.getByText('2 of 3 places taken')).toBeVisible()

  await ben.calendar.goTo(DAY)
  await expect(ben.calendar.event('Garden party')).toHaveAccessibleName(/not answered/)
})
