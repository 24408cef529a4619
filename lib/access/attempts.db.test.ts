import { sql } from 'drizzle-orm'
import { describe, expect, it, vi } from 'vitest'
import { db } from '@/db/client'
import { checkPassword } from '@/lib/auth/password'
import { execute } from '@/lib/commands/pipeline/execute'
import { resetPassword } from '@/lib/commands/users'
import { codeOf, errorOf, makeUser } from '@/test/database/fixtures'
import { limitsOfClient, networkOf, purgeAttempts, recordAttempt, undoAttempts } from './attempts'
import { readDevice, withAccount } from './devices'
import { opaqueId } from './secrets'

const limit = (by: string, max = 3) => [{ by, max, minutes: 15 }]

/** As in attempts.ts: other test files use the table concurrently. */
const keyOf = (by: string) => opaqueId(`attempt:${by}`)

async function backdate(by: string, minutes: number): Promise<void> {
  await db.execute(
    sql`update attempts set since = now() - ${minutes}::int * interval '1 minute' where key = ${keyOf(by)}`,
  )
}

describe('attempts', () => {
  it('refuses attempts beyond the limit with the seconds to wait, and allows them after the period', async () => {
    for (let n = 0; n < 3; n++) await recordAttempt(limit('a'))
    const { code, detail } = await errorOf(recordAttempt(limit('a')))
    expect([code, detail]).toEqual(['TOO_MANY', { data: { seconds: 900 } }])
    await recordAttempt(limit('b'))
    await backdate('a', 16)
    await recordAttempt(limit('a'))
  })

  it('counts concurrent attempts without exceeding the limit', async () => {
    const codes = await Promise.all([...Array(10)].map(() => codeOf(recordAttempt(limit('race')))))
    expect(codes.filter((code) => code === 'ok')).toHaveLength(3)
  })

  it('does not count an attempt towards shared limits if the limit of its account refuses it', async () => {
    const limits = [...limit('one at one'), ...limit('one at all', 5)]
    for (let n = 0; n < 20; n++) await codeOf(recordAttempt(limits))
    expect(await codeOf(recordAttempt(limit('one at all', 5)))).toBe('ok')
  })

  it('subtracts a successful attempt from the count, and deletes old attempts', async () => {
    for (let n = 0; n < 20; n++) {
      await recordAttempt(limit('good'))
      await undoAttempts(limit('good'))
    }
    await backdate('good', 2 * 24 * 60)
    await purgeAttempts()
    expect(
      await db.execute(sql`select count(*)::int as n from attempts where key = ${keyOf('good')}`),
    ).toEqual([{ n: 0 }])
  })

  it('stores attempts without names and addresses', async () => {
    await recordAttempt(limit('anna@example.org'))
    expect(JSON.stringify(await db.execute(sql`select * from attempts`))).not.toContain('anna')
  })

  it('counts attempts from IPv6 addresses by the /64 network', () => {
    expect(networkOf('203.0.113.9')).toBe('203.0.113.9')
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2')
    expect(networkOf('2001:db8:1:2::9')).toBe('2001:db8:1:2')
    expect(networkOf('2001:db8::9')).toBe('2001:db8:0:0')
    expect(networkOf('::1')).toBe('0:0:0:0')
    expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0')
  })
})

