/**
 * Reads a body into memory, up to a limit.
 *
 * @param {import('node:http').IncomingMessage} req
 * @param {number} max bytes
 * @returns {Promise<Buffer | null>} null when it is larger, or when the client went away
 */
export function readBody(req, max) {
  if (Number(req.headers['content-length']) > max) return Promise.resolve(null)
  return new Promise((resolve) => {
    const chunks = []
    let size = 0
    const settle = (body) => {
      req.off('data', addChunk)
      resolve(body)
    }
    const addChunk = (chunk) => {
      size += chunk.length
      if (size > max) settle(null)
      else chunks.push(chunk)
    }
    req.on('data', addChunk)
    req.once('end', () => settle(Buffer.concat(chunks)))
    req.once('error', () => settle(null))
    req.once('close', () => settle(null))
  })
}

/**
 * Discards the rest of a body, at most a few megabytes and a second, then calls `done`.
 * @param {import('node:http').IncomingMessage} req
 * @param {() => void} done
 * @param {{ bytes: number, ms: number }} [limits]
 */
export function discardBody(req, done, { bytes = DISCARD_BYTES, ms = DISCARD_MS } = {}) {
  let remaining = bytes
  let hasEnded = false
  const end = () => {
    if (hasEnded) return
    hasEnded = true
    clearTimeout(timer)
    done()
  }
  const timer = setTimeout(end, ms).unref()
  req.once('end', end)
  req.once('close', end)
  req.on('error', end)
  req.on('data', (chunk) => {
    remaining -= chunk.length
    if (remaining < 0) end()
  })
  req.resume()
}

/**
 * Returns whether a request has a body (RFC 9112 §6.3). `req.complete` is false for each request that has just begun.
 */
export const hasBody = (headers) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

export const DISCARD_BYTES = 8 * 1024 * 1024
const DISCARD_MS = 1000
