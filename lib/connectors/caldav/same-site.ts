import { isIP } from 'node:net'

/**
 * Returns whether two hosts have the same registrable domain, as a domain and the hosts of its provider do. Where names
 * are registered below a second level such as `co.uk`, three labels have to be equal; that some domains need no third
 * label makes the answer stricter, never wider.
 */
export function isSameSite(a: string, b: string): boolean {
  if (a === b) return true
  if (isIP(a.replace(/^\[|\]$/g, '')) || isIP(b.replace(/^\[|\]$/g, ''))) return false
  const site = siteOf(a)
  return site !== null && site === siteOf(b)
}

function siteOf(host: string): string | null {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.')
  const [second = '', top = ''] = labels.slice(-2)
  const count = top.length === 2 && second.length <= 3 ? 3 : 2
  return labels.length < count ? null : labels.slice(-count).join('.')
}
