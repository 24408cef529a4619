import { expect, test } from '@/test/browser/fixtures'

test('serves a manifest whose icons and URLs exist', async ({ page }) => {
  await page.goto('/')
  const href = await page.locator('link[rel="manifest"]').getAttribute('href')
  const answer = await page.request.get(href!)
  expect(answer.status()).toBe(200)
  const manifest: {
    name: string
    start_url: string
    display: string
    icons: { src: string; sizes: string; type: string; purpose?: string }[]
    screenshots: { src: string; sizes: string; type: string }[]
  } = await answer.json()
  expect(manifest).toMatchObject({ name: 'Kinday', display: 'standalone' })
  expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']))
  expect(manifest.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true)
  for (const { src, sizes, type } of [...manifest.icons, ...manifest.screenshots]) {
    const image = await page.request.get(src)
    expect(image.status(), src).toBe(200)
    expect(image.headers()['content-type']).toBe(type)
    const size = await page.evaluate(async (url) => {
      const picture = new Image()
      picture.src = url
      await picture.decode()
      return `${picture.naturalWidth}x${picture.naturalHeight}`
    }, src)
    expect(size, src).toBe(sizes)
  }
  // The start URL is within the app's scope and redirects signed-out users to sign-in.
  await page.goto(manifest.start_url)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in')
})

test('fits the calendar, a new event and other pages on a phone without overflow', async ({ createUser }) => {
  const { page, calendar } = await createUser('Anna', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  const fits = () =>
    page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)
  await calendar.goTo('2031-05-14')
  expect(await fits()).toBe(true)
  const form = await calendar.newQuickEvent()
  await form.title.fill('A title that is a good deal longer than a day is wide')
  await expect(form.button('Save')).toBeInViewport()
  expect(await fits()).toBe(true)
  await form.save()
  await calendar.event('A title that is a good deal longer than a day is wide').tap()
  await expect(calendar.dialog.root.getByRole('heading', { level: 2 })).toBeInViewport()
  await calendar.dialog.close()
  for (const [link, heading] of [
    ['Groups', 'Groups'],
    ['Settings', 'Settings'],
  ] as const) {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: link }).tap()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading)
    expect(await fits(), link).toBe(true)
  }
})
