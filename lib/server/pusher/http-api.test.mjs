import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { app, startPusher, subscribed } from './testing.mjs'

/** @type {Awaited<ReturnType<typeof startPusher>>} */
let server
beforeEach(async () => {
  server = await startPusher()
})
afterEach(async () => {
  await server.stop()
  expect(server.failures).toEqual([])
})

/** Sends a signed request. `raw` replaces parameters before they are signed, `spoil` afterwards. */
function ask(method, path, { body, query = {}, spoil = {}, secret = app.secret, raw = {} } = {}) {
  const full = path.startsWith('/apps') ? path : `/apps/${app.appId}${path}`
  const md5 = body === undefined ? {} : { body_md5: createHash('md5').update(body).digest('hex') }
  const params = { auth_key: app.key, auth_timestamp: now(), auth_version: '1.0', ...md5, ...query, ...raw }
  const sorted = Object.keys(params).sort()
  const text = [method, full, sorted.map((name) => `${name}=${params[name]}`).join('&')].join('\n')
  const auth_signature = createHmac('sha256', secret).update(text).digest('hex')
  const search = new URLSearchParams({ ...params, auth_signature, ...spoil })
  return fetch(`http://127.0.0.1:${server.port}${full}?${`${search}`.replaceAll('+', '%20')}`, {
    method,
    body,
  })
}

const now = () => String(Math.floor(Date.now() / 1000))
const event = (more) => JSON.stringify({ name: 'x', data: '1', channels: ['private-1'], ...more })

describe('signatures', () => {
  it('requires a signature on every request', async () => {
    const body = event()
    expect((await ask('POST', '/events', { body })).status).toBe(200)
    const wrong = [
      { secret: 'other' },
      { spoil: { auth_signature: '0'.repeat(64) } },
      { spoil: { auth_signature: 'é' } },
      { spoil: { auth_signature: '' } },
      { spoil: { info: 'added-later' } },
      { raw: { auth_key: 'other' } },
      { raw: { auth_version: '2.0' } },
      { raw: { auth_timestamp: String(now() - 700) } },
      { raw: { auth_timestamp: String(Number(now()) + 700) } },
      { raw: { auth_timestamp: 'x' } },
      { raw: { body_md5: '0'.repeat(32) } },
      { raw: { body_md5: '' } },
    ]
    for (const options of wrong) expect((await ask('POST', '/events', { body, ...options })).status).toBe(401)
    expect((await fetch(`http://127.0.0.1:${server.port}/apps/${app.appId}/channels`)).status).toBe(401)
    expect((await ask('GET', '/apps/8/channels')).status).toBe(401)
  })

  it('rejects signatures by another secret with 401', async () => {
    await expect(server.api({ secret: 'no' }).trigger('private-1', 'x', 1)).rejects.toMatchObject({
      status: 401,
    })
    await expect(server.api({ key: 'no' }).trigger('private-1', 'x', 1)).rejects.toMatchObject({
      status: 401,
    })
  })
})

describe('limits', () => {
  it('rejects more than 10 kB of data in an event', async () => {
    expect((await ask('POST', '/events', { body: event({ data: 'x'.repeat(10_240) }) })).status).toBe(200)
    expect((await ask('POST', '/events', { body: event({ data: 'x'.repeat(10_241) }) })).status).toBe(413)
    expect((await ask('POST', '/events', { body: event({ data: 'ż'.repeat(5_121) }) })).status).toBe(413)
  })

  it('rejects bodies over 100 kB, with Content-Length or streamed', async () => {
    const body = event({ data: 'x'.repeat(200_000) })
    expect((await ask('POST', '/events', { body })).status).toBe(413)
    const stream = new Blob([body]).stream()
    const streamed = fetch(urlFor(body), { method: 'POST', body: stream, duplex: 'half' })
    expect((await streamed).status).toBe(413)
  })

  it('rejects more than ten events in a batch or a hundred channels in an event', async () => {
    const batch = (n) =>
      JSON.stringify({ batch: Array(n).fill({ name: 'x', data: '', channel: 'private-1' }) })
    expect((await ask('POST', '/batch_events', { body: batch(10) })).status).toBe(200)
    expect((await ask('POST', '/batch_events', { body: batch(11) })).status).toBe(400)
    const channels = Array.from({ length: 101 }, (_, i) => `private-${i}`)
    expect((await ask('POST', '/events', { body: event({ channels }) })).status).toBe(400)
  })

  function urlFor(body) {
    const path = `/apps/${app.appId}/events`
    const md5 = createHash('md5').update(body).digest('hex')
    const query = `auth_key=${app.key}&auth_timestamp=${now()}&auth_version=1.0&body_md5=${md5}`
    const signature = createHmac('sha256', app.secret).update(`POST\n${path}\n${query}`).digest('hex')
    return `http://127.0.0.1:${server.port}${path}?${query}&auth_signature=${signature}`
  }
})

