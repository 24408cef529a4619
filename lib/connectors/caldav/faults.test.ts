import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { get } from 'node:https'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { CALENDAR, type CaldavFault, HOME, PRINCIPAL, startCaldav } from '@/test/servers/caldav/server'
import { startFeed } from '@/test/servers/feed'
import { cert } from '@/test/servers/tls-proxy.mjs'
import { outgoingError } from '../outgoing-error'
import { MONDAY, objectText, openTestAccount, signal } from './caldav.test.account'
import { resolveHref } from './multistatus'
import { redirectTarget } from './same-site'
import { parseXml } from './xml'

const env = vi.hoisted(() => ({ allowPrivateTargets: true }))
vi.mock('@/lib/env', () => ({ env }))

const { caldavConnector, discover } = await import('.')

const account = openTestAccount(caldavConnector)
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  env.allowPrivateTargets = true
  await Promise.all(closing.splice(0).map((close) => close()))
})

const html = { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><p>Sign in</p>' }
const multistatus = (rows: string) => ({
  status: 207,
  body: `<multistatus xmlns="DAV:">${rows}</multistatus>`,
})
const bomb = `<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><multistatus xmlns="DAV:">&b;</multistatus>`

const RESPONSES: [string, CaldavFault, string][] = [
  ['an HTML page', html, 'unreachable'],
  ['an HTML page with status 207', { ...html, status: 207 }, 'unreachable'],
  ['an empty body', { status: 207 }, 'unreachable'],
  ['truncated XML', { status: 207, body: '<multistatus xmlns="DAV:"><response><href>/' }, 'unreachable'],
  ['XML of another vocabulary', { status: 207, body: '<multistatus xmlns="urn:x"/>' }, 'unreachable'],
  ['an error with status 200', { status: 200, body: '<error xmlns="DAV:"/>' }, 'unreachable'],
  ['an entity bomb', { status: 207, body: bomb }, 'unreachable'],
  [
    'a document that is nested too deeply',
    multistatus('<a>'.repeat(9999) + '</a>'.repeat(9999)),
    'unreachable',
  ],
  ['17 MB', multistatus(' '.repeat(17 * 1024 * 1024)), 'too-large'],
  ['a body that is cut', 'cut', 'unreachable'],
  ['no answer', 'hang', 'unreachable'],
  ['status 401', { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }, 'sign-in-needed'],
  [
    'a challenge of another scheme',
    { status: 401, headers: { 'www-authenticate': 'Negotiate, Digest x="y"' } },
    'refused',
  ],
  ['status 429', { status: 429, headers: { 'retry-after': '600' } }, 'rate-limited'],
  ['status 503', { status: 503, headers: { 'retry-after': '600' } }, 'unreachable'],
  ['a loop of redirects', { status: 301, headers: { location: '?again' } }, 'unreachable'],
  ['a redirect to another site', { status: 301, headers: { location: 'https://example.org/' } }, 'refused'],
]

describe.each(RESPONSES)('a response with %s', (_, fault, problem) => {
  it(`reports a bad response as ${problem}, and no object as deleted`, async () => {
    const { stub, calendar, pull } = account
    stub.store.put('a.ics', objectText(MONDAY))
    const { cursor } = await pull()
    Object.assign(account, {
      connector: caldavConnector({ ...account.access, timeoutMs: fault === 'hang' ? 200 : 10_000 }),
    })
    stub.fault = ({ path }) => (path.startsWith(CALENDAR) ? fault : undefined)
    await expect(pull()).rejects.toMatchObject({ problem })
    await expect(pull(cursor)).rejects.toMatchObject({ problem })
    // An object that is too large by itself is not reported as a problem of the calendar.
    if (problem !== 'too-large')
      await expect(account.connector.read(calendar, 'a.ics', signal)).rejects.toMatchObject({ problem })
    stub.fault = ({ path }) => (path.split('?')[0] === HOME ? fault : undefined)
    await expect(account.connector.listCalendars(signal)).rejects.toMatchObject({ problem })
  })
})

it('refuses a document whose namespaces would take long to copy', () => {
  const declared = Array.from({ length: 1000 }, (_, index) => `xmlns:n${index}="x"`)
  expect(() => parseXml(`<a ${declared.join(' ')}>${'<b xmlns="x"/>'.repeat(1000)}</a>`)).toThrow(
    'namespaces',
  )
  const nested = declared.map((each) => `<a ${each}>`).join('')
  expect(() => parseXml(nested)).toThrow('too deep')
})

it('reports a multistatus of errors as a problem', async () => {
  const { stub, pull } = account
  const row = (href: string, status: number) =>
    multistatus(`<response><href>${href}</href><status>HTTP/1.1 ${status} X</status></response>`)
  stub.fault = () => row(CALENDAR, 500)
  await expect(pull()).rejects.toMatchObject({ problem: 'unreachable' })
  await expect(account.connector.listCalendars(signal)).rejects.toMatchObject({ problem: 'not-found' })
  stub.fault = () =>
    multistatus('<response><href>/elsewhere/a.ics</href></response><sync-token>1</sync-token>')
  await expect(pull()).rejects.toMatchObject({ problem: 'unreachable' })
})

it('reports a calendar that is gone or forbidden', async () => {
  const { stub, pull } = account
  const { cursor } = await pull()
  for (const [status, problem] of [
    [404, 'gone'],
    [410, 'gone'],
    [403, 'forbidden'],
  ] as const) {
    stub.fault = () => ({ status })
    await expect(pull(cursor)).rejects.toMatchObject({ problem })
  }
})

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

describe('discovery', () => {
  const find = (address: string, change = {}) => discover({ ...account.access, address, ...change }, signal)

  it.each(['', '/', '/.well-known/caldav', '/dav/', PRINCIPAL, HOME, CALENDAR, '/other/path'])(
    'finds the account by the address of the server with the path "%s"',
    async (path) => {
      const { stub } = account
      stub.fault = ({ path, method }) =>
        path.startsWith('/other') && method ? { status: 404 } : withPrincipal(path)
      const { url } = stub
      expect(await find(url + path)).toEqual({
        home: url + HOME,
        principal: url + PRINCIPAL,
        account: 'anna@example.org',
      })
    },
  )

  const withPrincipal = (path: string): CaldavFault | undefined =>
    path === HOME || path === CALENDAR
      ? multistatus(
          `<response><href>${path}</href><propstat><prop><current-user-principal><href>${PRINCIPAL}</href></current-user-principal></prop><status>HTTP/1.1 200 OK</status></propstat></response>`,
        )
      : undefined

  it('reports a wrong password, a server without calendars, and a missing server', async () => {
    const { stub } = account
    await expect(find(stub.url, { password: 'wrong' })).rejects.toMatchObject({ problem: 'sign-in-needed' })
    stub.fault = () => ({ status: 404 })
    await expect(find(stub.url)).rejects.toMatchObject({ problem: 'not-found' })
    stub.fault = () => html
    await expect(find(stub.url)).rejects.toMatchObject({ problem: 'unreachable' })
    await expect(find('http://127.0.0.1:9')).rejects.toMatchObject({ problem: 'unreachable' })
    await expect(find('not an address')).rejects.toMatchObject({ problem: 'refused' })
  })

  it('sends credentials to no other site, and connects to no private address', async () => {
    const other = await startCaldav()
    closing.push(() => other.close())
    const { stub } = account
    stub.fault = () => ({ status: 301, headers: { location: other.url.replace('127.0.0.1', 'localhost') } })
    await expect(find(stub.url)).rejects.toMatchObject({ problem: 'not-found' })
    expect(other.requests).toEqual([])
    env.allowPrivateTargets = false
    await expect(find(stub.url)).rejects.toMatchObject({ problem: 'private-target' })
  })

  it.each([
    ['https://p42-caldav.icloud.com/1/', 'https://caldav.icloud.com/', 'https://p42-caldav.icloud.com/1/'],
    ['/remote.php/dav/', 'https://example.co.uk/x', 'https://example.co.uk/remote.php/dav/'],
    ['http://cloud.example.org/dav/', 'https://cloud.example.org/', 'https://cloud.example.org/dav/'],
    [
      'http://cloud.example.org/dav/',
      'https://cloud.example.org:8443/',
      'https://cloud.example.org:8443/dav/',
    ],
    ['http://other.example.org/', 'https://cloud.example.org/', null],
    ['https://evil.co.uk/', 'https://example.co.uk/', null],
    ['https://icloud.com.evil.example/', 'https://icloud.com/', null],
    ['https://10.0.0.2/', 'https://10.0.0.1/', null],
    ['ftp://example.org/', 'http://example.org/', null],
  ])('follows a redirect to %s from %s only if the site is the same', (location, from, target) => {
    if (target) expect(redirectTarget(location, from)).toBe(target)
    else expect(() => redirectTarget(location, from)).toThrow('refused')
  })

  it('treats an href that looks like another host as a path of the server', () => {
    const address = resolveHref('/.//evil.example/a.ics?b', 'https://dav.example.org/c/')
    expect(address).toBe('https://dav.example.org//evil.example/a.ics')
  })

  const expired = readFileSync('test/servers/expired.cert.pem')

  it.each([
    ['that nobody has signed', cert],
    ['that has expired', expired],
  ])('refuses a certificate %s', async (_, certificate) => {
    const secure = await startFeed({ key: readFileSync('test/servers/tls-proxy.key.pem'), cert: certificate })
    closing.push(() => secure.close())
    await expect(find(secure.url)).rejects.toMatchObject({ problem: 'bad-certificate' })
    expect(secure.requests).toEqual([])
  })

  it('reports an expired certificate of a known authority as one that is not valid', async () => {
    const secure = await startFeed({ key: readFileSync('test/servers/tls-proxy.key.pem'), cert: expired })
    closing.push(() => secure.close())
    const failed = once(get(secure.url, { ca: expired }), 'response').catch((error) => error)
    expect(await failed).toMatchObject({ code: 'CERT_HAS_EXPIRED' })
    expect(outgoingError(await failed)).toMatchObject({ problem: 'bad-certificate' })
  })
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

it('keeps an object with which the server fails, and reads all others', async () => {
  const { stub, connector, calendar, pull } = account
  for (const name of ['a', 'b', 'c']) stub.store.put(`${name}.ics`, objectText(MONDAY))
  stub.fault = ({ method, path, body }) =>
    body.includes('calendar-multiget') || (method === 'GET' && path.endsWith('b.ics'))
      ? { status: 500 }
      : undefined
  const { ids, pages } = await pull()
  expect(ids).toEqual(['a.ics', 'b.ics', 'c.ics'])
  const states = pages[0]!.changes.map((change) => connector.mergeState(null, change))
  expect(connector.toObject(calendar, states[2]!).content).toBeTruthy()
  expect(() => connector.toObject(calendar, states[1]!)).toThrow()
  stub.fault = ({ method, body }) =>
    method === 'GET' || body.includes('multiget') || body.includes('resourcetype')
      ? { status: 500 }
      : undefined
  await expect(pull()).rejects.toMatchObject({ problem: 'unreachable' })
})

it('lists all members of a calendar if the server cannot page its changes (507)', async () => {
  const { stub, pull } = account
  stub.store.put('a.ics', objectText(MONDAY))
  stub.fault = ({ body }) => (body.includes('sync-collection') ? { status: 507 } : undefined)
  expect((await pull()).ids).toEqual(['a.ics'])
})

it('divides batches that are too large, and keeps an object that is too large by itself', async () => {
  const { stub, connector, calendar, pull } = account
  const large = objectText([...MONDAY, `DESCRIPTION:${'x'.repeat(9 * 1024 * 1024)}`])
  stub.store.put('a.ics', large)
  stub.store.put('b.ics', large)
  stub.store.put('c.ics', large + ' '.repeat(9 * 1024 * 1024))
  const { ids, pages } = await pull()
  expect(ids).toEqual(['a.ics', 'b.ics', 'c.ics'])
  const [first, , third] = pages[0]!.changes.map((change) => connector.mergeState(null, change))
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
