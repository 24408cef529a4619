import { BlockList } from 'node:net'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isPublicAddress } from './public-address'

const PRIVATE_IPV4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]
const blocked = new BlockList()
for (const [net, bits] of PRIVATE_IPV4) blocked.addSubnet(net, bits)

const octet = fc.integer({ min: 0, max: 255 })
const ipv4 = fc.tuple(octet, octet, octet, octet)

/** Addresses near the edges of private networks, which uniform addresses rarely hit. */
const edges = fc
  .tuple(fc.constantFrom(...PRIVATE_IPV4), fc.constantFrom(-1, 0, 1), fc.boolean())
  .map(([[net, bits], step, isEnd]) => {
    const start = net.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
    const at = (start + (isEnd ? 2 ** (32 - bits) - 1 : 0) + step + 2 ** 32) % 2 ** 32
    return [24, 16, 8, 0].map((shift) => Math.floor(at / 2 ** shift) % 256) as [
      number,
      number,
      number,
      number,
    ]
  })

/** The notations of an IPv4 address that the C library and URLs understand, which differ from dotted decimals. */
function notationsOf([a, b, c, d]: readonly [number, number, number, number]): string[] {
  const number = ((a * 256 + b) * 256 + c) * 256 + d
  const hex = [a, b, c, d].map((part) => part.toString(16).padStart(2, '0')).join('')
  const [high, low] = [hex.slice(0, 4), hex.slice(4)]
  return [
    String(number),
    `0x${hex}`,
    [a, b, c, d].map((part) => `0${part.toString(8)}`).join('.'),
    [a, b, c, d].map((part) => `0x${part.toString(16)}`).join('.'),
    `${a}.${b}.${c * 256 + d}`,
    `::ffff:${a}.${b}.${c}.${d}`,
    `::ffff:${high}:${low}`,
    `0:0:0:0:0:FFFF:${high}:${low}`,
    // IPv4 within IPv6: compatible, NAT64, local NAT64, 6to4, translated.
    `::${high}:${low}`,
    `64:ff9b::${high}:${low}`,
    `64:ff9b:1::${high}:${low}`,
    `2002:${high}:${low}::1`,
    `::ffff:0:${high}:${low}`,
  ]
}

it('agrees with a list of private networks about every IPv4 address', () => {
  fc.assert(
    fc.property(fc.oneof(ipv4, edges), (parts) => {
      const address = parts.join('.')
      // ipaddr.js also refuses the few public addresses of special services.
      if (blocked.check(address)) expect(isPublicAddress(address)).toBe(false)
      else if (!/^192\.(31\.196|52\.193|88\.99|175\.48)\./.test(address))
        expect(isPublicAddress(address)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

it('refuses private IPv4 addresses in every notation', () => {
  fc.assert(
    fc.property(fc.oneof(ipv4, edges), (parts) => {
      fc.pre(blocked.check(parts.join('.')))
      for (const notation of notationsOf(parts))
        expect([notation, isPublicAddress(notation)]).toEqual([notation, false])
    }),
    { numRuns: 500 },
  )
})

it('refuses IPv6 addresses outside of global unicast, with and without a zone', () => {
  const group = fc.integer({ min: 0, max: 0xffff }).map((part) => part.toString(16))
  const rest = fc.array(group, { minLength: 7, maxLength: 7 })
  const first = fc.integer({ min: 0, max: 0xffff }).filter((part) => part >> 13 !== 1)
  fc.assert(
    fc.property(first, rest, (start, others) => {
      const address = [start.toString(16), ...others].join(':')
      expect(isPublicAddress(address)).toBe(false)
      expect(isPublicAddress(`${address}%eth0`)).toBe(false)
    }),
    { numRuns: 1000 },
  )
})

it('accepts public addresses and refuses everything that is no address', () => {
  for (const address of ['1.1.1.1', '142.250.185.78', '2a00:1450:4001:830::200e', '::ffff:1.1.1.1']) {
    expect([address, isPublicAddress(address)]).toEqual([address, true])
  }
  for (const text of ['', 'localhost', 'example.org', '1.1.1.1.', ' 1.1.1.1', '::1', '::', '[::1]']) {
    expect([text, isPublicAddress(text)]).toEqual([text, false])
  }
})
