import { readFileSync } from 'node:fs'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { db } from '@/db/client'
import { changes } from '@/db/schema/changes'
import { bindings, connections } from '@/db/schema/connections'
import { decryptCredentials } from '@/lib/access/credentials'
import { credentialsContext } from '@/lib/commands/rows/connections'
import type { CaldavCredentials } from '@/lib/schemas/caldav'
import { makeUser } from '@/test/database/fixtures'
import { insertGoogleBinding } from '@/test/database/google-account'
import { type FeedAnswer, type FeedStub, startFeed } from '@/test/servers/feed'
import { cert } from '@/test/servers/tls-proxy.mjs'
import { caldavLogin, connectCaldavAccount } from './caldav'

let user: { id: string; calendar: string }
const targets = vi.hoisted(() => ({ arePrivateAllowed: true }))
vi.mock('@/lib/env', async (load) => {
  const { env } = await load<typeof import('@/lib/env')>()
  const get = (_: object, name: keyof typeof env) =>
    name === 'allowPrivateTargets' ? targets.arePrivateAllowed : env[name]
  return { env: new Proxy({}, { get: get as ProxyHandler<object>['get'] & object }) }
})
vi.mock('./actor', () => ({ currentUser: async () => user }))

const signal = new AbortController().signal
const LOGIN = { username: 'anna@example.org', password: 'abcd-efgh-ijkl-mnop' }

let server: FeedStub
let password: string
beforeEach(async () => {
  server = await startFeed()
  password = LOGIN.password
  server.answer = ({ headers }) => {
    const expected = `Basic ${Buffer.from(`${LOGIN.username}:${password}`).toString('base64')}`
    return headers.authorization === expected ? ACCOUNT : UNAUTHORIZED
  }
  user = await makeUser('Anna')
})
afterEach(() => {
  targets.arePrivateAllowed = true
  return server.close()
})

const UNAUTHORIZED: FeedAnswer = { status: 401, headers: { 'www-authenticate': 'Basic realm="dav"' } }

/** A principal that is the home of its calendars, too. */
const ACCOUNT: FeedAnswer = {
  ...{ status: 207, headers: { 'content-type': 'application/xml' } },
  body: `<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:response><d:href>/anna/</d:href>
    <d:propstat><d:prop><d:current-user-principal><d:href>/anna/</d:href></d:current-user-principal>
    <c:calendar-home-set><d:href>/anna/</d:href></c:calendar-home-set></d:prop>
    <d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>`,
}

const address = () => new URL('/', server.url).href
const connect = (input: object = {}) =>
  connectCaldavAccount({ address: address(), ...LOGIN, ...input }, signal)
const stored = () => db.select().from(connections).where(eq(connections.userId, user.id))
const credentialsOf = (row: Awaited<ReturnType<typeof stored>>[number]) =>
  decryptCredentials(row, credentialsContext(row.id)) as CaldavCredentials

it('connects an account, and stores its password only encrypted', async () => {
  const result = await connect({ address: ` ${address()} ` })
  const [row] = await stored()
  expect(result).toEqual({ connection: row!.id })
  const account = `anna@example.org (${new URL(server.url).host})`
  expect(row).toMatchObject({ kind: 'caldav', account, problem: null })
  expect(credentialsOf(row!)).toEqual({ address: address(), ...LOGIN, home: `${address()}anna/` })
  const log = JSON.stringify([row, await db.select().from(changes)])
  expect(log).not.toContain(LOGIN.password)
  expect(JSON.stringify(await caldavLogin(user.id, row!.id))).not.toContain(LOGIN.password)
})

