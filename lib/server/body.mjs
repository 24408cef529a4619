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
 * Drops what still arrives of a body: at most a few megabytes and a second, then `done`.
 *
 * @param {import('node:http').IncomingMessage} req
 * @param {() => void} done
 */
export function discardBody(req, done) {
  let left = DISCARD_BYTES
  let ended = false
  const end = () => {
    if (ended) return
    ended = true
    clearTimeout(timer)
    done()
  }
  const timer = setTimeout(end, DISCARD_MS).unref()
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
      // The end as well is kept from the reader. `true` keeps the parser going, to the end of the connection.
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

const DISCARD_BYTES = 8 * 1024 * 1024
const DISCARD_MS = 1000
