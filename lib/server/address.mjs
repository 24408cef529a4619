import { BlockList, isIP } from 'node:net'

/**
 * The header in which the guard passes the client to the app, as JSON. A client's own header of this name is dropped.
 */
export const CLIENT_HEADER = 'x-kinday-client'

/**
 * The client of a request, as far as it can be identified.
 *
 * @typedef {object} Client
 * @property {string} address an IP address for people to read; empty when the socket is gone
 * @property {string} key the key by which limits count the client; empty if it cannot be distinguished from others
 *   behind `shared`
 * @property {string} shared the peer's address where the address may stand for many clients: a limit of it slows down
 *   and never refuses, since a refusal would hit all of them. Empty when the client is identified
 */

/**
 * Identifies the client of a request.
 *
 * X-Forwarded-For is believed from declared proxies only. Each proxy appends the address of its own client, so entries
 * are counted from the right: those further left were written by the client. A proxy that ORIGIN implies must be on
 * this machine or its network, because a client elsewhere that reaches this port directly could write anything.
 *
 * A peer on this machine or its network that was not declared may be one device or a proxy for all clients (also a
 * container network's gateway), so it is `shared`. An address that such a peer forwards adds a limit of its own and
 * removes none: forged addresses gain nothing, and an honest proxy keeps its clients separate.
 *
 * @param {{ remoteAddress?: string }} socket
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @param {{ proxies: number, declared: boolean }} trust see {@link readTrust}
 * @returns {Client}
 */
export function clientOf(socket, headers, { proxies, declared }) {
  const peer = normalizeAddress(socket.remoteAddress ?? '')
  const isLoopback = peer === '' || contains(LOOPBACK, peer)
  const isNear = isLoopback || contains(PRIVATE, peer)
  const forwarded = forwardedFor(headers, Math.max(proxies, 1))

  if (forwarded && proxies > 0) {
    if (declared || isLoopback) return { address: forwarded, key: forwarded, shared: '' }
    // Another device on the network may reach this port without the proxy.
    if (isNear) return { address: forwarded, key: `${peer}>${forwarded}`, shared: peer }
  }
  const isDirect = declared && proxies === 0 ? !isLoopback : !isNear
  if (isDirect) return { address: peer, key: peer, shared: '' }
  return { address: peer, key: forwarded ? `${peer}>${forwarded}` : '', shared: peer || 'unknown' }
}

/**
 * Returns how many proxies stand in front: TRUST_PROXY, else one where ORIGIN has TLS, which this server does not
 * speak itself. `declared` is true when TRUST_PROXY says so.
 * @param {{ TRUST_PROXY?: string, ORIGIN?: string }} env
 */
export function readTrust({ TRUST_PROXY: proxies, ORIGIN: origin }) {
  if (proxies) return { proxies: Number(proxies) || 0, declared: true }
  return { proxies: origin?.startsWith('https:') ? 1 : 0, declared: false }
}

/** @returns the entry of X-Forwarded-For that the outermost of `proxies` wrote; empty if it is no address */
function forwardedFor(headers, proxies) {
  const entries = String(headers['x-forwarded-for'] ?? '').split(',')
  const entry = normalizeAddress(entries[entries.length - proxies]?.trim() ?? '')
  return isIP(entry) ? entry : ''
}

const LOOPBACK = createBlockList(['127.0.0.0', 8], ['::1', 128])

/** RFC 1918, RFC 3927, RFC 4193, RFC 4291 §2.5.6, and RFC 6598, which overlay networks use. */
const PRIVATE = createBlockList(
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
  ['fc00::', 7],
  ['fe80::', 10],
)

function createBlockList(...subnets) {
  const list = new BlockList()
  for (const [net, bits] of subnets) list.addSubnet(net, bits, familyOf(net))
  return list
}

function contains(list, address) {
  const withoutZone = address.split('%', 1)[0]
  return isIP(withoutZone) > 0 && list.check(withoutZone, familyOf(withoutZone))
}

function familyOf(address) {
  return address.includes(':') ? 'ipv6' : 'ipv4'
}

/** Removes the IPv4-mapped prefix (RFC 4291 §2.5.5.2) and the port that some proxies add to an address. */
function normalizeAddress(address) {
  return address
    .replace(/^::ffff:(?=\d+\.)/i, '')
    .replace(/^\[([^\]]+)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
}
