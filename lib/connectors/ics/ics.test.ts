import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { calendarText, dayEvent, type FeedStub, startFeed } from '@/test/servers/feed'
import { cert } from '@/test/servers/tls-proxy.mjs'
import type { ChangePage } from '../connector'
import type { ReadOnlyObject } from '../read-only'

const env = vi.hoisted(() => ({ allowPrivateTargets: true }))
vi.mock('@/lib/env', () => ({ env }))

const { icsConnector } = await import('.')

const signal = new AbortController().signal

let stub: FeedStub
const stubs: FeedStub[] = []
beforeEach(async () => {
  env.allowPrivateTargets = true
  stub = await start()
})
afterEach(async () => {
  await Promise.all(stubs.splice(0).map((each) => each.close()))
})

async function start(...args: Parameters<typeof startFeed>): Promise<FeedStub> {
  const started = await startFeed(...args)
  stubs.push(started)
  return started
}

async function pull(cursor: string | null = null, url = stub.url) {
  const connector = icsConnector({ url, zone: 'Europe/Berlin' })
  const [calendar] = [
    { id: 'feed', name: '', zone: null, color: null, access: 'read', isPrimary: false },
  ] as const
  const pages: ChangePage[] = []
  for await (const page of connector.pull(calendar, cursor, signal)) pages.push(page)
  const changes = pages.flatMap((page) => page.changes)
  return {
    pages,
    changes,
    isWhole: pages.every(({ isWhole }) => isWhole),
    cursor: pages.at(-1)!.cursor!,
    titles: changes.map(({ raw }) => (raw as ReadOnlyObject).content.title).sort(),
  }
}

const christmas = dayEvent('Christmas', '20261225', 'a')
const easter = dayEvent('Easter', '20270328', 'b')

it('reads the name, zone and color of a feed', async () => {
  const properties = ['X-WR-CALNAME:School', 'X-WR-TIMEZONE:Europe/Paris', 'COLOR:red']
  stub.answer = () => ({ body: calendarText([christmas], properties) })
  const connector = icsConnector({ url: stub.url, zone: 'UTC' })
  expect(await connector.listCalendars(signal)).toMatchObject([
    { name: 'School', zone: 'Europe/Paris', access: 'read' },
  ])
})

it('names a feed without a name by its host, without the rest of its address', async () => {
  const connector = icsConnector({ url: `${stub.url}?secret`, zone: 'UTC' })
  expect(await connector.listCalendars(signal)).toMatchObject([{ name: '127.0.0.1' }])
})

it('asks for newer versions only, and lists a changed feed as a whole', async () => {
  let [etag, events] = ['"1"', [christmas, easter]]
  stub.answer = ({ headers }) =>
    headers['if-none-match'] === etag
      ? { status: 304 }
      : { body: calendarText(events), headers: { etag, 'last-modified': 'Tue, 01 Dec 2026 00:00:00 GMT' } }
  const first = await pull()
  expect(first).toMatchObject({ titles: ['Christmas', 'Easter'], isWhole: true })
  expect(await pull(first.cursor)).toMatchObject({ titles: [], isWhole: false, cursor: first.cursor })
  expect(stub.requests[1]!.headers).toMatchObject({ 'if-modified-since': 'Tue, 01 Dec 2026 00:00:00 GMT' })
  ;[etag, events] = ['"2"', [easter]]
  expect(await pull(first.cursor)).toMatchObject({ titles: ['Easter'], isWhole: true })
})

it('reports no change if only the time of the request or the UIDs differ', async () => {
  let request = 0
  stub.answer = () => {
    const stamp = `DTSTAMP:20261201T0000${10 + ++request}Z`
    return { body: calendarText([[...dayEvent('Dinner', '20261225', `uid-${request}`), stamp]]) }
  }
  const { cursor } = await pull()
  expect(await pull(cursor)).toMatchObject({ changes: [], isWhole: false })
})

