import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'
import { createServer } from 'node:http'
import { closeServer } from './close-server.mjs'

/**
 * Starts a stub push service (RFC 8030) on loopback. It checks the signature of the sender (RFC 8292) and decrypts the
 * messages (RFC 8291) as the browsers of its devices would.
 *
 * Its `answer`: a status, with `retryAfter` for 429 and 503; or `never`. With `maxBytes`, larger messages get 413.
 *
 * @returns {Promise<{ answer: number | 'never', retryAfter: string | undefined, maxBytes: number, requests: number,
 *   messages: PushedMessage[], publicKey: string, device(): PushedDevice, close(): Promise<void> }>}
 * @typedef {{ device: string, text: string, ttl: number, urgency: string, topic: string, subject: string }} PushedMessage
 * @typedef {{ id: string, endpoint: string, keys: { p256dh: string, auth: string } }} PushedDevice
 */
export async function startPushService() {
  const devices = new Map()
  const state = {
    answer: 201,
    retryAfter: undefined,
    maxBytes: Infinity,
    requests: 0,
    messages: [],
    publicKey: '',
  }
  const server = createServer(async (request, response) => {
    state.requests++
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    if (state.answer === 'never') return
    if (body.length > state.maxBytes) return response.writeHead(413).end('too large')
    if (state.answer !== 201) {
      const headers = state.retryAfter === undefined ? {} : { 'retry-after': state.retryAfter }
      return response.writeHead(state.answer, headers).end(`answered ${state.answer}`)
    }
    try {
      state.messages.push(receive(request, body, devices, state))
      response.writeHead(201).end()
    } catch (error) {
      response.writeHead(400).end(String(error))
    }
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${server.address().port}`
  return Object.assign(state, {
    device() {
      const id = randomBytes(9).toString('base64url')
      const ecdh = createECDH('prime256v1')
      const p256dh = ecdh.generateKeys('base64url')
      const auth = randomBytes(16)
      devices.set(`/push/${id}`, { id, ecdh, auth, origin })
      return { id, endpoint: `${origin}/push/${id}`, keys: { p256dh, auth: auth.toString('base64url') } }
    },
    close: () => closeServer(server),
  })
}

function receive({ url, headers }, body, devices, state) {
  const device = devices.get(url)
  if (!device) throw new Error('no such device')
  if (headers['content-encoding'] !== 'aes128gcm') throw new Error('not aes128gcm')
  const { subject, key } = checkSender(headers.authorization, device.origin)
  state.publicKey = key
  const { ttl, urgency, topic } = headers
  if (!/^\d+$/.test(ttl) || !/^[\w-]{1,32}$/.test(topic)) throw new Error('bad headers')
  const text = decrypt(body, device).toString()
  return { device: device.id, text, ttl: Number(ttl), urgency, topic, subject }
}

/** Verifies the token of the sender: `vapid t=<JWT>, k=<public key>`. */
function checkSender(authorization, origin) {
  const [, token, key] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization)
  const [head, claims, signature] = token.split('.')
  const point = Buffer.from(key, 'base64url')
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'))
  const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } })
  const isValid = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url'))
  const seconds = exp - Date.now() / 1000
  if (!isValid || aud !== origin || seconds <= 0 || seconds > 86_400) throw new Error('bad token')
  return { subject: sub, key }
}

/** Decrypts a single record of aes128gcm (RFC 8188 §2, RFC 8291 §3.4). */
function decrypt(body, { ecdh, auth }) {
  const salt = body.subarray(0, 16)
  const keyEnd = 21 + body[20]
  const serverKey = body.subarray(21, keyEnd)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), serverKey])
  const secret = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(serverKey), auth, info, 32))
  const derive = (name, length) =>
    Buffer.from(hkdfSync('sha256', secret, salt, Buffer.from(`Content-Encoding: ${name}\0`), length))
  const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12))
  const encrypted = body.subarray(keyEnd)
  decipher.setAuthTag(encrypted.subarray(-16))
  const padded = Buffer.concat([decipher.update(encrypted.subarray(0, -16)), decipher.final()])
  return padded.subarray(0, padded.lastIndexOf(2))
}
