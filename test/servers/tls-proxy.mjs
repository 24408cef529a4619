import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:https'
import { closeServer } from './close-server.mjs'

const readBeside = (name) => readFileSync(new URL(name, import.meta.url))

/** Certificate for kinday.test, localhost and 127.0.0.1, self-signed. */
export const cert = readBeside('./tls-proxy.cert.pem')

/**
 * Starts a reverse proxy that terminates TLS like nginx or Caddy, also for WebSockets.
 *
 * @param {{ target: number, port?: number, keepHost?: boolean, forwarded?: boolean }} options `target`: port of the
 *   app; `keepHost`: pass Host on instead of replacing it; `forwarded`: add X-Forwarded-*
 * @returns {Promise<{ port: number, origin: string, close(): Promise<void> }>}
 */
export async function startTlsProxy({ target, port = 0, keepHost = true, forwarded = true }) {
  const server = createServer({ key: readBeside('./tls-proxy.key.pem'), cert }, (req, res) => {
    const upstream = forward(req)
    upstream.on('response', (answer) => {
      res.writeHead(answer.statusCode, answer.rawHeaders)
      answer.pipe(res)
    })
    upstream.on('error', () => res.destroy())
    res.on('close', () => upstream.destroy())
    req.pipe(upstream)
  })

  server.on('upgrade', (req, socket, head) => {
    const upstream = forward(req)
    upstream.on('upgrade', (answer, appSocket, first) => {
      socket.write(headOf(answer))
      if (first.length > 0) appSocket.unshift(first)
      if (head.length > 0) socket.unshift(head)
      appSocket.pipe(socket).pipe(appSocket)
      for (const [from, to] of [
        [appSocket, socket],
        [socket, appSocket],
      ]) {
        from.on('error', () => to.destroy())
        from.on('close', () => to.destroy())
      }
    })
    upstream.on('response', (answer) => socket.end(headOf(answer)))
    upstream.on('error', () => socket.destroy())
    socket.on('error', () => upstream.destroy())
    upstream.end()
  })

  function forward(req) {
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
    close: () => closeServer(server),
  }
}

function headOf(answer) {
  const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`]
  for (let i = 0; i < answer.rawHeaders.length; i += 2) {
    lines.push(`${answer.rawHeaders[i]}: ${answer.rawHeaders[i + 1]}`)
  }
  return `${lines.join('\r\n')}\r\n\r\n`
}
