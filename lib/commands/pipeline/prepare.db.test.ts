import { randomBytes, randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { beforeEach, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { db } from '@/db/client'
import { singleRow } from '@/db/rows'
import { accountLinks, users } from '@/db/schema/users'
import { NOBODY } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import * as passwords from '@/lib/access/passwords'
import * as secrets from '@/lib/access/secrets'
import { openSession } from '@/lib/access/sessions'
import { deleteAccount } from '@/lib/commands/account-deletion'
import { resetByLink } from '@/lib/commands/account-links'
import { disconnectGoogle } from '@/lib/commands/google'
import { changeEmail, changePassword, confirmIdentity } from '@/lib/commands/security'
import { resetPassword, signUp } from '@/lib/commands/users'
import { planAccountDeletion } from '@/lib/queries/account-deletion'
import { as, errorOf, makeUser, type TestUser } from '@/test/database/fixtures'
import { command, execute } from './execute'

vi.mock('@/lib/access/passwords', { spy: true })

/** The number of connections that are idle in a transaction, recorded whenever a password is hashed or checked. */
const idleInTransaction: number[] = []

beforeEach(async () => {
  idleInTransaction.length = 0
  const { hashPassword, verifyPassword } =
    await vi.importActual<typeof import('@/lib/access/passwords')>('@/lib/access/passwords')
  const recordHeld = async () => {
    const row = singleRow(
      await db.execute<{ n: number }>(sql`
      select count(*)::int as n from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state like 'idle in transaction%'`),
    )
    idleInTransaction.push(row.n)
  }
  vi.mocked(passwords.hashPassword).mockImplementation(async (password) => {
    await recordHeld()
    return hashPassword(password)
  })
  vi.mocked(passwords.verifyPassword).mockImplementation(async (password, stored) => {
    await recordHeld()
    return verifyPassword(password, stored)
  })
})

const PASSWORD = 'correct horse battery'

/** Creates a user with a password and a session. */
async function createAccount(): Promise<TestUser & { session: string }> {
  const user = await makeUser('user')
  const passwordHash = await passwords.hashPassword(PASSWORD)
  await db.update(users).set({ passwordHash }).where(eq(users.id, user.id))
  await openSession(user.id, { userAgent: null, address: null })
  const session = singleRow(
    await db.execute<{ id: string }>(sql`select id from sessions where user_id = ${user.id}`),
  )
  idleInTransaction.length = 0
  return { ...user, session: session.id }
}

it('holds no connection while sign-up hashes the password', async () => {
  const profile = { timeZone: 'UTC', locale: 'en' }
  const input = { name: 'Ann', email: `ann-${randomUUID()}@example.org`, password: PASSWORD, ...profile }
  await execute(NOBODY, signUp, input, { origin: 'web' })
  expect(idleInTransaction).toEqual([0])
})

it('holds no connection while a password is changed or reset', async () => {
  const { session, ...ann } = await createAccount()
  await as(ann).run(changePassword, { session, current: PASSWORD, password: 'another horse battery' })
  expect(idleInTransaction).toEqual([0, 0])
  const job = { kind: 'job', name: 'admin' } as const
  await execute(job, resetPassword, { email: ann.email }, { origin: 'job' })
  expect(idleInTransaction).toEqual([0, 0, 0])

  const token = randomBytes(24).toString('base64url')
  const link = { id: randomUUID(), userId: ann.id, email: ann.email, purpose: 'reset' } as const
  const expiresAt = new Date(Date.now() + 60_000)
  await db.insert(accountLinks).values({ ...link, tokenHash: secrets.hashToken(token), expiresAt })
  await execute(NOBODY, resetByLink, { token, password: 'a third horse battery' }, { origin: 'web' })
  expect(idleInTransaction).toEqual([0, 0, 0, 0])
})

it('holds no connection while a password is checked', async () => {
  const { session, ...ann } = await createAccount()
  await as(ann).run(confirmIdentity, { session, current: PASSWORD })
  await as(ann).run(disconnectGoogle, { session, current: PASSWORD })
  await as(ann).run(changeEmail, { session, current: PASSWORD, email: `new-${ann.email}` })
  const self = await db.transaction((tx) => grant(tx, ann, 'own', 'self', null))
  const { plan } = await planAccountDeletion(db, self)
  await as(ann).run(deleteAccount, { proof: PASSWORD, plan })
  expect(idleInTransaction).toEqual([0, 0, 0, 0])
})

it('does not hash a password for an unknown link', async () => {
  const attempt = execute(
    NOBODY,
    resetByLink,
    { token: 'x'.repeat(32), password: PASSWORD },
    { origin: 'web' },
  )
  expect((await errorOf(attempt)).code).toBe('SIGNED_OUT')
  expect(idleInTransaction).toEqual([])
})

it('refuses a password that was changed between its check and the transaction', async () => {
  const { session, ...ann } = await createAccount()
  vi.mocked(passwords.verifyPassword).mockImplementation(async () => {
    await db.update(users).set({ passwordHash: 'scrypt$changed' }).where(eq(users.id, ann.id))
    return true
  })
  const error = await errorOf(as(ann).run(confirmIdentity, { session, current: PASSWORD }))
  expect(error.detail.fields).toEqual({ current: { code: 'wrong_current_password' } })
})

it('runs `prepare` once even if the transaction is retried', async () => {
  let [prepared, runs] = [0, 0]
  const contested = command({
    name: 'contested',
    input: z.object({}),
    output: z.number(),
    on: () => ({ self: ['own', 'self', null] }),
    prepare: async () => ++prepared,
    async run({ prepared }) {
      if (++runs < 3) throw Object.assign(new Error('gave up'), { cause: { code: '40P01' } })
      return { result: prepared, changes: [] }
    },
  })
  expect((await as(await makeUser()).run(contested, {})).result).toBe(1)
  expect([prepared, runs]).toEqual([1, 3])
})
