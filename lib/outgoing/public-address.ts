import ipaddr from 'ipaddr.js'

/** Global unicast addresses (RFC 4291 §2.4). IPv6 addresses outside of it lead to other networks, or to IPv4. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3')

/**
 * Whether an IP address is on the public internet. Private, local and reserved addresses are not, nor are IPv6
 * addresses that contain an IPv4 address, unless it is mapped and public itself.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  if (parsed.range() !== 'unicast') return false
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_IPV6)
}
