import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream'

const PREFIX = '/_next/static/'
const TYPES = { '.js': 'application/javascript; charset=UTF-8', '.css': 'text/css; charset=UTF-8' }

/**
 * Serves the scripts and style sheets that the build compressed with Brotli (scripts/launch/compress.mjs). Next would
 * compress them with gzip for each request, and send 13% more.
 *
 * @param {string} folder the build folder
 * @returns {(req: import('node:http').IncomingMessage, res: import('node:http').ServerResponse) => boolean} true when
 *   the request was answered
 */
export function createPrecompressed(folder) {
  const files = compressedFiles(path.join(folder, 'static'))
  return function servePrecompressed(req, res) {
    if (!req.url.startsWith(PREFIX) || (req.method !== 'GET' && req.method !== 'HEAD')) return false
    const found = files.get(req.url.slice(PREFIX.length).split('?', 1)[0])
    if (!found || !acceptsBrotli(req.headers['accept-encoding'])) return false
    res.writeHead(200, {
      'content-type': found.type,
      'content-encoding': 'br',
      'content-length': found.size,
      // The file's name contains a hash of its content.
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    })
    if (req.method === 'HEAD') res.end()
    else pipeline(createReadStream(found.file), res, () => {})
    return true
  }
}

/** Returns whether Accept-Encoding names `br` with a weight above 0 (RFC 9110 §12.5.3). */
export function acceptsBrotli(header = '') {
  return header.split(',').some((part) => {
    const [name, ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
    return name === 'br' && !parameters.some((text) => /^q=0(\.0*)?$/.test(text))
  })
}

function compressedFiles(folder) {
  const files = new Map()
  if (!existsSync(folder)) return files
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!name.endsWith('.br')) continue
    const original = name.slice(0, -'.br'.length)
    const type = TYPES[path.extname(original)]
    const file = path.join(folder, name)
    if (type) files.set(original.split(path.sep).join('/'), { file, type, size: statSync(file).size })
  }
  return files
}
