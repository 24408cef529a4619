import { randomBytes } from 'node:crypto'

/**
 * Content Security Policy of pages. Next reads the nonce from the request's own header of this name and gives
 * it to the scripts it writes; those may load others (`strict-dynamic`), so no list of files is needed. Style
 * attributes are allowed, because React writes them and they cannot have a nonce.
 *
 * @param {{ dev?: boolean, realtime?: string[], providers?: string[] }} options `realtime`: addresses of a realtime
 *   server elsewhere; `providers`: the origins of OAuth providers that forms may lead to
 * @returns {() => string} a policy with a nonce of its own
 */
export function createPolicy({ dev = false, ...options } = {}) {
  const others = otherDirectives({ dev, ...options })
  const evaluated = dev ? " 'unsafe-eval'" : ''
  return () => {
    const nonce = randomBytes(16).toString('base64')
    return `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluated}; ${others}`
  }
}

/**
 * Returns the policy of the offline page: the service worker stores it, and a stored nonce would protect nothing. Its
 * inline scripts are known by their hashes.
 *
 * @param {string[]} hashes see `inlineScriptHashes`
 */
export function offlinePolicy(hashes, options = {}) {
  return `script-src 'self' ${hashes.join(' ')}; ${otherDirectives(options)}`
}

function otherDirectives({ dev = false, realtime = [], providers = [] }) {
  return [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    // Chosen pictures are previewed before they are uploaded.
    ["connect-src 'self' blob:", ...realtime, ...(dev ? ['ws:'] : [])].join(' '),
    ["form-action 'self'", ...providers].join(' '),
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    // The list of script-src would not allow the worker, since 'strict-dynamic' ignores 'self'.
    "worker-src 'self'",
    "manifest-src 'self'",
  ].join('; ')
}

/**
 * Returns the options of the policy from the settings.
 * @param {NodeJS.ProcessEnv} env
 */
export function policyOptions(env) {
  const { PUSHER_EMBEDDED, PUSHER_HOST: host, PUSHER_PORT: port = '443', PUSHER_CLUSTER: cluster } = env
  const { GOOGLE_CLIENT_ID, GOOGLE_ISSUER = 'https://accounts.google.com' } = env
  const { MICROSOFT_CLIENT_ID, MICROSOFT_LOGIN_URL = 'https://login.microsoftonline.com' } = env
  // Browsers check the whole chain of redirects. Microsoft sends personal accounts on to login.live.com.
  const microsoft = [new URL(MICROSOFT_LOGIN_URL).origin, 'https://login.live.com']
  const server = host ? `${host}:${port}` : `ws-${cluster ?? 'mt1'}.pusher.com`
  return {
    realtime: PUSHER_EMBEDDED === '1' ? [] : [`wss://${server}`, `ws://${server}`],
    providers: [
      ...(GOOGLE_CLIENT_ID ? [new URL(GOOGLE_ISSUER).origin] : []),
      ...(MICROSOFT_CLIENT_ID ? microsoft : []),
    ],
  }
}
