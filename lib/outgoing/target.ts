import { isIP } from 'node:net'
import { env } from '@/lib/env'
import { isPublicAddress } from './public-address'

/** Error of a request that is not made, or whose response is not read. */
export class RefusedRequest extends Error {
  constructor(readonly reason: 'bad-url' | 'private-target' | 'too-large' | 'too-many-redirects' | 'busy') {
    super(`refused: ${reason}`)
  }
}

/** Checks an address without resolving its name. @throws RefusedRequest */
export function parseTarget(text: string, base?: URL): URL {
  if (!URL.canParse(text, base)) throw new RefusedRequest('bad-url')
  const url = new URL(text, base)
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) throw new RefusedRequest('bad-url')
  const host = withoutBrackets(url.hostname)
  if (isIP(host)) requirePublic([host])
  return url
}

/** Refuses private addresses, unless the installation allows them. @throws RefusedRequest */
export function requirePublic(addresses: readonly string[]): void {
  if (env.allowPrivateTargets || addresses.every(isPublicAddress)) return
  throw new RefusedRequest('private-target')
}

/** Returns the host of a URL without the brackets around an IPv6 address. */
export function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '')
}
