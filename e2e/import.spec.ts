import { readFileSync } from 'node:fs'
import { expect, test } from '@/test/browser/fixtures'
import { CalendarsPage } from './pages/calendars'
import { calendarFile, ImportPage } from './pages/import'

test('imports dropped, chosen and pasted files after a preview, and undoes the import', async ({
  createUser,
}) => {
  const { page, calendar } = await createUser('Anna')
  const importing = new ImportPage(page)
  await importing.open()
  await importing.choose(
    { name: 'club.ics', text: calendarFile('Club', ['Training', 'Match']) },
    { name: 'school.ics', text: calendarFile('School', ['Concert'], { day: 20 }) },
  )
  await importing.expectCounts('Club', ['2 new events'])
  await importing.expectCounts('School', ['1 new event'])
  await importing.drop({ name: 'choir.ics', text: calendarFile('Choir', ['Rehearsal'], { day: 22 }) })
  await importing.expectCounts('Choir', ['1 new event'])
  await page.getByText('Or paste the text').click()
  await page.getByLabel('Text of a calendar file').fill(calendarFile('Pasted', ['From a mail'], { day: 24 }))
  await page.getByRole('button', { name: 'Preview' }).click()
  await importing.expectCounts('Pasted', ['1 new event'])
  await importing.file('club.ics').getByText('2 new events').click()
  await expect(importing.file('club.ics')).toContainText('Training')
  await expect(importing.file('club.ics')).toContainText('2031, 10:00 (UTC)')

  let send = () => {}
  const isHeld = new Promise<void>((resolve) => {
    send = resolve
  })
  await page.route('**/api/import?mode=apply**', (route) => isHeld.then(() => route.continue()))
  await page.getByRole('button', { name: 'Import 5 events' }).click()
  await page.getByRole('navigation').first().getByRole('link', { name: 'Home' }).click()
  const question = page.getByRole('dialog', { name: 'Leave this page?' })
  await question.getByRole('button', { name: 'Stay' }).click()
  for (const leave of [() => page.goBack(), () => page.keyboard.press('/')]) {
    await expect(question).toHaveCount(0)
    await leave()
    await question.getByRole('button', { name: 'Stay' }).click()
  }
  send()
  await expect(page.getByText('5 new events.')).toBeVisible()
  await page.getByRole('link', { name: 'Open calendar' }).click()
  await page.waitForURL('**/calendar/month/2031-05-10')
  for (const title of ['Training', 'Match', 'Concert', 'Rehearsal', 'From a mail'])
    await expect(calendar.event(title).first()).toBeAttached()

  // The same file again contains nothing new; a newer file lists its changes.
  await importing.open()
  await importing.choose({ name: 'club.ics', text: calendarFile('Club', ['Training', 'Match']) })
  await importing.expectCounts('Club', ['2 unchanged events'])
  await expect(page.getByRole('button', { name: 'Nothing to import' })).toBeDisabled()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await importing.choose({
    name: 'new.ics',
    text: calendarFile('Club', ['Training', 'Final', 'Party'], { sequence: 1 }),
  })
  await importing.expectCounts('Club', ['1 new event', '1 updated event', '1 unchanged event'])
  await importing.import()
  await page.getByRole('button', { name: 'Undo' }).first().click()
  await expect(page.getByRole('heading', { name: 'Import undone' })).toBeVisible()
  await calendar.goTo('2031-05-10')
  await expect(calendar.event('Match').first()).toBeAttached()
  await expect(calendar.event('Final')).toHaveCount(0)
  await expect(calendar.event('Party')).toHaveCount(0)
})

test('reports errors of a broken file by line and imports the valid events', async ({ createUser }) => {
  const { page } = await createUser('Anna')
  const importing = new ImportPage(page)
  await importing.open()
  const whole = calendarFile('Half', ['Whole'])
  const broken = whole.replace(
    'END:VCALENDAR\r\n',
    'BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:No date\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMM',
  )
  await importing.choose({ name: 'half.ics', text: broken })
  await importing.expectCounts('Half', ['1 new event'])
  await importing
    .file('half.ics')
    .getByText(/notes? about this file/)
    .click()
  await expect(importing.file('half.ics')).toContainText('“No date” has no start date')
  await expect(importing.file('half.ics')).toContainText('The file ends unexpectedly here')
  await expect(importing.file('half.ics')).toContainText(/Line \d+/)
  await importing.choose({ name: 'cat.jpg', text: Buffer.alloc(3_000_000, 0xff) })
  await importing.file('cat.jpg').getByText('1 note about this file').click()
  await expect(importing.file('cat.jpg')).toContainText('This is not a calendar file.')
})

