import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { get } from 'node:https'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { CALENDAR, type CaldavFault, HOME, PRINCIPAL, startCaldav } from '@/test/servers/caldav/server'
import { startFeed } from '@/test/servers/feed'
import { cert } from '@/test/servers/tls-proxy.mjs'
import { outgoingError } from '../outgoing-error'
import { MONDAY, multistatus, objectText, openTestAccount, signal } from './caldav.test.account'
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

it('stops reading a response of 100 MB at the limit', async () => {
  const endless = await startFeed()
  closing.push(() => endless.close())
  const chunk = Buffer.alloc(1024 * 1024, ' ')
  let sent = 0
  endless.answer = (_, response) => {
    response.writeHead(207)
    const continueSending = () => {
      while (sent < 100 && !response.destroyed) {
        sent++
        if (!response.write(chunk)) return response.once('drain', continueSending)
      }
      return response.end()
    }
    continueSending()
    return undefined
  }
  const connector = caldavConnector({ ...account.access, address: endless.url })
  const pulled = connector.pull(
    { ...account.calendar, id: new URL('/family/', endless.url).href },
    null,
    signal,
  )
  await expect(pulled[Symbol.asyncIterator]().next()).rejects.toMatchObject({ problem: 'too-large' })
  // The socket buffers some of what follows the limit.
  expect(sent).toBeLessThan(40)
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

  it('reports an expired certificate of a trusted authority as invalid', async () => {
    const secure = await startFeed({ key: readFileSync('test/servers/tls-proxy.key.pem'), cert: expired })
    closing.push(() => secure.close())
    const failed = once(get(secure.url, { ca: expired }), 'response').catch((error) => error)
    expect(await failed).toMatchObject({ code: 'CERT_HAS_EXPIRED' })
    expect(outgoingError(await failed)).toMatchObject({ problem: 'bad-certificate' })
  })
})
