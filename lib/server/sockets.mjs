import { STATUS_CODES } from 'node:http'
import { clientOf } from './address.mjs'

/** Time that a refused client has to read its answer before the socket is destroyed. */
const LINGER_MS = 1000

/**
 * Maximum number of connections of one client that is identified by its address: some thirty browsers behind one
 * router.
 */
export const MAX_CONNECTIONS = 256

/**
 * Answers with a status alone, and closes the socket within a second, whether or not the client closes its side. Reads
 * and drops data that the client still sends: unread bytes turn a close into a reset, which can overtake the answer.
 *
 * @param {import('node:net').Socket} socket
 * @param {number} status
 */
export function refuseSocket(socket, status) {
  socket.on('error', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  socket.resume()
  const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref()
  socket.once('close', () => clearTimeout(timer))
}

/**
 * Limits how many connections one client may have open. Peers that may stand for many clients (proxies, and addresses
 * of this machine and its network that were not declared) are not limited.
 *
 * @param {import('node:http').Server} server
 * @param {ReturnType<typeof import('./address.mjs').readTrust>} trust
 * @param {number} [max]
 */
export function limitConnections(server, trust, max = MAX_CONNECTIONS) {
  if (trust.proxies > 0) return
  const counts = new Map()
  server.prependListener('connection', (socket) => {
    const { key } = clientOf(socket, {}, trust)
    if (!key) return
    const count = (counts.get(key) ?? 0) + 1
    if (count > max) return socket.destroy()
    counts.set(key, count)
    socket.once('close', () => {
      const remaining = counts.get(key) - 1
      if (remaining) counts.set(key, remaining)
      else counts.delete(key)
    })
  })
}
