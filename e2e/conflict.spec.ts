import { type BrowserUser, createGroup, expect, test } from '@/test/browser/fixtures'

const DAY = '2031-05-14'

/** Opens the same event in the editors of two users. */
async function openBothEditors(anna: BrowserUser, ben: BrowserUser): Promise<void> {
  await createGroup('The Okafors', anna, [[ben, 'editor']])
  await anna.calendar.insertEvent('Dinner', DAY)
  for (const { calendar } of [anna, ben]) {
    await calendar.goTo(DAY)
    await calendar.openEditor('Dinner')
  }
}

test('merges edits of different fields of an event by two users', async ({ createUser }) => {
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  await openBothEditors(anna, ben)
  await anna.calendar.dialog.field('Location').fill('At Grandma’s')
  await anna.calendar.dialog.save()
  await ben.calendar.dialog.title.fill('Supper')
  await ben.calendar.dialog.save()
  for (const { calendar } of [anna, ben]) {
    await expect(calendar.eventOn(DAY, 'Supper')).toBeVisible()
    const { root } = await calendar.open('Supper')
    await expect(root.getByText('At Grandma’s')).toBeVisible()
  }
})

test('shows both values when two users edit the same field, and saves the value that the user chooses', async ({
  createUser,
}) => {
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  await editSameTitle(anna, ben)
  const { dialog } = ben.calendar
  const choice = dialog.root.getByRole('group', { name: 'Title' })
  await expect(choice).toContainText('Supper')
  await expect(choice).toContainText('Feast')
  // Only fields that both users changed are listed.
  await expect(dialog.root.getByRole('group')).toHaveCount(1)
  await choice.getByRole('radio', { name: 'Your version' }).check()
  await dialog.save()
  for (const { calendar } of [anna, ben]) {
    await expect(calendar.eventOn(DAY, 'Supper')).toBeVisible()
    await expect(calendar.day(DAY).getByRole('button')).toHaveCount(1)
  }
  const { root } = await ben.calendar.open('Supper')
  await expect(root.getByText('Bring wine')).toBeVisible()
})

test('keeps the input on "Keep editing", and saves the chosen value of the other user after a failed save', async ({
  createUser,
  consoleErrors,
}) => {
  consoleErrors.allow(/ERR_INTERNET_DISCONNECTED|WebSocket/)
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  await editSameTitle(anna, ben)
  const { dialog } = ben.calendar
  await dialog.button('Keep editing').click()
  await expect(dialog.title).toHaveValue('Supper')
  await expect(dialog.field('Notes')).toHaveValue('Bring wine')
  // Saving again asks again, since no choice was made.
  await dialog.button('Save').click()
  await dialog.root.getByRole('radio', { name: 'Their version' }).check()
  await ben.context.setOffline(true)
  await dialog.button('Save').click()
  await expect(dialog.root.getByText('No connection.')).toBeVisible()
  await ben.context.setOffline(false)
  await dialog.save()
  for (const { calendar } of [anna, ben]) {
    await expect(calendar.eventOn(DAY, 'Feast')).toBeVisible()
    await expect(calendar.day(DAY).getByRole('button')).toHaveCount(1)
  }
  await expect((await anna.calendar.open('Feast')).root.getByText('Bring wine')).toBeVisible()
})

/** Both users change the title of the event, and the second is asked which one to save. */
async function editSameTitle(anna: BrowserUser, ben: BrowserUser): Promise<void> {
  await openBothEditors(anna, ben)
  await anna.calendar.dialog.title.fill('Feast')
  await anna.calendar.dialog.save()
  const { dialog } = ben.calendar
  await dialog.title.fill('Supper')
  await dialog.field('Notes').fill('Bring wine')
  await dialog.button('Save').click()
  await expect(dialog.root.getByRole('heading', { name: 'Someone else changed this event' })).toBeVisible()
}
