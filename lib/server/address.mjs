import { isIP } from 'node:net'

/** The header that tells the app where a request comes from. Whatever a client sends by that name is dropped. */
export const ADDRESS_HEADER = 'x-kinday-address'

/**
 * Where a request comes from: the socket's other end, or, behind proxies that were declared, what the outermost of them
 * saw. Each proxy appends to X-Forwarded-For whom it was asked by, so one counts from the right: what stands further
 * left was written by the client itself, and is believed by nobody.
 *
 * @param {{ remoteAddress?: string }} socket
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @param {number} proxies how many stand in front
 * @returns {string} an IP address, IPv4 as such; empty when the socket is gone
 */
export function addressOf(socket, headers, proxies) {
  const direct = plain(socket.remoteAddress ?? '')
  if (proxies < 1) return direct
  const seen = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((entry) => plain(entry.trim()))
  const told = seen[seen.length - proxies]
  return told && isIP(told) ? told : direct
}

/**
 * How many proxies are declared: by TRUST_PROXY, else one where ORIGIN has TLS, which this server does not speak itself.
 * @param {{ TRUST_PROXY?: string, ORIGIN?: string }} env
 */
export function declaredProxies({ TRUST_PROXY: proxies, ORIGIN: origin }) {
  if (proxies) return Number(proxies) || 0
  return origin?.startsWith('https:') ? 1 : 0
}

/** This machine itself: its owner, or a proxy that was not declared. Either way it is not one visitor. @param {string} address */
export function isLoopback(address) {
  return address === '::1' || address.startsWith('127.')
}

/** IPv4 in IPv6's clothes (RFC 4291 §2.5.5.2), and the port that some proxies add to an address. */
function plain(address) {
  return address
    .replace(/^::ffff:(?=\d+\.)/i, '')
    .replace(/^\[([^\]]+)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
}
