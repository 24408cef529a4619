import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Path of the service worker, whose scope is the whole site. */
const WORKER_PATH = '/sw.js'

/**
 * Serves the service worker with the id of the build in its first line: browsers compare its bytes, so that each build
 * is noticed as an update.
 *
 * @param {string} dir the Next app
 * @param {string} folder the build folder
 * @returns {(req: import('node:http').IncomingMessage, res: import('node:http').ServerResponse) => boolean} true when
 *   the request was answered
 */
export function createWorkerScript(dir, folder) {
  const [script, build] = [path.join(dir, 'public', WORKER_PATH), path.join(folder, 'BUILD_ID')]
  if (!existsSync(script) || !existsSync(build)) return () => false
  const id = JSON.stringify(readFileSync(build, 'utf8').trim())
  const body = Buffer.from(`self.KINDAY_BUILD = ${id}\n${readFileSync(script, 'utf8')}`)
  return function serveWorkerScript(req, res) {
    if (req.url.split('?', 1)[0] !== WORKER_PATH || (req.method !== 'GET' && req.method !== 'HEAD'))
      return false
    res.writeHead(200, {
      'content-type': 'text/javascript; charset=utf-8',
      'content-length': body.length,
      'cache-control': 'no-cache',
      // The worker imports a script, which the policy of pages with 'strict-dynamic' might not allow.
      'content-security-policy': "default-src 'self'",
    })
    res.end(req.method === 'HEAD' ? undefined : body)
    return true
  }
}
