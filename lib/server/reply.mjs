import { discardBody, hasBody } from './body.mjs'

/**
 * Answers a request that is not passed on: JSON for scripts, a line of HTML for a person. The body that came with it is
 * read and dropped, or a client still sending would see a reset in place of the answer (RFC 9112 §9.6).
 *
 * @param {import('node:http').IncomingMessage} req
 * @param {import('node:http').ServerResponse} res
 * @param {{ status: number, code: string, message: string, headers?: Record<string, string> }} refusal
 */
export function refuse(req, res, { status, code, message, headers }) {
  const isHtml = wantsHtml(req.headers)
  const text = isHtml ? page(status, message) : JSON.stringify({ error: { code, message } })
  const type = isHtml ? 'text/html; charset=utf-8' : 'application/json'
  send(req, res, status, { 'content-type': type, 'cache-control': 'no-store', ...headers }, text)
}

/** Sends a complete response and ends it when the rest of the request body has been discarded. */
export function send(req, res, status, headers, text) {
  const hasUnreadBody = !req.complete && hasBody(req.headers)
  res.writeHead(status, {
    ...headers,
    'content-length': Buffer.byteLength(text),
    ...(hasUnreadBody ? { connection: 'close' } : {}),
  })
  if (!hasUnreadBody) return res.end(text)
  // The response is complete; `end` would close the socket.
  const end = res.end.bind(res)
  res.write(text)
  discardBody(req, () => end())
}

/**
 * Sets security headers, which Next does not. Called before Next, because headers cannot be added once it has
 * responded.
 * @param {import('node:http').ServerResponse} res
 * @param {{ policy?: string, tls: boolean }} options `policy`: see policy.mjs; `tls`: the browser came by TLS
 */
export function setSecurityHeaders(res, { policy, tls }) {
  if (policy) res.setHeader('Content-Security-Policy', policy)
  res.setHeader('X-Content-Type-Options', 'nosniff')
  // For browsers that do not know frame-ancestors.
  res.setHeader('X-Frame-Options', 'DENY')
  // URLs may contain secrets (invitations, links in mails), so no other site gets them as referrer.
  res.setHeader('Referrer-Policy', 'same-origin')
  res.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), browsing-topics=()')
  if (tls) res.setHeader('Strict-Transport-Security', 'max-age=15552000')
}

function wantsHtml(headers) {
  const mode = headers['sec-fetch-mode']
  if (mode !== undefined) return mode === 'navigate'
  return headers['next-action'] === undefined && (headers.accept ?? '').includes('text/html')
}

const page = (status, message) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${status}</title><p>${message}</p></html>`