it('says why an account was not connected, and stores nothing', async () => {
  const problemWith = async (answer: FeedAnswer, input: object = {}) => {
    server.answer = () => answer
    return await connect(input)
  }
  expect(await connect({ password: 'guessed' })).toEqual({ problem: 'wrong-password' })
  expect(await problemWith({ status: 403 })).toEqual({ problem: 'forbidden' })
  expect(await problemWith({ status: 404 })).toEqual({ problem: 'not-caldav' })
  expect(await problemWith({ status: 503 })).toEqual({ problem: 'unreachable' })
  expect(await problemWith({ status: 429 })).toEqual({ problem: 'busy' })
  const html = { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><p>Sign in' }
  const failed = '<d:error xmlns:d="DAV:"/>'
  for (const answer of [html, { ...html, status: 207 }, { status: 200, body: failed }, { status: 207 }])
    expect(await problemWith(answer)).toEqual({ problem: 'unexpected' })
  const large = Buffer.alloc(17 * 1024 * 1024, ' ')
  expect(await problemWith({ status: 207, body: large })).toEqual({ problem: 'unexpected' })
  const redirect = (location: string) => problemWith({ status: 302, headers: { location } })
  expect(await redirect('?again')).toEqual({ problem: 'redirects' })
  expect(await redirect('https://elsewhere.example/')).toEqual({ problem: 'not-caldav' })
  expect(await connect({ address: 'not an address' })).toEqual({ problem: 'not-caldav' })
  expect(await connect({ address: 'http://127.0.0.1:1' })).toEqual({ problem: 'unreachable' })
  const bounded = connectCaldavAccount({ address: address(), ...LOGIN }, AbortSignal.timeout(50))
  server.answer = () => ({ fault: 'hang' })
  expect(await bounded).toEqual({ problem: 'unreachable' })
  await expect(connect({ username: ' ' })).rejects.toMatchObject({ detail: { fields: { username: {} } } })
  expect(await stored()).toEqual([])
})

it('says that the certificate of a server is not valid, has expired, or that its address is private', async () => {
  const key = readFileSync('test/servers/tls-proxy.key.pem')
  for (const certificate of [cert, readFileSync('test/servers/expired.cert.pem')]) {
    const secure = await startFeed({ key, cert: certificate })
    expect(await connect({ address: secure.url })).toEqual({ problem: 'bad-certificate' })
    expect(secure.requests).toEqual([])
    await secure.close()
  }
  targets.arePrivateAllowed = false
  for (const private_ of [address(), 'http://10.0.0.1/', 'http://[::1]/', 'http://169.254.169.254/'])
    expect(await connect({ address: private_ })).toEqual({ problem: 'private-target' })
  expect(await stored()).toEqual([])
})

it('connects an account with a long name, and keeps it apart from others', async () => {
  const username = (end: string) => `${'a'.repeat(310)}${end}`
  server.answer = () => ACCOUNT
  for (const end of ['bcdefghi', 'ihgfedcb']) {
    const connected = await connect({ username: username(end) })
    expect(connected).toHaveProperty('connection')
    expect(await connect({ username: username(end) })).toEqual(connected)
  }
  const names = (await stored()).map(({ account }) => account)
  expect(new Set(names).size).toBe(2)
  for (const name of names) expect(name).toMatch(/^a{300,}… [0-9a-f]{8}$/)
})

it('gives an account a new password, with which its calendars continue', async () => {
  const { connection } = (await connect()) as { connection: string }
  const columns = { state: 'stopped', problem: 'sign-in-needed', nextRunAt: null } as const
  const binding = await insertGoogleBinding(connection, user.calendar, columns)
  await db.update(connections).set({ problem: 'sign-in-needed' })
  password = 'new password'
  const change = { connection, password, address: 'https://ignored.example', username: 'ignored' }
  expect(await connect({ ...change, password: 'wrong' })).toEqual({ problem: 'wrong-password' })
  expect((await stored())[0]!.problem).toBe('sign-in-needed')
  expect(await connect(change)).toEqual({ connection })
  const [row, ...others] = await stored()
  expect(others).toEqual([])
  expect(row!.problem).toBeNull()
  expect(credentialsOf(row!)).toMatchObject({ address: address(), username: LOGIN.username, password })
  const [continued] = await db.select().from(bindings).where(eq(bindings.id, binding))
  expect(continued).toMatchObject({ state: 'active', problem: null })
})

it('keeps accounts with the same user name apart that belong to several servers of a host', async () => {
  server.answer = ({ url }) =>
    url!.startsWith('/other/')
      ? { ...ACCOUNT, body: `${ACCOUNT.body}`.replaceAll('/anna/', '/other/anna/') }
      : ACCOUNT
  const first = await connect()
  const second = await connect({ address: `${address()}other/` })
  expect(await connect()).toEqual(first)
  expect(await connect({ address: `${address()}other/anna/` })).toEqual(second)
  const { host } = new URL(server.url)
  expect((await stored()).map(({ account }) => account).sort()).toEqual([
    `${LOGIN.username} (${host})`,
    `${LOGIN.username} (${host}/other/anna)`,
  ])
})

it('requires address and user name if the stored ones cannot be decrypted, and refuses those of another account', async () => {
  const { connection } = (await connect()) as { connection: string }
  await db.update(connections).set({ keyId: 'lost', problem: 'key-missing' })
  expect(await caldavLogin(user.id, connection)).toMatchObject({ login: null })
  server.answer = () => ACCOUNT
  expect(await connect({ connection, username: 'ben@example.org' })).toEqual({ problem: 'other-account' })
  expect(await connect({ connection })).toEqual({ connection })
})

it('refuses accounts of other users and of other providers, and limits attempts', async () => {
  const { connection } = (await connect()) as { connection: string }
  const [anna, ben] = [user, await makeUser('Ben')]
  user = ben
  await expect(connect({ connection })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(caldavLogin(ben.id, connection)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  user = anna
  await db.update(connections).set({ kind: 'google' })
  await expect(connect({ connection })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const attempts = Array.from({ length: 20 }, () => connect({ password: 'guessed' }))
  await expect(Promise.all(attempts)).rejects.toMatchObject({ code: 'TOO_MANY' })
})
