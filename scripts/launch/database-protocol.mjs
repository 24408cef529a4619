import { connect } from 'node:net'

/**
 * The message SSLRequest, which every Postgres answers with one byte before anything else (see "Message Formats" in its
 * documentation).
 */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])

/** Maximum time for an answer. */
const MAX_ANSWER_MS = 4000

/**
 * Checks whether a Postgres answers at an address. The driver would wait as long as the connection stays open.
 * @param {URL} url
 * @returns {Promise<'postgres' | 'other' | 'silent' | 'unknown'>} `unknown`: not reached at all, which the driver
 *   explains
 */
export function protocolAt(url) {
  // A socket file, or TLS from the first byte.
  if (!url.hostname || url.searchParams.get('sslnegotiation') === 'direct') return Promise.resolve('unknown')
  return new Promise((resolve) => {
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
    const socket = connect({ host, port: Number(url.port || 5432) })
    let isConnected = false
    const end = (protocol) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(protocol)
    }
    const timer = setTimeout(() => end(isConnected ? 'silent' : 'unknown'), MAX_ANSWER_MS)
    socket.on('connect', () => {
      isConnected = true
      socket.write(SSL_REQUEST)
    })
    socket.on('data', (bytes) =>
      end(['S', 'N', 'E'].includes(String.fromCharCode(bytes[0])) ? 'postgres' : 'other'),
    )
    socket.on('error', () => end(isConnected ? 'other' : 'unknown'))
    socket.on('end', () => end('other'))
  })
}
