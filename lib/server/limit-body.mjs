import { DISCARD_BYTES, discardBody, hasBody } from './body.mjs'

/**
 * Discards the part of a body that a handler left unread, after the response was sent. An unread body would block the
 * next request on its connection, which behind a proxy is another user's. If the body does not end within the limits,
 * the connection is closed.
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

/** Time that a slow client may need for the rest of a file that was rejected at its beginning. */
const UNREAD_MS = 10_000
