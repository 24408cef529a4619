/**
 * Returns whether a request comes from our own pages or from a client that is no browser. Also used for WebSockets,
 * which browsers open across origins without a preflight (RFC 6455 §10.2).
 *
 * With `own` (ORIGIN is set) only that origin is ours. Without it the page's host must be the one it asks, so that
 * localhost, a LAN address and a TLS proxy work with nothing to configure. A page cannot forge the headers read
 * here: browsers set Origin, Host and Sec-Fetch-Site, and let no other site add X-Forwarded-*.
 *
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @param {string} [own] such as `https://kinday.example`
 * @returns {boolean}
 */
export function isOwnOrigin(headers, own) {
  const { origin } = headers
  if (origin === undefined) return OWN_SITES.has(headers['sec-fetch-site'])
  const page = parseUrl(origin)
  if (page?.origin !== origin) return false
  if (own) return origin === parseUrl(own)?.origin

  const proto = first(headers['x-forwarded-proto'])
  const host = first(headers['x-forwarded-host']) ?? headers.host
  // A proxy that does not forward the scheme still forwards Host, so the page's own scheme is used.
  const requestUrl = parseUrl(`${proto ?? page.protocol.slice(0, -1)}://${host}`)
  return requestUrl?.origin === origin
}

/**
 * Returns whether the browser uses TLS, according to ORIGIN or the proxy that terminates it. Without TLS, browsers
 * ignore Strict-Transport-Security.
 */
export function cameByTls(headers, own) {
  return own ? own.startsWith('https:') : first(headers['x-forwarded-proto']) === 'https'
}

/** Absent: not a browser, or an old one. `none`: typed in or opened from a bookmark. */
const OWN_SITES = new Set([undefined, 'same-origin', 'none'])

function parseUrl(text) {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** Proxies append to the header; the first value is the browser's. */
function first(header) {
  return header?.split(',', 1)[0].trim() || undefined
}
