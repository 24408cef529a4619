import { CLIENT_HEADER, clientOf, readTrust } from './address.mjs'
import { dropUnread, limitBody } from './limit-body.mjs'
import { cameByTls, isOwnOrigin } from './origin.mjs'
import { createPolicy } from './policy.mjs'
import { isReadableImage, isReadableType, readablePath } from './readable.mjs'
import { refuse, send, setSecurityHeaders } from './reply.mjs'
import { signInRedirect } from './sign-in.mjs'

/** Maximum size of a body in bytes. Next has its own limit for server actions only. */
export const MAX_BODY = 1024 * 1024
export const MAX_URL = 8 * 1024

/** Maximum size of imported files, which are streamed (app/api/import). */
export const MAX_IMPORT = 64 * 1024 * 1024

/** As in lib/schemas/pictures.ts, plus some bytes: the route reports the exact limit in words. */
export const MAX_PICTURE = 11 * 1024 * 1024

const LARGER = new Map([
  ['/api/import', MAX_IMPORT],
  ['/api/pictures', MAX_PICTURE],
])

/** As in lib/env.ts. */
const DEFAULT_ATTACHMENT_MB = 25

/**
 * Returns the maximum size of attachments from the settings, plus a megabyte: the route reports the exact limit in
 * words.
 * @param {NodeJS.ProcessEnv} env
 */
export function maxAttachment({ MAX_ATTACHMENT_MB }) {
  return (Number(MAX_ATTACHMENT_MB || DEFAULT_ATTACHMENT_MB) + 1) * 1024 * 1024
}

/**
 * Creates the request guard in front of Next. Rejects requests that Next would answer with 500, that come from
 * another site, or that are too large.
 *
 * @param {GuardOptions} options `own`: see `isOwnOrigin`; `publicFiles`: paths that are files, `/icon.png`; `trust`: see
 *   `clientOf`; `policy`: see `createPolicy`; `offline`: the policy of the offline page, if it is not the same;
 *   `attachmentBytes`: see `maxAttachment`
 * @typedef {{ own?: string, publicFiles?: Set<string>, dev?: boolean, trust?: ReturnType<typeof readTrust>,
 *   policy?: () => string, offline?: string, attachmentBytes?: number }} GuardOptions
 * @returns {(req: import('node:http').IncomingMessage, res: import('node:http').ServerResponse) => boolean} true
 *   when the request may go on
 */
export function createGuard(options) {
  const { own, trust = readTrust({}), policy = createPolicy(), offline } = options
  return function guard(req, res) {
    // Only pages need a policy, static files do not.
    const pagePolicy = req.url.startsWith('/_next/static/') ? undefined : policy()
    const isOffline = offline && req.url.split('?', 1)[0] === '/offline'
    setSecurityHeaders(res, { policy: isOffline ? offline : pagePolicy, tls: cameByTls(req.headers, own) })
    // Overwrites the client's headers of these names: Next reads the nonce of its scripts from the first, the app the
    // client from the second.
    delete req.headers['content-security-policy']
    if (pagePolicy) req.headers['content-security-policy'] = pagePolicy
    delete req.headers['content-security-policy-report-only']
    req.headers[CLIENT_HEADER] = JSON.stringify(clientOf(req.socket, req.headers, trust))
    dropUnread(req, res, { bytes: maxBody(req, options) })
    const refusal = refusalOf(req, options)
    if (refusal) {
      refuse(req, res, refusal)
      return false
    }
    const location = signInRedirect(req)
    if (location) {
      send(req, res, 307, { location, 'cache-control': 'no-store' }, '')
      return false
    }
    if (decodesInNext(req)) answerWith400(res)
    // Next's file server turns its own 416 into 500. A server may ignore Range (RFC 9110 §14.2).
    if (!isAttachment(req.url)) delete req.headers.range
    limitBody(req, maxBody(req, options), () => refuseRest(req, res))
    return true
  }
}