describe('malformed requests', () => {
  it.each([
    '',
    '{',
    'null',
    '[]',
    '"x"',
    event({ name: '' }),
    event({ name: 7 }),
    event({ name: 'pusher:error' }),
    event({ name: 'pusher_internal:member_added' }),
    event({ data: { a: 1 } }),
    event({ channels: [] }),
    event({ channels: 'private-1' }),
    event({ channels: ['public'] }),
    event({ channels: ['private-a b'] }),
    event({ channels: [null] }),
    event({ socket_id: 'x' }),
    event({ info: 7 }),
  ])('rejects %s with 400', async (body) => {
    expect((await ask('POST', '/events', { body })).status).toBe(400)
  })

  it('answers 404 for unknown paths, 405 for other methods and 400 for malformed escapes', async () => {
    expect((await ask('GET', '/nope')).status).toBe(404)
    expect((await ask('GET', '/apps/7')).status).toBe(404)
    expect((await ask('GET', '/events')).status).toBe(405)
    expect((await ask('DELETE', '/channels')).status).toBe(405)
    expect((await ask('GET', '/channels/%')).status).toBe(400)
    expect((await fetch(`http://127.0.0.1:${server.port}/apps/7/channels?a=%`)).status).toBe(400)
  })
})

describe('channels', () => {
  it('lists and describes channels', async () => {
    await subscribed(server.client('ann'), 'presence-g')
    await subscribed(server.client('bob'), 'presence-g')
    await subscribed(server.client('bob'), 'private-1')
    const get = async (path, query) => (await ask('GET', path, { query })).json()
    const names = Object.keys((await get('/channels')).channels).sort()
    expect(names.filter((name) => !name.startsWith('#'))).toEqual(['presence-g', 'private-1'])
    expect(await get('/channels', { filter_by_prefix: 'presence-', info: 'user_count' })).toEqual({
      channels: { 'presence-g': { user_count: 2 } },
    })
    expect((await ask('GET', '/channels', { query: { info: 'user_count' } })).status).toBe(400)
    expect(await get('/channels/presence-g', { info: 'user_count,subscription_count' })).toEqual({
      occupied: true,
      user_count: 2,
      subscription_count: 2,
    })
    expect(await get('/channels/private-2')).toEqual({ occupied: false })
    expect(await get('/channels/presence-g/users')).toEqual({ users: [{ id: 'ann' }, { id: 'bob' }] })
    expect((await ask('GET', '/channels/private-1/users')).status).toBe(400)
    const posted = await ask('POST', '/events', { body: event({ info: 'subscription_count' }) })
    expect(await posted.json()).toEqual({ channels: { 'private-1': { subscription_count: 1 } } })
  })
})

it('answers any request without 500', async () => {
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE')
  const path = fc.oneof(
    fc.constantFrom(
      '/events',
      '/batch_events',
      '/channels',
      '/channels/presence-1/users',
      '/channels/private-1',
    ),
    fc.constantFrom('/users/1/terminate_connections', '/users/%2F/terminate_connections', '', '/'),
    fc.webPath(),
  )
  const body = fc.oneof(
    fc.json(),
    fc.string(),
    fc
      .record({ name: fc.anything(), data: fc.anything(), channels: fc.anything(), info: fc.anything() })
      .map(json),
    fc.record({ batch: fc.anything() }).map(json),
    fc
      .array(fc.record({ name: fc.string(), data: fc.string(), channel: fc.string() }))
      .map((batch) => json({ batch })),
  )
  const query = fc.dictionary(fc.constantFrom('info', 'filter_by_prefix', 'x'), fc.string(), { maxKeys: 2 })
  await fc.assert(
    fc.asyncProperty(
      method,
      path,
      body,
      query,
      async (...[requestMethod, requestPath, requestBody, requestQuery]) => {
        const response = await ask(requestMethod, requestPath, {
          body: requestMethod === 'GET' ? undefined : requestBody,
          query: requestQuery,
        })
        expect(response.status).toBeLessThan(500)
        await response.text()
      },
    ),
    { numRuns: 300 },
  )
  expect((await ask('POST', '/events', { body: event() })).status).toBe(200)
})

function json(value) {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return '{}'
  }
}