it('gives events without a stable UID the same fingerprint at each fetch, in any order', async () => {
  const lines = [dayEvent('Shift', '20261225', null), dayEvent('Shift', '20261225', null), easter]
  lines[1]!.push('LOCATION:Upstairs')
  let request = 0
  stub.answer = () => {
    request++
    const events = lines.map((line, index) => [
      ...line.filter((text) => !text.startsWith('UID')),
      `UID:${request}-${index}`,
    ])
    events.push(dayEvent(`New ${request}`, '20261226', null))
    return { body: calendarText(request > 1 ? events.reverse() : events) }
  }
  const identify = ({ changes }: Awaited<ReturnType<typeof pull>>) =>
    new Map(
      changes.map(({ fingerprint, raw }) => {
        const { title, location } = (raw as ReadOnlyObject).content
        return [`${title} ${location}`, fingerprint]
      }),
    )
  const first = await pull()
  const second = await pull(first.cursor)
  expect(second.isWhole).toBe(true)
  for (const event of ['Shift ', 'Shift Upstairs', 'Easter '])
    expect(identify(second).get(event)).toBe(identify(first).get(event))
  expect(new Set(identify(second).values()).size).toBe(4)
  const ids = [first, second].flatMap(({ changes }) => changes.map(({ id }) => id))
  expect(new Set(ids).size).toBe(8)
})

it('distinguishes events with the same UID, and merges the instances of a series', async () => {
  const series = ['UID:s', 'DTSTART:20261201T090000Z', 'RRULE:FREQ=DAILY;COUNT=3', 'SUMMARY:Series']
  const instance = ['UID:s', 'RECURRENCE-ID:20261202T090000Z', 'DTSTART:20261202T100000Z', 'SUMMARY:Later']
  const events = [dayEvent('One', '20261225', 'x'), dayEvent('Two', '20261226', 'x'), series, instance]
  stub.answer = () => ({ body: calendarText(events) })
  const { changes, titles } = await pull()
  expect(titles).toEqual(['One', 'Series', 'Two'])
  expect(new Set(changes.map(({ id }) => id)).size).toBe(3)
})

it('reads thousands of events in pages', async () => {
  const events = Array.from({ length: 5000 }, (_, index) =>
    dayEvent(`Event ${index}`, '20261225', `uid-${index}`),
  )
  stub.answer = () => ({ body: calendarText(events) })
  const { pages, changes, isWhole } = await pull()
  expect(changes).toHaveLength(5000)
  expect(pages.length).toBeGreaterThan(5)
  expect(isWhole).toBe(true)
  expect(pages.filter(({ cursor }) => cursor !== null)).toEqual([pages.at(-1)])
})

it('lists no events of an empty calendar', async () => {
  expect(await pull()).toMatchObject({ changes: [], isWhole: true })
})

const body = calendarText([christmas, easter])
const html = '<!doctype html><title>Sign in</title><p>BEGIN:VCALENDAR'

it.each([
  ['an HTML page', { body: html, headers: { 'content-type': 'text/html' } }, 'not-a-calendar'],
  ['an HTML page that claims to be a calendar', { body: html }, 'not-a-calendar'],
  ['an empty body', { body: '' }, 'not-a-calendar'],
  ['an archive', { body: gzipSync(body) }, 'not-a-calendar'],
  ['a file cut within an event', { body: body.slice(0, -40) }, 'incomplete'],
  ['a file cut between events', { body: body.replace('END:VCALENDAR\r\n', '') }, 'incomplete'],
  [
    'an error page within a calendar',
    { body: body.replace('END:VCALENDAR', '<b>Fatal error</b>') },
    'incomplete',
  ],
  [
    'a connection cut within the body',
    { body, headers: { 'content-length': String(body.length) }, fault: 'cut' as const },
    'unreachable',
  ],
  ['a chunked body that is cut', { body, fault: 'cut' as const }, 'unreachable'],
  [
    'broken compression',
    { body: gzipSync(body).subarray(0, -20), headers: { 'content-encoding': 'gzip' } },
    'incomplete',
  ],
  [
    'a gzip bomb',
    { body: gzipSync(Buffer.alloc(100 * 1024 * 1024, ' ')), headers: { 'content-encoding': 'gzip' } },
    'too-large',
  ],
  ['an unexpected 304', { status: 304 }, 'refused'],
  ['404', { status: 404, body }, 'not-found'],
  ['410', { status: 410, body }, 'gone'],
  ['401', { status: 401, body }, 'forbidden'],
  ['500', { status: 500, body }, 'unreachable'],
])('reports a response with %s as a problem, not as deletions', async (_, answer, problem) => {
  stub.answer = () => answer
  await expect(pull()).rejects.toMatchObject({ problem })
})

