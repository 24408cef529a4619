import { createHash } from 'node:crypto'
import { expect, it, vi } from 'vitest'
import { MONDAY, objectText, openTestAccount, signal } from './caldav.test.account'
import { DigestLogin } from './digest'

vi.mock('@/lib/env', () => ({ env: { allowPrivateTargets: true } }))

const { caldavConnector, discover } = await import('.')

const account = openTestAccount(caldavConnector)
const hash = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex')

it('signs a request without counter as RFC 2069 does', () => {
  const login = new DigestLogin({ username: 'Mufasa', password: 'CircleOfLife' })
  const nonce = 'dcd98b7102dd2f0e8b11d0f600bfb0c093'
  expect(login.header('GET', 'http://host.example/dir/index.html')).toBeNull()
  expect(login.accepts(`Digest realm="testrealm@host.com", nonce="${nonce}", opaque="5ccc"`)).toBe(true)
  expect(login.header('GET', 'http://host.example/dir/index.html')).toBe(
    `Digest username="Mufasa", realm="testrealm@host.com", nonce="${nonce}", uri="/dir/index.html", response="1949323746fe6a43ef61f9606e7febea", opaque="5ccc"`,
  )
})

it.each([
  ['another algorithm', 'Digest realm="a", nonce="b", algorithm=SHA-512-256'],
  ['another quality of protection', 'Digest realm="a", nonce="b", qop="auth-int"'],
  ['no nonce', 'Digest realm="a"'],
  ['Basic, too', 'Digest realm="a", nonce="b", Basic realm="a"'],
  ['another scheme', 'Negotiate'],
])('does not accept a challenge with %s', (_, header) => {
  expect(new DigestLogin({ username: 'a', password: 'b' }).accepts(header)).toBe(false)
})

it('accepts the first supported challenge of several', () => {
  const login = new DigestLogin({ username: 'a"b', password: 'c' })
  const others = 'Digest realm="a", nonce="b", algorithm=SHA-512-256, qop="auth"'
  expect(login.accepts(`Negotiate, ${others}, Digest realm="x, y", nonce="z", algorithm=SHA-256`)).toBe(true)
  expect(login.header('PUT', 'http://host.example/?a')).toMatch(/^Digest username="a\\"b", realm="x, y", /)
})

it.each([
  ['MD5', 'md5'],
  ['SHA-256', 'sha256'],
  ['MD5-sess', 'md5'],
])('syncs with a server that requires Digest with %s, also when a nonce expires', async (algorithm, name) => {
  const { stub, pull, access } = account
  let nonce = 'n1'
  let challenges = 0
  stub.fault = ({ headers, method, path }) => {
    const text = headers.authorization ?? ''
    const value = (key: string) => new RegExp(`\\b${key}="?([^",]*)`).exec(text)?.[1] ?? ''
    const login = hash(name, 'anna:Stub:secret')
    const secret = algorithm.endsWith('sess') ? hash(name, `${login}:${nonce}:${value('cnonce')}`) : login
    const signed = `${nonce}:${value('nc')}:${value('cnonce')}:auth:${hash(name, `${method}:${path}`)}`
    const isValid = text.startsWith('Digest ') && value('response') === hash(name, `${secret}:${signed}`)
    if (isValid) {
      headers.authorization = `Basic ${Buffer.from('anna:secret').toString('base64')}`
      return
    }
    challenges++
    const challenge = `Digest realm="Stub", qop="auth,auth-int", nonce="${nonce}", algorithm=${algorithm}`
    return { status: 401, headers: { 'www-authenticate': challenge } }
  }
  stub.store.put('a.ics', objectText(MONDAY))
  const { cursor } = await pull()
  expect(challenges).toBe(1)
  nonce = 'n2'
  expect((await pull(cursor)).ids).toEqual([])
  expect(challenges).toBe(2)
  expect(await discover(access, signal)).toMatchObject({ account: 'anna@example.org' })
  await expect(discover({ ...access, password: 'wrong' }, signal)).rejects.toMatchObject({
    problem: 'sign-in-needed',
  })
})
