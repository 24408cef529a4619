import { createGroup, expect, test } from '@/test/browser/fixtures'
import { SearchPage } from './pages/search'

test('finds events despite typing errors and missing accents in any script', async ({ createUser }) => {
  const { calendar, page } = await createUser('Anna')
  for (const title of ['Zahnarzt', 'Café-Besuch', 'اجتماع العائلة', '定例会議'])
    await calendar.insertEvent(title, '2031-05-14')
  const search = new SearchPage(page)
  await search.open()
  for (const [typed, title] of [
    ['zahnartz', 'Zahnarzt'],
    ['cafe', 'Café-Besuch'],
    ['العائله', 'اجتماع العائلة'],
    ['会議', '定例会議'],
  ] as const) {
    await search.field.fill(typed)
    await expect(search.result(title)).toBeVisible()
  }
  await search.field.fill('qqqqqqq')
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible()
  await expect(page).toHaveURL(/\/search\?q=qqqqqqq$/)
})

test('opens a result in its month by keyboard, and returns to the search on Back', async ({ createUser }) => {
  const { calendar, page } = await createUser('Anna')
  await calendar.insertEvent('Midsummer', '2031-05-20')
  await calendar.goTo('2026-01-10')
  await page.keyboard.press('/')
  const search = new SearchPage(page)
  await expect(search.field).toBeFocused()
  await page.keyboard.type('midsum')
  await expect(search.result('Midsummer')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(search.result('Midsummer')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByRole('heading', { name: 'Midsummer' })).toBeVisible()
  await expect(page).toHaveURL(/\/calendar\/month\/2031-05-20$/)
  await calendar.dialog.close()
  await page.goBack()
  await expect(search.field).toHaveValue('midsum')
  await expect(search.result('Midsummer')).toBeVisible()
})

test('filters results and stores the filters in the URL', async ({ createUser }) => {
  const anna = await createUser('Anna')
  await createGroup('The Okafors', anna, [])
  await anna.calendar.insertEvent('Tea at home', '2031-05-14')
  await anna.calendar.insertEvent('Tea later', '2031-05-20')
  const search = new SearchPage(anna.page)
  await search.open()
  await search.field.fill('tea')
  await expect(search.result('Tea later')).toBeVisible()
  await search.openFilters()
  const until = anna.page.getByRole('group', { name: 'Until' }).getByRole('spinbutton')
  await until.first().focus()
  await anna.page.keyboard.type('15052031')
  await expect(search.result('Tea later')).toHaveCount(0)
  await expect(search.result('Tea at home')).toBeVisible()
  await expect(anna.page).toHaveURL(/to=2031-05-15/)
  await anna.page.reload()
  await expect(search.result('Tea at home')).toBeVisible()
  await expect(until).toHaveText(['15', '05', '2031'])
  await anna.page.getByLabel('Type').selectOption('Reminder')
  await expect(search.result('Tea at home')).toHaveCount(0)
})

test('searches without scripts', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna', { javaScriptEnabled: false })
  await calendar.insertEvent('Zahnarzt', '2031-05-14')
  await page.goto('/search')
  await page.getByRole('searchbox').fill('zahn')
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Zahnarzt' })).toBeVisible()
})
