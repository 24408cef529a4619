import { describe, expect, it } from 'vitest'
import { addressOf, declaredProxies } from './address.mjs'

const from = (remoteAddress, forwarded, proxies = 0) =>
  addressOf({ remoteAddress }, forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }, proxies)

describe('addressOf', () => {
  it('is the socket’s, whatever a client says, where no proxy is declared', () => {
    expect(from('203.0.113.9')).toBe('203.0.113.9')
    expect(from('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9')
    expect(from('::ffff:203.0.113.9')).toBe('203.0.113.9')
    expect(from('2001:db8::1')).toBe('2001:db8::1')
    expect(from(undefined)).toBe('')
  })

  it('behind a proxy is what the proxy saw, not what the client wrote before it', () => {
    expect(from('127.0.0.1', '198.51.100.1', 1)).toBe('198.51.100.1')
    expect(from('127.0.0.1', '1.1.1.1, 8.8.8.8 , 198.51.100.1', 1)).toBe('198.51.100.1')
    expect(from('127.0.0.1', '1.1.1.1, 198.51.100.1, 10.0.0.2', 2)).toBe('198.51.100.1')
    expect(from('127.0.0.1', '[2001:db8::7]:443', 1)).toBe('2001:db8::7')
    expect(from('127.0.0.1', '198.51.100.1:5123', 1)).toBe('198.51.100.1')
  })

  it('is the socket’s where the proxy says nothing that is an address', () => {
    for (const odd of [undefined, '', 'unknown', '<script>', '198.51.100.1, nonsense', '999.1.1.1']) {
      expect(from('10.0.0.1', odd, 1)).toBe('10.0.0.1')
    }
    expect(from('10.0.0.1', '198.51.100.1', 2)).toBe('10.0.0.1')
  })
})

it('one proxy is declared by an ORIGIN with TLS, any number by TRUST_PROXY', () => {
  expect(declaredProxies({})).toBe(0)
  expect(declaredProxies({ ORIGIN: 'http://192.168.1.4:3000' })).toBe(0)
  expect(declaredProxies({ ORIGIN: 'https://kinday.example' })).toBe(1)
  expect(declaredProxies({ ORIGIN: 'https://kinday.example', TRUST_PROXY: '0' })).toBe(0)
  expect(declaredProxies({ TRUST_PROXY: '2' })).toBe(2)
})
