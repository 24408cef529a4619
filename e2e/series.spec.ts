import { devices } from '@playwright/test'
import { expect, test } from '@/test/browser/fixtures'
import { centerOf, Finger } from './pages/touch'

const { defaultBrowserType: _, ...PHONE } = devices['Pixel 7']

/** The Wednesdays of May 2031; the grid ends on 1 June. */
const [SECOND, THIRD, FOURTH] = ['2031-05-14', '2031-05-21', '2031-05-28'] as const

test('creates series from a preset that follows the start date, a custom weekly rule and a monthly rule', async ({
  createUser,
}) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo(SECOND)
  const form = await calendar.newEvent()
  await form.title.fill('Choir')
  await form.repeat.pick('Every week on Wednesday')
  await expect(form.repeat.summary).toContainText('Next: Wed 21 May · Wed 28 May · Wed 4 Jun')
  await form.type('Start date', '15052031')
  await expect(form.repeat.chosen).toHaveText('Every week on Thursday')
  await form.type('Start date', '31052031')
  await form.repeat.pick('Every month on the last day')
  await form.type('Start date', '14052031')
  await expect(form.repeat.chosen).toHaveText('Every month on the 14th')
  await form.repeat.pick('Every week on Wednesday')
  await form.save()
  await calendar.expectOn('Choir', [SECOND, THIRD, FOURTH])
  await expect(calendar.eventOn(THIRD, 'Choir')).toHaveAccessibleName(/repeats/)
  await page.reload()
  await calendar.waitUntilReady()
  const { root } = await calendar.openOn(THIRD, 'Choir')
  await expect(root.getByText('Wed, 21 May 2031, 09:00 – 10:00')).toBeVisible()
  await expect(root.getByText('Every week on Wednesday')).toBeVisible()
  await expect(root.getByText('Next: Wed 28 May · Wed 4 Jun · Wed 11 Jun')).toBeVisible()
  await calendar.dialog.close()

  await calendar.newEvent()
  await form.title.fill('Rehearsal')
  await form.repeat.setInterval(2, 'WEEKLY')
  await form.repeat.weekday('Monday').check({ force: true })
  await form.repeat.weekday('Friday').check({ force: true })
  await form.repeat.weekday('Wednesday').uncheck({ force: true })
  await form.repeat.endAfter(3)
  await expect(form.repeat.summary).toContainText('Every two weeks on Monday and Friday, 3 times')
  await expect(form.repeat.summary).toContainText('First occurrence: Fri 16 May')
  await expect(form.repeat.summary).toContainText('Next: Mon 26 May · Fri 30 May')
  await form.save()
  await calendar.expectOn('Rehearsal', ['2031-05-16', '2031-05-26', '2031-05-30'])
  const reopened = await calendar.openEditorOn('2031-05-16', 'Rehearsal')
  await expect(reopened.repeat.weekday('Friday')).toBeChecked()
  await expect(reopened.repeat.field('Interval')).toHaveValue('2')
  await reopened.button('Cancel').click()

  await calendar.newEvent()
  await form.title.fill('Payday')
  await form.repeat.setInterval(1, 'MONTHLY')
  await form.repeat.field('On').selectOption('nth')
  await form.repeat.field('Which').selectOption({ label: 'the last' })
  await form.repeat.field('Weekday').selectOption({ label: 'weekday (Mon–Fri)' })
  await expect(form.repeat.summary).toContainText('Every month on the last weekday')
  await expect(form.repeat.summary).toContainText('First occurrence: Fri 30 May')
  await form.repeat.field('Ends').selectOption('day')
  await expect(form.repeat.summary).toContainText('until 13 August 2031')
  await form.save()
  await calendar.expectOn('Payday', ['2031-05-30'])
})

