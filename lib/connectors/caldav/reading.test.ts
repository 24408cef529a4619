import { expect, it, onTestFinished, vi } from 'vitest'
import { HOUR } from '@/lib/calendar/day'
import { CALENDAR } from '@/test/servers/caldav/server'
import { MONDAY, multistatus, objectText, openTestAccount, signal } from './caldav.test.account'

vi.mock('@/lib/env', () => ({ env: { allowPrivateTargets: true } }))

const { caldavConnector } = await import('.')

const account = openTestAccount(caldavConnector)

it.each([null, 400, 403, 409, 410, 412, 500, 507])(
  'reports a sync token as expired if the server refuses it with %s, but not if the server fails',
  async (tokenRefusal) => {
    const { stub, pull } = account
    stub.store.put('a.ics', objectText(MONDAY))
    const { cursor } = await pull()
    Object.assign(stub.behavior, { tokenRefusal })
    stub.store.oldestToken = stub.store.revision + 1
    await expect(pull(cursor)).rejects.toMatchObject({ problem: 'cursor-expired' })
    expect((await pull()).ids).toEqual(['a.ics'])
    stub.fault = () => ({ status: 500 })
    await expect(pull(cursor)).rejects.toMatchObject({ problem: 'unreachable' })
  },
)

it('asks a server for a token again after a day if it had none', async () => {
  const { stub, pull } = account
  for (const name of ['a', 'b']) stub.store.put(`${name}.ics`, objectText(MONDAY))
  let isBroken = true
  stub.fault = ({ body }) => (isBroken && body.includes('sync-collection') ? { status: 500 } : undefined)
  let { cursor } = await pull()
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const reports = async (hours: number, ids: string[]) => {
    vi.setSystemTime(Date.now() + hours * HOUR)
    stub.requests.length = 0
    const pulled = await pull(cursor)
    expect(pulled.ids).toEqual(ids)
    cursor = pulled.cursor
    return stub.requests.filter(({ body }) => body.includes('sync-collection')).length
  }
  expect(await reports(23, [])).toBe(0)
  expect(await reports(2, [])).toBe(1)
  expect(cursor).toContain('etags')
  isBroken = false
  stub.store.put('b.ics', objectText([...MONDAY, 'SUMMARY:Dinner']))
  stub.store.delete('a.ics')
  expect(await reports(23, ['b.ics', 'a.ics'])).toBe(0)
  stub.store.put('c.ics', objectText(MONDAY))
  expect(await reports(2, ['c.ics'])).toBe(1)
  expect(cursor).not.toContain('etags')
  stub.store.delete('c.ics')
  expect(await reports(0, ['c.ics'])).toBe(1)
})

it('reads objects one by one if the server does not support reading several, or leaves some out', async () => {
  const { stub, pull } = account
  for (const name of ['a', 'b', 'c']) stub.store.put(`${name}.ics`, objectText(MONDAY))
  stub.behavior.hasMultiget = false
  expect((await pull()).ids).toEqual(['a.ics', 'b.ics', 'c.ics'])
  stub.behavior.hasMultiget = true
  stub.fault = ({ body }) => (body.includes('calendar-multiget') ? multistatus('') : undefined)
  expect((await pull()).ids).toEqual(['a.ics', 'b.ics', 'c.ics'])
})

it('requests a listed object again by GET if the multiget reports it as missing or returns other objects', async () => {
  const { stub, connector, calendar, pull } = account
  stub.store.put('a@example.org.ics', objectText(MONDAY))
  const missing = `<response><href>${CALENDAR}a@example.org.ics</href><status>HTTP/1.1 404 Not Found</status></response>`
  const other = '<response><href>/dav/other/b.ics</href><status>HTTP/1.1 200 OK</status></response>'
  stub.fault = ({ body }) => (body.includes('calendar-multiget') ? multistatus(missing + other) : undefined)
  for (const cursor of [null, (await pull()).cursor]) {
    if (cursor) stub.store.put('a@example.org.ics', objectText([...MONDAY, 'SUMMARY:Dinner']))
    const [change] = (await pull(cursor)).pages.flatMap(({ changes }) => changes)
    expect(connector.toObject(calendar, connector.mergeState(null, change!)).content).toBeTruthy()
  }
  expect(await connector.read(calendar, 'a@example.org.ics', signal)).toBeTruthy()
  expect(await connector.read(calendar, 'missing.ics', signal)).toBeNull()
})

