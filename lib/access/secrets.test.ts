import { describe, expect, it } from 'vitest'
import { hashToken } from './secrets'

describe('hashToken', () => {
  it('hashes tokens with SHA-256 in hexadecimal', () => {
    // FIPS 180-4, the example of "abc".
    expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })

  it('hashes equal tokens only to equal hashes', () => {
    expect(hashToken('token')).toBe(hashToken('token'))
    expect(new Set(['token', 'Token', 'token ', ''].map(hashToken)).size).toBe(4)
  })
})
