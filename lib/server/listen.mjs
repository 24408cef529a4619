import { createServer as createTcpServer } from 'node:net'

/**
 * Listens on a host. `localhost` stands for two addresses, and clients differ in which they try first, so both are
 * served. The second may be missing, as in many containers. @returns the listener of `::1`, if any
 */
export async function listen(server, port, host) {
  if (host !== 'localhost') return void (await listening(server, port, host))
  await listening(server, port, '127.0.0.1')
  const second = createTcpServer((socket) => server.emit('connection', socket))
  return listening(second, server.address().port, '::1').catch(() => undefined)
}

function listening(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(server))
  })
}
