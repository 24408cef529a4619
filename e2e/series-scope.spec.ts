import { type BrowserUser, createGroup, expect, test } from '@/test/browser/fixtures'
import type { CalendarPage } from './pages/calendar'
import { centerOf } from './pages/touch'

/** The Wednesdays of May 2031; the grid ends on 1 June. */
const [FIRST, SECOND, THIRD, FOURTH] = ['2031-05-07', '2031-05-14', '2031-05-21', '2031-05-28'] as const

/** Inserts and opens a series “Choir” on four Wednesdays in May at nine. */
async function insertChoir(calendar: CalendarPage): Promise<void> {
  await calendar.insertEvent('Choir', FIRST, { rules: ['FREQ=WEEKLY;COUNT=4'] })
  await calendar.goTo(FIRST)
  await calendar.expectOn('Choir', [FIRST, SECOND, THIRD, FOURTH])
}

async function drag({ page, calendar }: BrowserUser, title: string, from: string, to: string): Promise<void> {
  const [start, end] = [await centerOf(calendar.eventOn(from, title)), await centerOf(calendar.day(to))]
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move(end.x, end.y, { steps: 6 })
  await page.mouse.up()
}

test('keeps the input when the question is closed, edits this, following and all occurrences, and keeps the exception', async ({
  createUser,
}) => {
  const { page, calendar } = await createUser('Anna')
  await insertChoir(calendar)
  let form = await calendar.openEditorOn(SECOND, 'Choir')
  await form.title.fill('Concert')
  await form.field('Notes').fill('Black clothes')
  await form.button('Save').click()
  await expect(calendar.scope.choice('This event')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(calendar.scope.root).toHaveCount(0)
  await expect(form.title).toHaveValue('Concert')
  await expect(form.field('Notes')).toHaveValue('Black clothes')
  await calendar.expectOn('Choir', [FIRST, SECOND, THIRD, FOURTH])
  await form.button('Save').click()
  await expect(calendar.scope.choice('This event')).toBeChecked()
  await expect(calendar.scope.choiceWithDescription('This event')).toContainText(
    'Only Wed, 14 May 2031 changes.',
  )
  await expect(calendar.scope.choiceWithDescription('This and following events')).toContainText(
    '3 occurrences change',
  )
  await expect(calendar.scope.choiceWithDescription('All events')).toContainText('4 occurrences change')
  await calendar.scope.choose('This event')
  await expect(calendar.toast('Saved for Wed, 14 May 2031 only')).toBeVisible()
  await calendar.expectOn('Concert', [SECOND])
  await calendar.expectOn('Choir', [FIRST, THIRD, FOURTH])

  form = await calendar.openEditorOn(THIRD, 'Choir')
  await form.type('Start time', '1100')
  await form.button('Save').click()
  await expect(calendar.scope.choiceWithDescription('This and following events')).toContainText(
    '2 occurrences change',
  )
  await expect(calendar.scope.choiceWithDescription('All events')).toContainText('1 exception kept')
  await calendar.scope.choose('This and following events')
  await expect(calendar.toast('Saved from Wed, 21 May 2031 on')).toBeVisible()
  for (const date of [THIRD, FOURTH])
    await expect(calendar.eventOn(date, 'Choir')).toHaveAccessibleName(/^Choir, 11:00/)
  await expect(calendar.eventOn(FIRST, 'Choir')).toHaveAccessibleName(/^Choir, 09:00/)
  await calendar.undo('Saved from')
  await expect(calendar.eventOn(THIRD, 'Choir')).toHaveAccessibleName(/^Choir, 09:00/)

  form = await calendar.openEditorOn(FIRST, 'Choir')
  await form.type('Start time', '1800')
  await form.button('Save').click()
  await calendar.scope.choose('All events')
  for (const date of [FIRST, THIRD, FOURTH])
    await expect(calendar.eventOn(date, 'Choir')).toHaveAccessibleName(/^Choir, 18:00/)
  await expect(calendar.eventOn(SECOND, 'Concert')).toHaveAccessibleName(/^Concert, 18:00/)
})

test('lists the exceptions that a new rule would drop before saving', async ({ createUser }) => {
  const { calendar } = await createUser('Anna')
  await insertChoir(calendar)
  let form = await calendar.openEditorOn(THIRD, 'Choir')
  await form.title.fill('Concert')
  await form.button('Save').click()
  await calendar.scope.choose('This event')
  form = await calendar.openEditorOn(SECOND, 'Choir')
  await form.repeat.pick('Every month on the 14th')
  await form.button('Save').click()
  await expect(calendar.scope.choice('This event')).toBeDisabled()
  await expect(calendar.scope.choiceWithDescription('This event')).toContainText('for all events')
  await expect(calendar.scope.choice('This and following events')).toBeChecked()
  await expect(calendar.scope.choiceWithDescription('This and following events')).toContainText(
    '1 exception discarded',
  )
  await calendar.scope.choose('This and following events')
  await calendar.expectOn('Choir', [FIRST, SECOND])
  await expect(calendar.event('Concert')).toHaveCount(0)
  await calendar.undo('Saved from')
  await calendar.expectOn('Concert', [THIRD])
  await calendar.expectOn('Choir', [FIRST, SECOND, FOURTH])
})

test('deletes this, following and all occurrences, and undoes each', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await insertChoir(calendar)
  for (const [scope, remaining, toast] of [
    ['This event', [FIRST, SECOND, FOURTH], 'Deleted on Wed, 21 May 2031 only'],
    ['This and following events', [FIRST, SECOND], 'Deleted from Wed, 21 May 2031 on'],
    ['All events', [], 'All events deleted'],
  ] as const) {
    const dialog = await calendar.openOn(THIRD, 'Choir')
    await dialog.button('Delete').click()
    await calendar.scope.choose(scope)
    await dialog.expectClosed()
    await calendar.expectOn('Choir', remaining)
    await calendar.undo(toast)
    await calendar.expectOn('Choir', [FIRST, SECOND, THIRD, FOURTH])
  }
  await page.reload()
  await calendar.expectOn('Choir', [FIRST, SECOND, THIRD, FOURTH])
})

