/** @returns {string | null} the decoded path; null if the URL cannot be decoded or is not in origin form */
export function readablePath(url) {
  // Origin form only: `*` and absolute URLs are for proxies (RFC 9112 §3.2).
  if (!url.startsWith('/')) return null
  // Most URLs contain nothing to decode.
  if (!url.includes('%')) return url.split('?', 1)[0]
  const decoded = decode(url)
  return decoded === null || decoded.includes('\0') ? null : decode(url.split('?', 1)[0])
}

function decode(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** Checks `url` of the image optimizer too, since that requests it from the app. */
export function isReadableImage(url) {
  const target = new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('url')
  return target === null || decode(target) !== null
}

/**
 * Checks whether Next can decode a form or action by its Content-Type, which it does before any of our code runs. RFC
 * 2046 §5.1.1: boundary.
 */
export function isReadableType(headers) {
  const type = headers['content-type'] ?? ''
  const isMultipart = /^multipart\//i.test(type)
  if (
    isMultipart &&
    !/^multipart\/form-data;(.*;)? *boundary=("[^"]{1,70}"|[^\s";,]{1,70}) *(;.*)?$/.test(type)
  )
    return false
  if (headers['next-action'] === undefined) return !(isMultipart && headers['content-length'] === '0')
  return headers['content-length'] !== '0' && (isMultipart || /^text\/plain(;|$)/.test(type))
}