describe('sign-in by password', () => {
  const device = () => readDevice(undefined)
  const client = (address: string) => ({ address, key: address, shared: '' })
  const signIn = (email: string, password: string, address: string, from = device()) =>
    codeOf(checkPassword({ email, password }, { client: client(address), device: from }))

  /** Records guesses without the cost of deriving a password. */
  const recordGuesses = async (by: string, times: number, max: number, minutes: number) => {
    for (let n = 0; n < times; n++) await recordAttempt([{ by, max, minutes }])
  }

  async function account() {
    const { email, id } = await makeUser('ann')
    const job = { kind: 'job', name: 'admin' } as const
    const { result } = await execute(job, resetPassword, { email }, { origin: 'job' })
    return { email, id, password: result.password }
  }

  it('limits attempts of a client at an account, and lets its owner sign in from another client', async () => {
    const ann = await account()
    await recordGuesses(`password:${ann.email}:203.0.113.9`, 9, 10, 15)
    expect(await signIn(ann.email, 'a tenth guess', '203.0.113.9')).toBe('INVALID')
    expect(await signIn(ann.email, ann.password, '203.0.113.9')).toBe('TOO_MANY')
    expect(await signIn(ann.email, ann.password, '198.51.100.1')).toBe('ok')
  })

  it('limits attempts of a client at an address without an account as at an account', async () => {
    await recordGuesses('password:nobody@example.org:203.0.113.10', 9, 10, 15)
    expect(await signIn('nobody@example.org', 'guess', '203.0.113.10')).toBe('INVALID')
    expect(await signIn('nobody@example.org', 'guess', '203.0.113.10')).toBe('TOO_MANY')
  })

  it('throttles sign-in per account, except for browsers that have signed in before', async () => {
    const ann = await account()
    const known = readDevice(withAccount(device(), ann.id))
    await recordGuesses(`passwords-to:${ann.email}`, 100, 100, 60)
    expect(await signIn(ann.email, ann.password, '192.0.2.7')).toBe('TOO_MANY')
    expect(await signIn(ann.email, ann.password, '192.0.2.7', known)).toBe('ok')
    const stranger = await makeUser('stranger')
    const others = readDevice(withAccount(device(), stranger.id))
    expect(await signIn(ann.email, ann.password, '192.0.2.8', others)).toBe('TOO_MANY')
    const forged = readDevice(`${known.id}.${'A'.repeat(43)}`)
    expect(await signIn(ann.email, ann.password, '192.0.2.9', forged)).toBe('TOO_MANY')
  })

  it('does not limit successful sign-ins', async () => {
    const ann = await account()
    await recordGuesses(`password:${ann.email}:203.0.113.11`, 9, 10, 15)
    for (let n = 0; n < 3; n++) expect(await signIn(ann.email, ann.password, '203.0.113.11')).toBe('ok')
  })

  it('refuses suspended users, and reveals the suspension only with the right password', async () => {
    const ann = await account()
    await db.execute(sql`update users set suspended_at = now() where id = ${ann.id}`)
    const errorFor = (password: string) =>
      errorOf(
        checkPassword({ email: ann.email, password }, { client: client('203.0.113.12'), device: device() }),
      )
    expect((await errorFor('wrong')).detail.fields).toEqual({ password: { code: 'wrong_password' } })
    expect((await errorFor(ann.password)).detail.fields).toEqual({ email: { code: 'suspended' } })
  })

  it('does not refuse other accounts that share a proxy’s address with an attacker', async () => {
    const shared = { address: '127.0.0.1', key: '', shared: '127.0.0.1' }
    const [ann, ben] = [await account(), await account()]
    const enter = (user: { email: string; password: string }) =>
      codeOf(
        checkPassword({ email: user.email, password: user.password }, { client: shared, device: device() }),
      )
    await recordAttempt(limitsOfClient('passwords-from', shared, { max: 100, minutes: 15 }))
    await db.execute(
      sql`update attempts set count = 1000 where key = ${keyOf('passwords-from:shared:127.0.0.1')}`,
    )
    const { setTimeout } = globalThis
    const delays: number[] = []
    vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, ms = 0) => {
      if (ms === 2000) delays.push(ms)
      return setTimeout(run, ms === 2000 ? 0 : ms)
    }) as typeof setTimeout)
    expect(await enter(ann)).toBe('ok')
    expect(delays).toHaveLength(1)
    await recordGuesses(`passwords-to:${ann.email}`, 100, 100, 60)
    expect(await enter(ann)).toBe('TOO_MANY')
    expect(await enter(ben)).toBe('ok')
    vi.restoreAllMocks()
  })

  it('refuses a client that guesses through an undeclared proxy, but not others behind it', async () => {
    const through = (forwarded: string) => ({
      address: '127.0.0.1',
      key: `127.0.0.1>${forwarded}`,
      shared: '127.0.0.1',
    })
    const ann = await account()
    await recordGuesses('passwords-from:127.0.0.1>203.0.113.50', 100, 100, 15)
    const signInThrough = (forwarded: string) =>
      codeOf(checkPassword(ann, { client: through(forwarded), device: device() }))
    expect(await signInThrough('203.0.113.50')).toBe('TOO_MANY')
    expect(await signInThrough('203.0.113.51')).toBe('ok')
  })

  it('counts forged client addresses by the address of the proxy, too', () => {
    const invented = [1, 2].map((n) => ({ address: '', key: `10.0.0.1>198.51.100.${n}`, shared: '10.0.0.1' }))
    const [first, second] = invented.map((from) => limitsOfClient('x', from, { max: 5, minutes: 1 }))
    expect(first![0]!.by).not.toBe(second![0]!.by)
    expect(first![1]).toEqual({ by: 'x:shared:10.0.0.1', max: 50, minutes: 1, over: 'slow' })
    expect(second![1]).toEqual(first![1])
  })
})
