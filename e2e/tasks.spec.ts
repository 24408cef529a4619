import { createGroup, expect, test } from '@/test/browser/fixtures'

test('keeps a shopping list together: quick add, order, details, completing and undo appear live', async ({
  createUser,
}) => {
  const [anna, ben] = [await createUser('Anna'), await createUser('Ben')]
  await createGroup('The Okafors', anna, [[ben, 'viewer']])
  const { page } = anna
  await page.goto('/tasks')
  await page.getByRole('button', { name: 'New list' }).click()
  await page.getByRole('textbox', { name: 'List name' }).fill('Shopping')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Shopping' })).toBeVisible()
  await page.waitForURL(/\/tasks\/[\w-]{36}/)

  // Enter adds the next task; pasted lines become several; a date in the text is the due date.
  await page.keyboard.press('n')
  const field = page.getByRole('textbox', { name: 'Add a task' })
  await expect(field).toBeFocused()
  await field.fill('Milk tomorrow')
  await expect(page.getByRole('button', { name: /^Tomorrow/ })).toBeVisible()
  await field.press('Enter')
  await field.fill('Eggs')
  await field.press('Enter')
  await expect(field).toBeFocused()
  await field.evaluate((element) => {
    const data = new DataTransfer()
    data.setData('text/plain', '- Bread\n- Coffee')
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  })
  const titles = page.locator('[data-tasks="open"] [data-task-title]')
  await expect(titles).toHaveText([/^Milk.*Tomorrow/, 'Eggs', 'Bread', 'Coffee'])

  await ben.page.goto(page.url())
  const seen = ben.page.locator('[data-tasks="open"] [data-task-title]')
  await expect(seen).toHaveText([/^Milk/, 'Eggs', 'Bread', 'Coffee'])
  await expect(ben.page.getByRole('checkbox', { name: 'Complete Eggs' })).toBeDisabled()

  await page.getByRole('button', { name: 'Move Coffee' }).press('ArrowUp')
  await expect(seen).toHaveText([/^Milk/, 'Eggs', 'Coffee', 'Bread'])

  await page.getByRole('button', { name: /^Eggs/ }).click()
  await page.getByRole('combobox', { name: 'Assigned to' }).selectOption({ label: 'Ben' })
  await page.getByRole('textbox', { name: 'Note' }).fill('Ten')
  await page.getByRole('button', { name: 'Done' }).click()
  const bens = ben.page.getByRole('checkbox', { name: 'Complete Eggs' })
  await expect(bens).toBeEnabled()

  // The assignee completes the task, and takes it back.
  await bens.click()
  await expect(titles).toHaveText([/^Milk/, 'Coffee', 'Bread'])
  await ben.page.getByRole('button', { name: 'Undo' }).click()
  await expect(titles).toHaveText([/^Milk/, /^Eggs/, 'Coffee', 'Bread'])

  await page.getByText('Board', { exact: true }).click()
  const card = page.getByRole('button', { name: 'Move Coffee' })
  await card.press('ArrowRight')
  await expect(page.locator('[data-status="doing"]')).toContainText('Coffee')
  await expect(card).toBeFocused()
  await expect(ben.page.getByText('In progress')).toBeVisible()

  await ben.page.goto('/tasks')
  await expect(ben.page.getByRole('region', { name: 'No date' })).toContainText('Eggs')
})