it('stops reading a response of 100 MB', async () => {
  let sent = 0
  stub.answer = (_, response) => {
    response.writeHead(200)
    const chunk = Buffer.alloc(1024 * 1024, 'x')
    const write = () => {
      while (sent < 100 && !response.destroyed) {
        sent++
        if (!response.write(chunk)) return
      }
      response.end()
    }
    response.on('drain', write)
    write()
    return undefined
  }
  await expect(pull()).rejects.toMatchObject({ problem: 'too-large' })
  expect(sent).toBeLessThan(60)
})

it('stops when its signal is aborted while a server does not respond', async () => {
  stub.answer = () => ({ fault: 'hang' })
  const connector = icsConnector({ url: stub.url, zone: 'UTC' })
  await expect(connector.listCalendars(AbortSignal.timeout(200))).rejects.toMatchObject({
    name: 'TimeoutError',
  })
})

it('reports how long a busy server asks to wait', async () => {
  stub.answer = () => ({ status: 429, headers: { 'retry-after': '600' } })
  const error = await pull().catch((caught) => caught)
  expect(error.problem).toBe('rate-limited')
  expect(error.retryAt.getTime()).toBeGreaterThan(Date.now() + 500_000)
})

it('refuses a redirect to a private address, and a loop of redirects', async () => {
  const inside = await start()
  stub.answer = () => ({ status: 302, headers: { location: stub.url } })
  await expect(pull()).rejects.toMatchObject({ problem: 'unreachable' })
  stub.answer = () => {
    // Private addresses were allowed until now, so that this server stands for a public one.
    env.allowPrivateTargets = false
    return { status: 302, headers: { location: inside.url } }
  }
  await expect(pull()).rejects.toMatchObject({ problem: 'private-target' })
  expect(inside.requests).toEqual([])
})

it('sends the user name and password of an address to its host only', async () => {
  const other = await start()
  stub.answer = () => ({ status: 302, headers: { location: other.url } })
  await pull(null, stub.url.replace('//', '//me:p%40ss@'))
  expect(stub.requests[0]!.headers.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`)
  expect(other.requests[0]!.headers.authorization).toBeUndefined()
})

it('refuses an invalid certificate', async () => {
  const key = readFileSync('test/servers/tls-proxy.key.pem')
  const secure = await start({ key, cert })
  await expect(pull(null, secure.url)).rejects.toMatchObject({ problem: 'bad-certificate' })
  expect(secure.requests).toEqual([])
})

it.each([
  ['declared as ISO 8859-1', 'iso-8859-1', Buffer.from('Käse', 'latin1')],
  ['in Latin 1 that claims to be UTF-8', 'utf-8', Buffer.from('Käse', 'latin1')],
  ['in UTF-8 that claims to be ISO 8859-1', 'iso-8859-1', Buffer.from('Käse')],
  ['in UTF-8 that claims an unknown charset', 'klingon', Buffer.from('Käse')],
])('reads text %s', async (_, charset, title) => {
  const [head, tail] = calendarText([dayEvent('TITLE', '20261225', 'a')]).split('TITLE')
  stub.answer = () => ({
    body: Buffer.concat([Buffer.from(head!), title, Buffer.from(tail!)]),
    headers: { 'content-type': `text/calendar; charset=${charset}` },
  })
  expect((await pull()).titles).toEqual(['Käse'])
})

it('reads UTF-16 without a byte order mark if it is declared, and other charsets', async () => {
  const text = calendarText([dayEvent('Käse', '20261225', 'a')])
  stub.answer = () => ({
    body: Buffer.from(text, 'utf16le'),
    headers: { 'content-type': 'text/calendar; charset="utf-16le"' },
  })
  expect((await pull()).titles).toEqual(['Käse'])
  const [head, tail] = text.split('Käse')
  stub.answer = () => ({
    // "Сыр" in windows-1251.
    body: Buffer.concat([Buffer.from(head!), Buffer.from([0xd1, 0xfb, 0xf0]), Buffer.from(tail!)]),
    headers: { 'content-type': 'text/calendar; charset=windows-1251' },
  })
  expect((await pull()).titles).toEqual(['Сыр'])
})

it('reads one object of a feed', async () => {
  stub.answer = () => ({ body })
  const connector = icsConnector({ url: stub.url, zone: 'UTC' })
  const [calendar] = await connector.listCalendars(signal)
  const state = await connector.read(calendar!, 'b', signal)
  expect(connector.toObject(calendar!, state!)).toMatchObject({ uid: 'b', content: { title: 'Easter' } })
  expect(await connector.read(calendar!, 'c', signal)).toBeNull()
})
