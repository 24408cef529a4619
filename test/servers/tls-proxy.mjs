import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:https'

const here = (name) => readFileSync(new URL(name, import.meta.url))

/** Self-signed for kinday.test, localhost and 127.0.0.1; of use in tests only. */
export const cert = here('./tls-proxy.cert.pem')

/**
 * A reverse proxy that ends TLS as nginx or Caddy do, sockets included. On loopback.
 *
 * @param {{ target: number, port?: number, keepHost?: boolean, forwarded?: boolean }} options `target`: port of the
 *   app; `keepHost`: pass Host on or replace it; `forwarded`: add X-Forwarded-*
 * @returns {Promise<{ port: number, origin: string, close(): Promise<void> }>}
 */
export async function startTlsProxy({ target, port = 0, keepHost = true, forwarded = true }) {
  const server = createServer({ key: here('./tls-proxy.key.pem'), cert }, (req, res) => {
    const onward = ask(req)
    onward.on('response', (answer) => {
      res.writeHead(answer.statusCode, answer.rawHeaders)
      answer.pipe(res)
    })
    onward.on('error', () => res.destroy())
    res.on('close', () => onward.destroy())
    req.pipe(onward)
  })

  server.on('upgrade', (req, socket, head) => {
    const onward = ask(req)
    onward.on('upgrade', (answer, behind, first) => {
      socket.write(headOf(answer))
      if (first.length > 0) behind.unshift(first)
      if (head.length > 0) socket.unshift(head)
      behind.pipe(socket).pipe(behind)
      for (const [from, to] of [
        [behind, socket],
        [socket, behind],
      ]) {
        from.on('error', () => to.destroy())
        from.on('close', () => to.destroy())
      }
    })
    onward.on('response', (answer) => socket.end(headOf(answer)))
    onward.on('error', () => socket.destroy())
    socket.on('error', () => onward.destroy())
    onward.end()
  })

  function ask(req) {
    const headers = { ...req.headers }
    if (forwarded) {
      headers['x-forwarded-proto'] = 'https'
      headers['x-forwarded-host'] = req.headers.host
      headers['x-forwarded-for'] = req.socket.remoteAddress
    }
    if (!keepHost) headers.host = `localhost:${target}`
    return request({ host: '127.0.0.1', port: target, method: req.method, path: req.url, headers })
  }

  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
  const actual = server.address().port
  return {
    port: actual,
    origin: `https://localhost:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  }
}

function headOf(answer) {
  const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`]
  for (let i = 0; i < answer.rawHeaders.length; i += 2) {
    lines.push(`${answer.rawHeaders[i]}: ${answer.rawHeaders[i + 1]}`)
  }
  return `${lines.join('\r\n')}\r\n\r\n`
}
