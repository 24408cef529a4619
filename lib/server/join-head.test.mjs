import { createServer, get } from 'node:http'
import { afterEach, expect, it } from 'vitest'
import { joinHead } from './join-head.mjs'

let server
afterEach(() => server.close())

/** Serves one response and counts the writes to its connection. */
async function request(respond) {
  let writes = 0
  server = createServer(async (req, res) => {
    for (const name of ['_write', '_writev']) {
      const original = req.socket[name]
      req.socket[name] = (...args) => {
        writes++
        return original.apply(req.socket, args)
      }
    }
    joinHead(res)
    await respond(res)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const answer = await new Promise((resolve, reject) =>
    get({ port: server.address().port, host: '127.0.0.1', agent: false }, resolve).on('error', reject),
  )
  return { answer, writes: () => writes }
}

it('sends head and body of a response in one write', async () => {
  const { answer, writes } = await request(async (res) => {
    res.flushHeaders()
    await Promise.resolve()
    res.write('first ')
    await Promise.resolve()
    res.end('second')
  })
  expect(Buffer.concat(await answer.toArray()).toString()).toBe('first second')
  expect(writes()).toBe(1)
})

it('sends the head although the body follows later', async () => {
  let finish
  const { answer } = await request((res) => {
    res.flushHeaders()
    finish = () => res.end('late')
  })
  expect(answer.statusCode).toBe(200)
  finish()
  expect(Buffer.concat(await answer.toArray()).toString()).toBe('late')
})
