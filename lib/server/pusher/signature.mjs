import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { LIMITS } from './protocol.mjs'

/**
 * Creates the verifier of the app's signatures, HMAC SHA-256 with constant-time comparison.
 * @param {{ key: string, secret: string }} app
 */
export function createVerifier({ key, secret }) {
  const sign = (text) => createHmac('sha256', secret).update(text).digest()

  /** @param {unknown} auth `<key>:<hex>` @param {string} text what was signed */
  const isValidToken = (auth, text) => {
    if (typeof auth !== 'string' || !auth.startsWith(`${key}:`)) return false
    return isSameHex(sign(text), auth.slice(key.length + 1))
  }

  return {
    /**
     * "Authentication and authorization signatures": `socket_id:channel`, then `:channel_data` for presence.
     *
     * @param {string} socketId @param {string} channel @param {unknown} auth @param {string} [channelData]
     */
    channel: (socketId, channel, auth, channelData) =>
      isValidToken(auth, [socketId, channel, ...(channelData === undefined ? [] : [channelData])].join(':')),

    /** "Authentication and authorization signatures": `socket_id::user::user_data`. */
    signin: (socketId, userData, auth) => isValidToken(auth, `${socketId}::user::${userData}`),

    /**
     * HTTP API reference, "Authentication": method, path and every other query parameter in order are signed. Does not
     * need the body, so the body of an unsigned request is never read.
     *
     * @param {string} method @param {string} path @param {Map<string, string>} query
     * @returns {string | null} the reason of a refusal; null if the signature is valid
     */
    request(method, path, query) {
      if (query.get('auth_key') !== key) return 'Unknown auth_key'
      if (query.get('auth_version') !== '1.0') return 'Unknown auth_version'
      // Prevents replays: the timestamp is signed and may differ by ten minutes.
      const age = Math.abs(Date.now() / 1000 - Number(query.get('auth_timestamp')))
      if (!(age <= LIMITS.timestampWindow)) return 'Timestamp expired'
      const signed = [...query].filter(([name]) => name !== 'auth_signature').sort(byName)
      const text = [method, path, signed.map((pair) => pair.join('=')).join('&')].join('\n')
      return isSameHex(sign(text), query.get('auth_signature') ?? '') ? null : 'Invalid signature'
    },

    /** HTTP API reference, "Authentication": the body is signed through its MD5 in the query. */
    body: (body, md5) => isSameHex(createHash('md5').update(body).digest(), md5 ?? ''),
  }
}

const byName = ([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)

function isSameHex(expected, hex) {
  if (hex.length !== expected.length * 2) return false
  const givenSignature = Buffer.from(hex, 'hex')
  return givenSignature.length === expected.length && timingSafeEqual(givenSignature, expected)
}
