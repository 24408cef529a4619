import { describe, expect, it } from 'vitest'
import { clientOf, readTrust } from './address.mjs'

const UNDECLARED = readTrust({})
const BEHIND_TLS = readTrust({ ORIGIN: 'https://kinday.example' })

const client = (remoteAddress, forwarded, trust = UNDECLARED) =>
  clientOf({ remoteAddress }, forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }, trust)
const identified = (address) => ({ address, key: address, shared: '' })

describe('clientOf, reached directly', () => {
  it('identifies a public address, whatever it writes into X-Forwarded-For', () => {
    for (const trust of [UNDECLARED, BEHIND_TLS, readTrust({ TRUST_PROXY: '0' })]) {
      expect(client('203.0.113.9', undefined, trust)).toEqual(identified('203.0.113.9'))
      expect(client('203.0.113.9', '198.51.100.1', trust)).toEqual(identified('203.0.113.9'))
    }
    expect(client('::ffff:203.0.113.9')).toEqual(identified('203.0.113.9'))
    expect(client('2001:db8::1')).toEqual(identified('2001:db8::1'))
  })

  it('treats loopback and private addresses as shared, since a proxy may stand there', () => {
    for (const near of [
      '127.0.0.1',
      '::1',
      '10.0.0.7',
      '172.17.0.1',
      '192.168.1.4',
      '100.64.0.3',
      'fd00::9',
    ]) {
      expect(client(near)).toEqual({ address: near, key: '', shared: near })
    }
    expect(client('fe80::1%eth0').shared).toBe('fe80::1%eth0')
    expect(client(undefined)).toEqual({ address: '', key: '', shared: 'unknown' })
  })

  it('identifies devices of the network where TRUST_PROXY says that there is no proxy', () => {
    const none = readTrust({ TRUST_PROXY: '0' })
    expect(client('192.168.1.4', '1.1.1.1', none)).toEqual(identified('192.168.1.4'))
    expect(client('127.0.0.1', undefined, none).shared).toBe('127.0.0.1')
  })
})

describe('clientOf, behind a proxy that is not declared', () => {
  it('counts the forwarded address in addition to the shared one, and does not show it', () => {
    expect(client('127.0.0.1', '198.51.100.1')).toEqual({
      address: '127.0.0.1',
      key: '127.0.0.1>198.51.100.1',
      shared: '127.0.0.1',
    })
  })

  it('keeps a forwarded address from counting against the same address behind another peer', () => {
    expect(client('192.168.1.4', '198.51.100.1').key).not.toBe(client('127.0.0.1', '198.51.100.1').key)
    expect(client('192.168.1.4', '203.0.113.9').key).not.toBe(client('203.0.113.9').key)
  })

  it('keeps an undeclared proxy shared, whatever addresses it forwards', () => {
    for (let n = 1; n < 20; n++) expect(client('127.0.0.1', `198.51.100.${n}`).shared).toBe('127.0.0.1')
  })
})

describe('clientOf, behind declared proxies', () => {
  it('identifies the address that the proxy saw, not what the client wrote before it', () => {
    const seen = identified('198.51.100.1')
    expect(client('127.0.0.1', '198.51.100.1', BEHIND_TLS)).toEqual(seen)
    expect(client('127.0.0.1', '1.1.1.1, 8.8.8.8 , 198.51.100.1', BEHIND_TLS)).toEqual(seen)
    expect(client('127.0.0.1', '198.51.100.1:5123', BEHIND_TLS)).toEqual(seen)
    expect(client('127.0.0.1', '[2001:db8::7]:443', BEHIND_TLS)).toEqual(identified('2001:db8::7'))
    const two = readTrust({ TRUST_PROXY: '2' })
    expect(client('203.0.113.1', '1.1.1.1, 198.51.100.1, 10.0.0.2', two)).toEqual(seen)
  })

  it('shows the address that a proxy of the network saw, and slows down that proxy as a whole', () => {
    expect(client('172.18.0.3', '198.51.100.1', BEHIND_TLS)).toEqual({
      address: '198.51.100.1',
      key: '172.18.0.3>198.51.100.1',
      shared: '172.18.0.3',
    })
  })

  it('falls back to the shared peer where the proxy forwards nothing that is an address', () => {
    for (const odd of [undefined, '', 'unknown', '<script>', '198.51.100.1, nonsense', '999.1.1.1']) {
      expect(client('10.0.0.1', odd, BEHIND_TLS)).toEqual({
        address: '10.0.0.1',
        key: '',
        shared: '10.0.0.1',
      })
    }
    expect(client('10.0.0.1', '198.51.100.1', readTrust({ TRUST_PROXY: '2' })).key).toBe('')
  })
})

it('reads the number of proxies from TRUST_PROXY, else one from an ORIGIN with TLS', () => {
  expect(readTrust({})).toEqual({ proxies: 0, declared: false })
  expect(readTrust({ ORIGIN: 'http://192.168.1.4:3000' }).proxies).toBe(0)
  expect(readTrust({ ORIGIN: 'https://kinday.example' })).toEqual({ proxies: 1, declared: false })
  expect(readTrust({ ORIGIN: 'https://kinday.example', TRUST_PROXY: '0' })).toEqual({
    proxies: 0,
    declared: true,
  })
  expect(readTrust({ TRUST_PROXY: '2' })).toEqual({ proxies: 2, declared: true })
})
