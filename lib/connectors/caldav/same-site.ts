import { isIP } from 'node:net'
import { ConnectorError } from '../connector'

/**
 * Returns whether two hosts have the same registrable domain, as `example.org` and `dav.example.org` do. Below a short
 * second level such as `co.uk`, the last three labels have to be equal. This refuses some hosts of the same domain, but
 * accepts no host of another domain.
 */
export function isSameSite(a: string, b: string): boolean {
  if (a === b) return true
  if (isIP(a.replace(/^\[|\]$/g, '')) || isIP(b.replace(/^\[|\]$/g, ''))) return false
  const site = siteOf(a)
  return site !== null && site === siteOf(b)
}

/**
 * Returns the address of a redirect, to which credentials may be sent. A server behind a proxy may not know that it is
 * reached by HTTPS, and then redirects to HTTP; the connection stays encrypted.
 * @throws ConnectorError `refused` for another site
 */
export function redirectTarget(location: string, from: string): string {
  if (!URL.canParse(location, from)) throw new ConnectorError('unreachable', 'invalid redirect')
  const [next, base] = [new URL(location, from), new URL(from)]
  if (base.protocol === 'https:' && next.protocol === 'http:' && next.hostname === base.hostname) {
    next.protocol = 'https:'
    next.port = base.port
  }
  const isWeaker = next.protocol !== 'https:' && next.protocol !== base.protocol
  if (isWeaker || !isSameSite(next.hostname, base.hostname))
    throw new ConnectorError('refused', `redirect to ${next.protocol}//${next.host}`)
  return next.href
}

function siteOf(host: string): string | null {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.')
  const [second = '', top = ''] = labels.slice(-2)
  const count = top.length === 2 && second.length <= 3 ? 3 : 2
  return labels.length < count ? null : labels.slice(-count).join('.')
}