it.each([true, false])(
  'reports an object with which the server fails, and reads it again later (sync tokens: %s)',
  async (hasTokens) => {
    const { stub, pull } = account
    stub.behavior.hasTokens = hasTokens
    for (const name of ['a', 'b', 'c']) stub.store.put(`${name}.ics`, objectText(MONDAY))
    stub.fault = ({ method, path, body }) =>
      body.includes('calendar-multiget') || (method === 'GET' && path.endsWith('b.ics'))
        ? { status: 500 }
        : undefined
    const { ids, pages, cursor } = await pull()
    expect(ids).toEqual(['a.ics', 'c.ics'])
    expect(pages.flatMap(({ unreadable }) => unreadable)).toEqual(['b.ics'])
    stub.fault = () => undefined
    expect((await pull(cursor)).ids).toEqual([])
    const due = JSON.stringify({ ...JSON.parse(cursor), failed: { 'b.ics': '2026-03-01T00:00:00Z' } })
    const later = await pull(due)
    expect(later.ids).toEqual(['b.ics'])
    expect(JSON.parse(later.cursor)).not.toHaveProperty('failed')
    stub.fault = ({ method, body }) =>
      method === 'GET' || body.includes('multiget') || body.includes('resourcetype')
        ? { status: 500 }
        : undefined
    await expect(pull()).rejects.toMatchObject({ problem: 'unreachable' })
  },
)

it('names the former id of an object whose name contains a percent sign', async () => {
  const { stub, pull } = account
  stub.store.put('100%.ics', objectText(MONDAY))
  const { pages, cursor } = await pull()
  expect(pages[0]!.changes).toMatchObject([{ id: '100%25.ics', createdAs: '100%.ics' }])
  stub.store.delete('100%.ics')
  expect((await pull(cursor)).pages[0]!.changes).toMatchObject([{ id: '100%25.ics', createdAs: '100%.ics' }])
})

it('lists all members of a calendar if the server cannot page its changes (507)', async () => {
  const { stub, pull } = account
  stub.store.put('a.ics', objectText(MONDAY))
  stub.fault = ({ body }) => (body.includes('sync-collection') ? { status: 507 } : undefined)
  expect((await pull()).ids).toEqual(['a.ics'])
})

it('divides batches that are too large, and keeps an object that is too large by itself', async () => {
  const { stub, connector, calendar, pull } = account
  const large = objectText([...MONDAY, `DESCRIPTION:${'x'.repeat(2.5 * 1024 * 1024)}`])
  stub.store.put('a.ics', large)
  stub.store.put('b.ics', large)
  stub.store.put('c.ics', large + ' '.repeat(2.5 * 1024 * 1024))
  const { ids, pages } = await pull()
  expect(ids).toEqual(['a.ics', 'b.ics', 'c.ics'])
  const [first, , third] = pages
    .flatMap(({ changes }) => changes)
    .map((change) => connector.mergeState(null, change))
  expect(connector.toObject(calendar, first!).content).toBeTruthy()
  expect(() => connector.toObject(calendar, third!)).toThrow()
})

it('lists all members by PROPFIND if sync-collection without a token returns none', async () => {
  const { stub, pull } = account
  stub.store.put('a.ics', objectText(MONDAY))
  stub.behavior.listsNothingFirst = true
  const { ids, cursor } = await pull()
  expect(ids).toEqual(['a.ics'])
  stub.store.put('b.ics', objectText(MONDAY))
  expect((await pull(cursor)).ids).toEqual(['b.ics'])
})