test('imports an archive into another account completely', async ({ createUser }) => {
  const anna = await createUser('Anna')
  await anna.calendar.insertEvent('Dinner', '2031-05-14')
  await anna.page.goto('/calendars')
  const download = anna.page.waitForEvent('download')
  await anna.page.getByRole('link', { name: 'Full archive of All calendars I can see' }).click()
  const archive = readFileSync(await (await download).path())

  const ben = await createUser('Ben')
  const importing = new ImportPage(ben.page)
  await importing.open()
  await importing.choose({ name: 'all.zip', text: archive })
  await importing.expectCounts('Anna', ['1 new event'])
  await expect(ben.page.getByLabel('Import Anna to')).toHaveValue('new')
  await importing.import()
  await ben.page.goto('/calendars')
  await expect(new CalendarsPage(ben.page).rows('My calendars')).toContainText([/^Ben/, /^Anna/])
  await ben.calendar.goTo('2031-05-14')
  await expect(ben.calendar.event('Dinner').first()).toBeAttached()
})

test('serves a feed at its secret URL until it is revoked', async ({ createUser, request }) => {
  const { page, calendar } = await createUser('Anna')
  await calendar.insertEvent('Dinner', '2031-05-14')
  await new CalendarsPage(page).open('Anna')
  const section = page.getByRole('region', { name: 'Links and export' })
  await section.getByText('Subscribe from another app').click()
  await section.getByLabel('Link name').fill('Grandma')
  await section.getByRole('button', { name: 'Create link' }).click()
  const link = await section.getByRole('textbox', { name: 'Subscription link' }).inputValue()
  const answer = await request.get(link)
  expect(answer.headers()['content-type']).toContain('text/calendar')
  expect(await answer.text()).toContain('SUMMARY:Dinner')
  expect((await request.get(link, { headers: { 'If-None-Match': answer.headers().etag! } })).status()).toBe(
    304,
  )
  expect((await request.head(link)).status()).toBe(200)
  await page.reload()
  await expect(section.getByText('Grandma')).toBeVisible()
  await expect(section.getByText(/last used on/)).toBeVisible()
  await section.getByRole('button', { name: 'Revoke' }).click()
  await section.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(section.getByText('Grandma')).toHaveCount(0)
  expect((await request.get(link)).status()).toBe(404)
})

test('answers hostile request bodies with a result or an error, and undecodable ones with 400', async ({
  createUser,
  baseURL,
}) => {
  const { context } = await createUser('Anna')
  const send = (body: string | Buffer, type: string) =>
    context.request.post('/api/import?mode=preview', {
      data: body,
      headers: { 'Content-Type': type, Origin: baseURL! },
    })
  for (const [body, type, status] of [
    ['{"a":1}', 'application/json', 200],
    ['', 'text/calendar', 200],
    ['x=1', 'application/x-www-form-urlencoded', 200],
    ['--x--', 'multipart/form-data; boundary=x', 200],
    ['--x--', 'multipart/form-data', 400],
    [Buffer.alloc(6 * 1024 * 1024, 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n'), 'text/calendar', 200],
  ] as const) {
    const answer = await send(body, type)
    expect(answer.status(), type).toBe(status)
    if (status === 200) expect(await answer.text()).toMatch(/\{"(result|error)":.*\}\n$/)
  }
})

test('imports nothing if the client disconnects', async ({ createUser, baseURL: origin }) => {
  const { context, calendar } = await createUser('Anna')
  const cookies = await context.cookies()
  const headers = {
    Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    Origin: origin!,
  }
  const target = calendar.defaultCalendar
  const titles = Array.from({ length: 20_000 }, (_, n) => `Event ${n}`)
  const text = calendarFile('Big', titles).replace(/203105\d+T/g, '20310510T')
  const controller = new AbortController()
  const answer = await fetch(`${origin}/api/import?mode=apply&calendar=${target}`, {
    method: 'POST',
    headers,
    body: text,
    signal: controller.signal,
  })
  let received = ''
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    received += chunk
    if (received.includes('"writing"')) break
  }
  controller.abort()
  // The same file is imported again: it waits for the aborted import, which left nothing.
  const second = await fetch(`${origin}/api/import?mode=apply&calendar=${target}`, {
    method: 'POST',
    headers,
    body: calendarFile('Big', titles.slice(0, 20)),
  })
  expect(await second.text()).toContain('"new":20')
  const remaining = await (await fetch(`${origin}/api/export/all`, { headers })).text()
  expect(remaining.match(/SUMMARY:Event/g)).toHaveLength(20)
})