test('completes one occurrence of a repeating reminder without asking for the scope', async ({
  createUser,
}) => {
  const { calendar } = await createUser('Anna')
  await calendar.insertEvent('Bins', SECOND, { kind: 'reminder', rules: ['FREQ=WEEKLY'] })
  await calendar.goTo(SECOND)
  await (await calendar.openOn(THIRD, 'Bins')).button('Mark as done').click()
  await expect(calendar.eventOn(THIRD, 'Bins')).toHaveAccessibleName(/done$/)
  for (const date of [SECOND, FOURTH])
    await expect(calendar.eventOn(date, 'Bins')).toHaveAccessibleName(/reminder$/)
  await calendar.undo('Marked as done')
  await expect(calendar.eventOn(THIRD, 'Bins')).toHaveAccessibleName(/reminder$/)
})

test('creates, moves and edits a series by keyboard', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.goTo(SECOND)
  await page.keyboard.press('c')
  await expect(calendar.dialog.title).toBeFocused()
  await page.keyboard.type('Choir')
  await calendar.dialog.showMoreOptions()
  await calendar.dialog.repeat.select.focus()
  await page.keyboard.type('Every week on')
  await expect(calendar.dialog.repeat.chosen).toHaveText('Every week on Wednesday')
  await page.keyboard.press('Control+Enter')
  await calendar.dialog.title.press('Enter')
  await calendar.dialog.expectClosed()
  await calendar.expectOn('Choir', [SECOND, THIRD, FOURTH])

  await calendar.eventOn(THIRD, 'Choir').focus()
  await page.keyboard.press('Alt+ArrowRight')
  await page.keyboard.press('Alt+ArrowRight')
  await expect(calendar.eventOn('2031-05-23', 'Choir')).toBeVisible()
  await expect(calendar.scope.choice('This event')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(calendar.scope.root).toHaveCount(0)
  await calendar.expectOn('Choir', [SECOND, THIRD, FOURTH])

  await calendar.eventOn(THIRD, 'Choir').focus()
  await page.keyboard.press('Alt+ArrowRight')
  await expect(calendar.scope.choice('This event')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(calendar.scope.choice('This and following events')).toBeChecked()
  await expect(calendar.scope.choiceWithDescription('This and following events')).toContainText(
    /All from Wed, 21 May 2031 on, with no end date: 10[45] in the next two years/,
  )
  await page.keyboard.press('Enter')
  await calendar.expectOn('Choir', [SECOND, '2031-05-22', '2031-05-29'])
})

test('resizes a bar at its end by mouse, touch and keyboard', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna', PHONE)
  await calendar.insertEvent('Trip', SECOND, { until: '2031-05-15' })
  await calendar.goTo(SECOND)
  const bar = calendar.event('Trip')
  const grip = bar.locator('[data-grip]')

  const [from, to] = [await centerOf(grip), await centerOf(calendar.day('2031-05-17'))]
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(to.x, from.y, { steps: 6 })
  await expect(calendar.day('2031-05-16')).toHaveClass(/target/)
  await page.mouse.up()
  await expect(bar).toHaveAccessibleName(/until Saturday, 17 May 2031/)
  await expect(calendar.toast('Event changed')).toBeVisible()

  const saved = () => page.waitForResponse((response) => 'next-action' in response.request().headers())
  const finger = await Finger.on(page)
  const [end, monday] = [await centerOf(grip), await centerOf(calendar.day('2031-05-12'))]
  await finger.press(end)
  await finger.slide({ x: monday.x, y: end.y })
  const slid = saved()
  await finger.lift()
  await slid
  await expect(bar).toHaveAccessibleName('Trip, All day, Anna')
  await expect(calendar.heading).toHaveText('May 2031')

  await bar.focus()
  await page.keyboard.press('Shift+Alt+ArrowLeft')
  const moved = saved()
  await page.keyboard.press('Shift+Alt+ArrowRight')
  await moved
  await expect(bar).toHaveAccessibleName(/until Thursday, 15 May 2031/)
  await page.reload()
  await expect(bar).toHaveAccessibleName(/until Thursday, 15 May 2031/)
})