test('asks for the scope of a dragged occurrence: cancel, this, all', async ({ createUser }) => {
  const anna = await createUser('Anna')
  const { page, calendar } = anna
  await insertChoir(calendar)
  await drag(anna, 'Choir', SECOND, '2031-05-16')
  await expect(calendar.eventOn('2031-05-16', 'Choir')).toBeVisible()
  await calendar.scope.cancel()
  await calendar.expectOn('Choir', [FIRST, SECOND, THIRD, FOURTH])

  await drag(anna, 'Choir', SECOND, '2031-05-16')
  await expect(calendar.scope.choiceWithDescription('All events')).toContainText('4 occurrences are moved')
  await calendar.scope.choose('This event')
  await expect(calendar.toast('Moved on Wed, 14 May 2031 only')).toBeVisible()
  await calendar.expectOn('Choir', [FIRST, '2031-05-16', THIRD, FOURTH])

  await drag(anna, 'Choir', THIRD, '2031-05-22')
  await calendar.scope.choose('All events')
  await calendar.expectOn('Choir', ['2031-05-08', '2031-05-16', '2031-05-22', '2031-05-29'])
  await calendar.undo('All events moved')
  await calendar.expectOn('Choir', [FIRST, '2031-05-16', THIRD, FOURTH])
  await page.reload()
  await calendar.expectOn('Choir', [FIRST, '2031-05-16', THIRD, FOURTH])
})

test('merges renaming an occurrence with moving the series by another user, and keeps the input when the event is deleted', async ({
  createUser,
  consoleErrors,
}) => {
  consoleErrors.allow(/404/)
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  await createGroup('The Okafors', anna, [[ben, 'editor']])
  await insertChoir(anna.calendar)
  await ben.calendar.goTo(FIRST)
  const annasForm = await anna.calendar.openEditorOn(THIRD, 'Choir')
  const bensForm = await ben.calendar.openEditorOn(SECOND, 'Choir')
  await bensForm.type('Start time', '1000')
  await bensForm.button('Save').click()
  await ben.calendar.scope.choose('All events')
  await bensForm.expectClosed()
  await annasForm.title.fill('Concert')
  await annasForm.button('Save').click()
  await anna.calendar.scope.choose('This event')
  await annasForm.expectClosed()
  for (const { calendar } of [anna, ben]) {
    await expect(calendar.eventOn(THIRD, 'Concert')).toHaveAccessibleName(/^Concert, 10:00 – 11:00/)
    await calendar.expectOn('Choir', [FIRST, SECOND, FOURTH])
    await expect(calendar.eventOn(FOURTH, 'Choir')).toHaveAccessibleName(/^Choir, 10:00/)
  }

  await anna.calendar.openEditorOn(SECOND, 'Choir')
  await (await ben.calendar.openOn(SECOND, 'Choir')).button('Delete').click()
  await ben.calendar.scope.choose('This event')
  await ben.calendar.expectOn('Choir', [FIRST, FOURTH])
  await annasForm.field('Notes').fill('A long text')
  await annasForm.button('Save').click()
  await anna.calendar.scope.choose('This event')
  await expect(annasForm.root.getByRole('alert')).toContainText('This event was deleted')
  await expect(annasForm.field('Notes')).toHaveValue('A long text')
})
