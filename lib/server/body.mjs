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
      req.off('data', take)
      resolve(body)
    }
    const take = (chunk) => {
      size += chunk.length
      if (size > max) settle(null)
      else chunks.push(chunk)
    }
    req.on('data', take)
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
  let left = bytes
  let ended = false
  const end = () => {
    if (ended) return
    ended = true
    clearTimeout(timer)
    done()
  }
  const timer = setTimeout(end, ms).unref()
  req.once('end', end)
  req.once('close', end)
  req.on('error', end)
  req.on('data', (chunk) => {
    left -= chunk.length
    if (left < 0) end()
  })
  req.resume()
}

/**
 * Drops what a handler left unread of a body once the answer is out. A body that stays unread holds up the next request
 * on its connection, which behind a proxy is another user's. A connection that does not get to its end is closed.
 *
 * @param {import('node:http').IncomingMessage} req
 * @param {import('node:http').ServerResponse} res
 * @param {{ bytes: number, ms?: number }} limits
 */
export function dropUnread(req, res, { bytes, ms = UNREAD_MS }) {
  if (!hasBody(req.headers)) return
  res.once('finish', () => {
    if (req.readableEnded) return
    // A handler that stopped reading may have piped the body into a stream that is not consumed.
    req.unpipe()
    req.removeAllListeners('readable')
    const { socket } = req
    discardBody(req, () => req.complete || socket.destroy(), { bytes, ms })
  })
}

/**
 * Counts a body of unknown length while it arrives, for readers that have no limit of their own.
 * Counting where the parser hands chunks over (`push`) leaves the stream untouched: nothing is buffered here, and
 * Next reads it however it likes. A reader never sees the end of a body that is too large, so it cannot act on half.
 *
 * @param {import('node:http').IncomingMessage} req
 * @param {number} max bytes
 * @param {() => void} exceeded called once; what follows is dropped
 */
export function limitBody(req, max, exceeded) {
  if (req.headers['transfer-encoding'] === undefined) return
  let size = 0
  const push = req.push
  req.push = (chunk, encoding) => {
    if (size > max) {
      // The end is kept from the reader too. `true` keeps the parser going, to the end of the connection.
      if (chunk !== null) size += chunk.length
      if (size > max + DISCARD_BYTES) req.socket.destroy()
      return true
    }
    if (chunk !== null) size += chunk.length
    if (size <= max) return push.call(req, chunk, encoding)
    exceeded()
    return true
  }
}

/** RFC 9112 §6.3. `complete` alone is false on every request that has only just begun. */
export const hasBody = (headers) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

const DISCARD_BYTES = 8 * 1024 * 1024
const DISCARD_MS = 1000

/** Time that a slow client may need for the rest of a file that was rejected at its beginning. */
const UNREAD_MS = 10_000
