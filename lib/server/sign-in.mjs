/** First path segments of the pages that need a session. */
const SIGNED_IN_PAGES = new Set([
  'home',
  'calendar',
  'search',
  'calendars',
  'import',
  'new',
  'groups',
  'gatherings',
  'notifications',
  'settings',
  'welcome',
  'admin',
])

/**
 * Returns the sign-in address for a request without a session cookie to a page that needs a session; null for other
 * requests. Saves rendering the page and keeps the address to return to. It is no protection: every page checks the
 * session itself. An action (POST) is not redirected, since it returns SIGNED_OUT itself.
 *
 * @param {Pick<import('node:http').IncomingMessage, 'method' | 'url' | 'headers'>} req
 * @returns {string | null} `/sign-in?to=…`
 */
export function signInRedirect({ method, url, headers }) {
  if (method !== 'GET' && method !== 'HEAD') return null
  const [, segment] = /^\/([a-z]+)(?:[/?]|$)/.exec(url) ?? []
  if (!SIGNED_IN_PAGES.has(segment) || SESSION_COOKIE.test(headers.cookie ?? '')) return null
  return `/sign-in?to=${encodeURIComponent(withoutRouterQuery(url))}`
}

/** As in lib/auth/session.ts. */
const SESSION_COOKIE = /(?:^|;\s*)kinday\.session=/

/** Next's router adds `_rsc` to the addresses that it fetches. */
function withoutRouterQuery(url) {
  return url.replace(/([?&])_rsc=[^&]*(&|$)/, (_, before, after) => (after ? before : ''))
}
