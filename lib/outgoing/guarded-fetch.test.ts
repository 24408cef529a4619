import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const env = vi.hoisted(() => ({ allowPrivateTargets: true }))
vi.mock('@/lib/env', () => ({ env }))

const { guardedFetch } = await import('./guarded-fetch')

const servers: Server[] = []
beforeEach(() => {
  env.allowPrivateTargets = true
})
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const limits = { timeoutMs: 5000, maxBytes: 1000 }

it('refuses private addresses, in any notation and behind names', async () => {
  let requests = 0
  const port = await serve((_, response) => {
    requests++
    response.end()
  })
  env.allowPrivateTargets = false
  for (const host of [
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '0.0.0.0',
    'localhost',
  ]) {
    await expect(guardedFetch(`http://${host}:${port}/`, limits)).rejects.toMatchObject({
      reason: 'private-target',
    })
  }
  expect(requests).toBe(0)
})

it('refuses other protocols and addresses with credentials', async () => {
  for (const url of [
    'file:///etc/passwd',
    'ftp://example.org',
    'http://me:secret@example.org',
    'nonsense',
    '',
  ]) {
    await expect(guardedFetch(url, limits)).rejects.toMatchObject({ reason: 'bad-url' })
  }
})

it('refuses a redirect to a private address', async () => {
  let reached = false
  const inside = await serve((_, response) => {
    reached = true
    response.end('secret')
  })
  const outside = await serve((_, response) => {
    // Private addresses were allowed until now, so that this server stands for a public one.
    env.allowPrivateTargets = false
    response.writeHead(302, { location: `http://127.0.0.1:${inside}/` }).end()
  })
  const response = guardedFetch(`http://127.0.0.1:${outside}/`, { ...limits, maxRedirects: 3 })
  await expect(response).rejects.toMatchObject({ reason: 'private-target' })
  expect(reached).toBe(false)
})

it('follows redirects up to the limit, and sends credentials to the first origin only', async () => {
  const seen: (string | undefined)[] = []
  const last = await serve(({ headers }, response) => {
    seen.push(headers.authorization)
    response.end('done')
  })
  const first = await serve(({ url, headers }, response) => {
    seen.push(headers.authorization)
    const location = url === '/' ? '/next' : `http://127.0.0.1:${last}/`
    response.writeHead(302, { location }).end()
  })
  const url = `http://127.0.0.1:${first}/`
  const request = { ...limits, headers: { authorization: 'Basic x' } }
  const response = await guardedFetch(url, { ...request, maxRedirects: 2 })
  expect([response.status, String(response.body), response.url]).toEqual([
    200,
    'done',
    `http://127.0.0.1:${last}/`,
  ])
  expect(seen).toEqual(['Basic x', 'Basic x', undefined])
  await expect(guardedFetch(url, { ...request, maxRedirects: 1 })).rejects.toMatchObject({
    reason: 'too-many-redirects',
  })
  expect((await guardedFetch(url, request)).status).toBe(302)
})

it('stops reading a response that is too large', async () => {
  const port = await serve((_, response) => {
    const write = () => {
      while (response.write('x'.repeat(500))) if (response.destroyed) return
    }
    response.on('drain', write)
    write()
  })
  await expect(guardedFetch(`http://127.0.0.1:${port}/`, limits)).rejects.toMatchObject({
    reason: 'too-large',
  })
})

it('ends a request that is never answered, or whose response never ends', async () => {
  const silent = await serve(() => {})
  const endless = await serve((_, response) => {
    response.write('x')
  })
  for (const port of [silent, endless]) {
    const response = guardedFetch(`http://127.0.0.1:${port}/`, { ...limits, timeoutMs: 200 })
    await expect(response).rejects.toMatchObject({ name: 'TimeoutError' })
  }
})

it('rejects with the error of the connection', async () => {
  const port = await serve(() => {})
  servers.at(-1)!.close()
  await expect(guardedFetch(`http://127.0.0.1:${port}/`, limits)).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  })
})
