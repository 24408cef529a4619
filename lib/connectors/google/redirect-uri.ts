import { isIP } from 'node:net'

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Returns whether Google accepts a redirect URI (developers.google.com/identity/protocols/oauth2/web-server, "URI
 * validation rules"): HTTPS with a public name, or this computer.
 */
export function isAcceptedRedirectUri(uri: string): boolean {
  const { protocol, hostname } = new URL(uri)
  if (LOCAL.has(hostname)) return true
  const isPublicName =
    hostname.includes('.') && isIP(hostname) === 0 && !/\.(local|lan|internal|home|arpa)$/.test(hostname)
  return protocol === 'https:' && isPublicName
}
