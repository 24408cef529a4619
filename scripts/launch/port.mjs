import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { Refusal } from './say.mjs'

/**
 * Rejects a port that the app cannot listen on, with a message for the user.
 * @param {{ host: string, port: number }} settings
 */
export async function refuseBusyPort({ host, port }) {
  const error = await tryListen(port, host)
  if (!error) return
  const sentences = {
    EADDRINUSE: `Port ${port} is in use, perhaps by another Kinday: stop that one, or start with PORT=${port + 1} npm start.`,
    EACCES: `Port ${port} may not be used by this user: start with PORT=3000 npm start.`,
    EADDRNOTAVAIL: `HOST is "${host}", which is no address of this machine: use localhost, or 0.0.0.0 for all of them.`,
    ENOTFOUND: `HOST is "${host}", which is not known here: use localhost, or 0.0.0.0 for every address of this machine.`,
  }
  throw new Refusal(
    sentences[error.code] ?? `Kinday cannot listen on ${host}:${port} (${error.message}): set HOST or PORT.`,
  )
}

/**
 * Returns a free loopback port, the last used one if possible.
 * @param {string} file stores the port
 * @returns {Promise<number>}
 */
export async function choosePort(file) {
  const last = storedPort(file)
  if (last && !(await tryListen(last, '127.0.0.1'))) return last
  const port = await anyPort()
  writeFileSync(file, `${port}\n`, { mode: 0o600 })
  return port
}

function storedPort(file) {
  try {
    const port = Number(readFileSync(file, 'utf8'))
    return port >= 1024 && port <= 65535 ? port : undefined
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function tryListen(port, host) {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', resolve)
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

function anyPort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