it('ignores tasks', async () => {
  const { stub, pull } = account
  const task = 'BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:t\r\nEND:VTODO\r\nEND:VCALENDAR\r\n'
  stub.store.put('task.ics', task)
  stub.store.put('a.ics', objectText(MONDAY))
  expect((await pull()).ids).toEqual(['a.ics'])
})

const TITLE = 'Café für Zoë €'
const text = objectText([...MONDAY, `SUMMARY:${TITLE}`])
const windows1252 = (value: string) => Buffer.from(value.replace('€', '\x80'), 'latin1')
const utf16 = (value: string) => Buffer.from(`\ufeff${value}`, 'utf16le')
const row = (name: string, data: string) =>
  `<response><href>${CALENDAR}${name}</href><propstat><prop><getetag>"1"</getetag><C:calendar-data>${data}</C:calendar-data></prop><status>HTTP/1.1 200 OK</status></propstat></response>`
const listing = (encoding: string, ...rows: string[]) =>
  `<?xml version="1.0"${encoding}?><multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">${rows.join('')}</multistatus>`
const folded = Buffer.from(text.replace(`${TITLE}\r\n`, 'Caf\xc3\r\n \xa9\r\nLOCATION:f\xfcr\r\n'), 'latin1')

it.each([
  ['windows-1252, undeclared', TITLE, 'text/calendar', windows1252(text)],
  ['windows-1252, declared', TITLE, 'text/calendar; charset=windows-1252', windows1252(text)],
  ['windows-1252, declared as UTF-8', TITLE, 'text/calendar; charset=utf-8', windows1252(text)],
  ['UTF-8, declared as Latin-1', TITLE, 'text/calendar; charset=iso-8859-1', Buffer.from(text)],
  ['UTF-16', TITLE, 'text/calendar', utf16(text)],
  ['lines folded within a character', 'Café', 'text/calendar', folded],
])('reads an object in %s', async (_, title, type, body) => {
  const { stub, connector, calendar } = account
  stub.store.put('a.ics', text)
  stub.behavior.hasMultiget = false
  stub.fault = ({ method }) =>
    method === 'GET' ? { status: 200, headers: { 'content-type': type }, body } : undefined
  const state = await connector.read(calendar, 'a.ics', signal)
  expect(connector.toObject(calendar, state!).content).toMatchObject({ title })
})

it.each([
  ['windows-1252, declared', windows1252(listing(' encoding="windows-1252"', row('a.ics', text)))],
  ['UTF-16', utf16(listing(' encoding="utf-16"', row('a.ics', text)))],
  [
    'UTF-8 with one in windows-1252',
    Buffer.concat([
      Buffer.from(listing(' encoding="utf-8"', row('b.ics', text)).replace('</multistatus>', '\n')),
      windows1252(`${row('a.ics', text)}</multistatus>`),
    ]),
  ],
])('reads a listing of objects in %s', async (_, body) => {
  const { stub, connector, calendar } = account
  const headers = { 'content-type': 'application/xml' }
  stub.fault = ({ method }) => (method === 'REPORT' ? { status: 207, headers, body } : undefined)
  const state = await connector.read(calendar, 'a.ics', signal)
  expect(connector.toObject(calendar, state!).content).toMatchObject({ title: TITLE })
})

