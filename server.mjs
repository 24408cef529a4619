import { AsyncLocalStorage } from 'node:async_hooks'
import { EventEmitter } from 'node:events'
import { createServer } from 'node:http'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import next from 'next'
import { clientOf, readTrust } from './lib/server/address.mjs'
import { applyBuiltConfig, buildFolder, inlineScriptHashes, publicFiles } from './lib/server/build-files.mjs'
import { createGuard, maxAttachment } from './lib/server/guard.mjs'
import { joinHead } from './lib/server/join-head.mjs'
import { listen } from './lib/server/listen.mjs'
import { isOwnOrigin } from './lib/server/origin.mjs'
import { createPolicy, offlinePolicy, policyOptions } from './lib/server/policy.mjs'
import { createPrecompressed } from './lib/server/precompressed.mjs'
import { createPusherServer } from './lib/server/pusher/pusher.mjs'
import { limitConnections, refuseSocket } from './lib/server/sockets.mjs'
import { createWorkerScript } from './lib/server/worker-script.mjs'

/**
 * Serves Kinday on HOST:PORT: the guard, then the Pusher protocol when PUSHER_EMBEDDED is 1, then precompressed scripts
 * and style sheets, then Next.
 * Reads HOST, PORT, ORIGIN, TRUST_PROXY, MAX_ATTACHMENT_MB, NEXT_DIST_DIR (in next.config), PUSHER_* and GOOGLE_*.
 *
 * @param {{ dev?: boolean, dir?: string, timeouts?: Partial<typeof TIMEOUTS> }} [options] `dir`: the Next app, by
 *   default where this process runs
 * @returns {Promise<{ port: number, close(): Promise<void> }>}
 * @throws when the port is taken
 */
export async function serve({ dev = false, dir = process.cwd(), timeouts } = {}) {
  // Next and React choose their build by this when they are first loaded. Unset would mean the slow development build.
  process.env.NODE_ENV ??= dev ? 'development' : 'production'
  if (!dev) applyBuiltConfig(dir)
  const { HOST: host = 'localhost', ORIGIN: own } = process.env
  const port = Number(process.env.PORT || 3000)
  const pusher = process.env.PUSHER_EMBEDDED === '1' ? embeddedPusher(own) : null
  // The app in this process publishes changes to it directly (lib/realtime/publish.ts).
  globalThis.kindayPusher = pusher
  // Pages set a status by it that Next does not offer (lib/http/page-status.ts).
  globalThis.kindayResponses ??= new AsyncLocalStorage()
  const trust = readTrust(process.env)
  const hashes = dev ? null : inlineScriptHashes(buildFolder(dir), 'offline')
  const guard = createGuard({
    own,
    dev,
    publicFiles: publicFiles(path.join(dir, 'public')),
    trust,
    policy: createPolicy({ dev, ...policyOptions(process.env) }),
    attachmentBytes: maxAttachment(process.env),
    ...(hashes && { offline: offlinePolicy(hashes, policyOptions(process.env)) }),
  })

  // Next would listen for upgrades on the server itself and end the sockets of any path that is also a page's.
  const nextUpgrades = new EventEmitter()
  const app = next({ dev, dir, hostname: 'localhost', port, httpServer: nextUpgrades })
  await app.prepare()
  const render = app.getRequestHandler()
  const servePrecompressed = dev ? () => false : createPrecompressed(buildFolder(dir))
  const serveWorkerScript = dev ? () => false : createWorkerScript(dir, buildFolder(dir))

  const server = createServer({ ...TIMEOUTS, ...timeouts }, onRequest)
  limitConnections(server, trust)
  server.on('checkContinue', (req, res) => onRequest(req, res, true))
  server.on('upgrade', onUpgrade)
  server.on('clientError', onClientError)
  const v6Server = await listen(server, port, host)

  return { port: server.address().port, close }

  async function onRequest(req, res, expectsContinue = false) {
    if (!guard(req, res)) return
    joinHead(res)
    if (expectsContinue) res.writeContinue()
    try {
      if (pusher && (await pusher.handle(req, res))) return
      if (servePrecompressed(req, res) || serveWorkerScript(req, res)) return
      await globalThis.kindayResponses.run(res, () => render(req, res))
    } catch (error) {
      console.error(error)
      if (!res.headersSent) res.writeHead(500)
      res.end()
    }
  }

  function onUpgrade(req, socket, head) {
    socket.on('error', () => socket.destroy())
    if (pusher?.upgrade(req, socket, head)) return
    if (!isOwnOrigin(req.headers, own)) return refuseSocket(socket, 403)
    // In production no page takes a socket; in development Next's reload does.
    if (!dev || !nextUpgrades.emit('upgrade', req, socket, head)) refuseSocket(socket, 404)
  }

  /** Closes the server within about three seconds: sends clients to the next process, and lets running requests finish. */
  async function close() {
    const closed = new Promise((resolve) => server.close(resolve))
    v6Server?.close()
    server.closeIdleConnections()
    await pusher?.close()
    await Promise.race([closed, wait(GRACE_MS)])
    // The worker runs in this process too (see instrumentation.ts): its jobs end before the database connection does.
    await Promise.race([globalThis.kindayWorker?.then((worker) => worker.stop()), wait(GRACE_MS * 4)])
    server.closeAllConnections()
    await Promise.race([app.close(), wait(GRACE_MS)])
  }
}

// In milliseconds. Keep-alive is longer than the idle time of common proxies (60 s), or they would send into a closing
// connection. The others allow a slow phone to send the head of a request, and to upload a large file.
const TIMEOUTS = {
  keepAliveTimeout: 65_000,
  headersTimeout: 15_000,
  requestTimeout: 300_000,
  connectionsCheckingInterval: 5000,
}
const GRACE_MS = 500

function embeddedPusher(own) {
  const { PUSHER_APP_ID: appId, PUSHER_KEY: key, PUSHER_SECRET: secret } = process.env
  if (!appId || !key || !secret)
    throw new Error('PUSHER_EMBEDDED needs PUSHER_APP_ID, PUSHER_KEY, PUSHER_SECRET')
  return createPusherServer({
    appId,
    key,
    secret,
    isOriginAllowed: (_origin, _host, req) => isOwnOrigin(req.headers, own),
    addressOf: (req) => clientOf(req.socket, req.headers, readTrust(process.env)).key,
  })
}

/** Answers requests that the parser rejects; there is no request object yet. */
function onClientError(error, socket) {
  const status = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[error.code] ?? 400
  if (!socket.writable || error.code === 'ECONNRESET') return socket.destroy()
  refuseSocket(socket, status)
}

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref())

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { close } = await serve({ dev: process.argv.includes('--dev') })
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => close().finally(() => process.exit(0)))
  }
}
