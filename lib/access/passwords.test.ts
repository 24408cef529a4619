import { scrypt, scryptSync } from 'node:crypto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { hashPassword, verifyPassword } from './passwords'

/** Lowers the cost of derivations, except in tests of the cost. */
const cheap = vi.hoisted(() => ({ isOn: true }))
vi.mock('node:crypto', async (importOriginal) => {
  const crypto = await importOriginal<typeof import('node:crypto')>()
  const scrypt = vi.fn((password, salt, length, options, callback) =>
    crypto.scrypt(password, salt, length, cheap.isOn ? { ...options, N: 16, p: 1 } : options, callback),
  )
  return { ...crypto, scrypt }
})

beforeEach(() => {
  cheap.isOn = true
  vi.mocked(scrypt).mockClear()
})

describe('passwords', () => {
  it('accepts the right password and refuses wrong ones', async () => {
    const stored = await hashPassword('correct horse')
    expect(await verifyPassword('correct horse', stored)).toBe(true)
    for (const other of ['', 'Correct horse', 'correct horse ']) {
      expect(await verifyPassword(other, stored)).toBe(false)
    }
  })

  it('stores passwords as the scrypt hash of RFC 7914 at full cost, never in plain text', async () => {
    cheap.isOn = false
    const stored = await hashPassword('correct horse')
    expect(stored).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/)
    expect(stored).not.toContain('correct')
    const [, N, r, p, salt, hash] = stored.split('$')
    const options = { N: Number(N), r: Number(r), p: Number(p), maxmem: 2 ** 26 }
    const expected = scryptSync('correct horse', Buffer.from(salt!, 'base64url'), 32, options)
    expect(hash).toBe(expected.toString('base64url'))
  })

  it('gives equal passwords different salts and hashes', async () => {
    const [a, b] = [await hashPassword('correct horse'), await hashPassword('correct horse')]
    expect(a.split('$')[4]).not.toBe(b.split('$')[4])
    expect(a.split('$')[5]).not.toBe(b.split('$')[5])
  })

  it('verifies passwords with the cost that they were stored with', async () => {
    cheap.isOn = false
    const salt = Buffer.alloc(16, 1)
    const hash = scryptSync('old password', salt, 32, { N: 1024, r: 8, p: 1 })
    const stored = `scrypt$1024$8$1$${salt.toString('base64url')}$${hash.toString('base64url')}`
    expect(await verifyPassword('old password', stored)).toBe(true)
    expect(await verifyPassword('new password', stored)).toBe(false)
  })

  it('accepts a password in composed and decomposed Unicode form', async () => {
    const stored = await hashPassword('pässwörd №1')
    expect(await verifyPassword('pässwörd №1'.normalize('NFD'), stored)).toBe(true)
    expect(await verifyPassword('password №1', stored)).toBe(false)
  })

  it('refuses any password for an account that has no password, after a derivation at full cost', async () => {
    // The first derivation for such an account also computes the hash that it compares with.
    expect(await verifyPassword('', null)).toBe(false)
    const stored = await hashPassword('another')
    vi.mocked(scrypt).mockClear()
    expect(await verifyPassword('correct horse', null)).toBe(false)
    expect(await verifyPassword('correct horse', stored)).toBe(false)
    const [withoutPassword, withPassword, ...others] = vi.mocked(scrypt).mock.calls
    expect(others).toEqual([])
    expect(withoutPassword!.slice(2, 4)).toEqual(withPassword!.slice(2, 4))
  })
})

describe('concurrent password hashing', () => {
  it('queues concurrent derivations up to a limit, and refuses more with TOO_MANY', async () => {
    const derivations = Array.from({ length: 25 }, () =>
      hashPassword('x').then(String, (error) => error.code as string),
    )
    const answers = await Promise.all(derivations)
    expect(answers.filter((answer) => answer === 'TOO_MANY')).toHaveLength(7)
    expect(answers.filter((answer) => answer.startsWith('scrypt$'))).toHaveLength(18)
    expect(await verifyPassword('x', await hashPassword('x'))).toBe(true)
  })
})