it('knows an object whose name the server encodes in different ways, and writes it to its own address', async () => {
  const { connector, calendar, pull, stub } = account
  const etag = '<propstat><prop><getetag>"1"</getetag></prop><status>HTTP/1.1 200 OK</status></propstat>'
  const ids = async (name: string) => {
    const rows = `<response><href>${CALENDAR}${name}</href>${etag}</response><sync-token>1</sync-token>`
    stub.fault = ({ body, method }) =>
      method === 'GET'
        ? { status: 200, body: objectText(MONDAY) }
        : body.includes('multiget')
          ? { status: 501 }
          : multistatus(rows)
    return (await pull()).ids
  }
  for (const [names, address] of [
    [['caf%C3%A9%40x.ics', 'caf%c3%a9@x.ics', 'caf\u00e9%40x.ics'], 'caf%C3%A9%40x.ics'],
    [['caf%E9%40x.ics', 'caf%e9@x.ics', 'ca%66%E9@x.ics'], 'caf%E9%40x.ics'],
    [['100%25.ics', '%3100%25%2Eics'], '100%25.ics'],
  ] as const) {
    const found = [...new Set((await Promise.all(names.map(ids))).flat())]
    expect(found).toHaveLength(1)
    stub.fault = ({ method }) => (method === 'DELETE' ? { status: 204 } : undefined)
    await connector.remove(calendar, found[0]!, { etag: '"1"', ics: '' }, { notifies: false, signal })
    expect(stub.requests.at(-1)!.path).toBe(CALENDAR + address)
  }
})

it('keeps floating times of an object that names a zone of the calendar, also of new exceptions', async () => {
  const times = ['DTSTART:20260302T090000', 'DTEND:20260302T100000', 'RRULE:FREQ=WEEKLY;COUNT=3']
  const floating = objectText(times).replace('VERSION', 'X-WR-TIMEZONE:Europe/Paris\r\nVERSION')
  const { content } = await account.readStored(floating)
  expect(content!.span).toMatchObject({ type: 'floating' })
  const span = { type: 'floating' as const, start: '2026-03-09T11:00:00', end: '2026-03-09T12:00:00' }
  const after = await account.edit({ overrides: { '2026-03-09T09:00:00': { span } } })
  expect(after).toContain('RECURRENCE-ID:20260309T090000\r\n')
  expect(after).toContain('DTSTART:20260309T110000\r\n')
  expect(after).not.toContain('TZID')
})

it('reads objects in forms that other clients are known to lose', async () => {
  const { pull, stub, connector, calendar } = account
  const kyiv = 'DTSTART;TZID=Europe/Kyiv:20260302T090000'
  const objects: Record<string, string> = {
    'a duration': objectText([kyiv, 'DURATION:PT90M']),
    'neither end nor duration': objectText([kyiv]),
    'two series of one UID': objectText(
      [...MONDAY, 'RRULE:FREQ=DAILY;COUNT=2'],
      [...MONDAY, 'SUMMARY:Second'],
    ),
    'a rule without occurrences': objectText([...MONDAY, 'RRULE:FREQ=WEEKLY;UNTIL=20200101T000000Z']),
    'an exception with EXDATE': objectText(
      [...MONDAY, 'RRULE:FREQ=DAILY;COUNT=3'],
      [
        'RECURRENCE-ID;TZID=Europe/Berlin:20260303T090000',
        ...MONDAY,
        'EXDATE:20260303T080000Z',
        'SUMMARY:Other',
      ],
    ),
    'fractions of seconds in DTSTAMP': objectText(['DTSTAMP:20260101T000000.905682Z', ...MONDAY]),
    'a UID with slashes and spaces': objectText(MONDAY).replace('UID:dinner', 'UID:a/b c%2F@x;y'),
  }
  for (const [name, text] of Object.entries(objects)) stub.store.put(`${name}.ics`, text)
  const found = (await pull()).pages.flatMap(({ changes }) => changes)
  expect(found.map(({ id }) => id)).toEqual(Object.keys(objects).map((name) => `${name}.ics`))
  for (const change of found)
    expect(connector.toObject(calendar, connector.mergeState(null, change)).content, change.id).toBeTruthy()
})

it('ignores the values of properties that a server reports as missing', async () => {
  const { stub, connector } = account
  const [ok, missing] = ['200 OK', '404 Not Found'].map((status) => `<status>HTTP/1.1 ${status}</status>`)
  const next = '</propstat><propstat><prop>'
  stub.properties += `</prop>${ok}${next}<displayname/></prop>${missing}${next}`
  const [calendar] = await connector.listCalendars(signal)
  expect(calendar).toMatchObject({ name: 'Family' })
})