/**
 * Returns the refusal of a request by its head alone; null if it is accepted.
 *
 * @param {Pick<import('node:http').IncomingMessage, 'method' | 'url' | 'headers'>} req
 * @param {Pick<GuardOptions, 'own' | 'publicFiles' | 'dev' | 'attachmentBytes'>} [options]
 * @returns {{ status: number, code: string, message: string, headers?: Record<string, string> } | null}
 */
export function refusalOf({ method, url, headers }, options = {}) {
  const { own, publicFiles, dev = false } = options
  if (url.length > MAX_URL) return refusal(414, 'uri_too_long', 'The address is too long.')
  const path = readablePath(url)
  if (path === null) return refusal(400, 'bad_request', 'The address cannot be read.')

  const isSafe = SAFE.has(method)
  if (!isSafe && !CHANGING.has(method)) return notAllowed([...SAFE, ...CHANGING])
  if (!isSafe && !isOwnOrigin(headers, own)) return refusal(403, 'forbidden', 'This came from another site.')
  if (Number(headers['content-length']) > maxBody({ method, url, headers }, options)) return TOO_LARGE

  // Each of these makes Next 16 throw (tested), and is recognized by the head.
  if (path === '/_global-error') return refusal(404, 'not_found', 'There is nothing here.')
  if (!isSafe && !dev && isFile(path, publicFiles)) return notAllowed(['GET', 'HEAD'])
  if (path.startsWith('/_next/image') && !isReadableImage(url)) {
    return refusal(400, 'bad_request', 'The image address cannot be read.')
  }
  if (!isSafe && !isReadableType(headers)) return refusal(400, 'bad_request', 'The form cannot be read.')
  return null
}

/**
 * Checks whether Next decodes more of a request than its URL: the arguments of an action, or the router's state. It
 * answers 500 where it cannot.
 */
function decodesInNext({ method, url, headers }) {
  if (headers['next-action'] !== undefined || headers['next-router-state-tree'] !== undefined) return true
  return method === 'POST' && !url.startsWith('/api/')
}

/**
 * Changes status 500 to 400. Actions catch their own errors, and a page that fails while the router fetches it has
 * its status already, so a 500 of Next means that it could not parse the request.
 */
function answerWith400(res) {
  const writeHead = res.writeHead.bind(res)
  res.writeHead = (status, ...rest) => writeHead(status === 500 ? 400 : status, ...rest)
}

/** Returns the size limit of a body. Actions keep the small limit on every path, since Next buffers all of them. */
function maxBody({ method, url, headers }, { attachmentBytes = maxAttachment({}) }) {
  const isFileUpload =
    method === 'POST' &&
    headers['next-action'] === undefined &&
    !/^multipart\//i.test(headers['content-type'] ?? '')
  if (!isFileUpload) return MAX_BODY
  const path = url.split('?', 1)[0]
  return path === '/api/attachments' ? attachmentBytes : (LARGER.get(path) ?? MAX_BODY)
}

function isAttachment(url) {
  return /^\/(?:api|g\/[^/]+)\/attachments\//.test(url)
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

const refusal = (status, code, message) => ({ status, code, message })
const TOO_LARGE = refusal(413, 'too_large', 'This is too large.')
const notAllowed = (methods) => ({
  ...refusal(405, 'method_not_allowed', 'This cannot be done here.'),
  headers: { allow: methods.join(', ') },
})

const isFile = (path, publicFiles) =>
  path.startsWith('/_next/') || path.endsWith('.rsc') || publicFiles?.has(path.replace(/\/+$/, ''))

/** Refuses a request that Next has received already, which may be waiting for the rest of the body. */
function refuseRest(req, res) {
  if (res.headersSent) req.socket.destroy()
  else refuse(req, res, TOO_LARGE)
  // Next still has the response; what it writes when the connection ends is discarded instead of throwing.
  for (const name of ANSWERING) res[name] = () => res
}

const ANSWERING = ['writeHead', 'setHeader', 'appendHeader', 'removeHeader', 'flushHeaders', 'write', 'end']
