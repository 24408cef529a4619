import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { accounts, users } from '@/db/schema/users'
import { NOBODY } from '@/lib/access/actor'
import { verifyPassword } from '@/lib/access/passwords'
import { findSession } from '@/lib/access/sessions'
import { execute } from '@/lib/commands/pipeline/execute'
import { as, codeOf, errorOf, makeUser } from '@/test/database/fixtures'
import { resetByLink, sendLink, sendVerification, signInByLink, verifyAddress } from './account-links'
import { createFeed } from './feeds'
import { claimAccount, confirmOwnAddress } from './google'
import { sendResetLink } from './instance'
import { changeEmail } from './security'
import {
  countCutOffs,
  deliverMailTo,
  openSessionOf,
  PASSWORD,
  requestLink,
  signUpByPassword,
  smtp,
} from './security.test.mails'
import { signUp } from './users'

const GOOGLE = { kind: 'job', name: 'google' } as const

const loadUser = async ({ id }: { id: string }) => (await db.select().from(users).where(eq(users.id, id)))[0]!

describe('sign-up by password', () => {
  it('mails a verification link at sign-up, and leaves the address unverified until the link is used', async () => {
    const email = `${randomUUID()}@example.org`
    const input = { name: 'Ann', email, password: PASSWORD }
    const { result } = await execute(NOBODY, signUp, input, { origin: 'web' })
    const ann = { kind: 'user', id: result.id } as const
    expect((await loadUser(ann)).emailVerified).toBeNull()
    await as(ann).run(verifyAddress, { token: await deliverMailTo(email) })
    expect((await loadUser(ann)).emailVerified).not.toBeNull()
  })
})

describe('a sign-in link', () => {
  it('signs in by a link only once', async () => {
    const ann = await makeUser('ann')
    await requestLink(ann.email, 'sign-in')
    const token = await deliverMailTo(ann.email)
    expect((await as(NOBODY).run(signInByLink, { token })).result).toEqual({ userId: ann.id })
    expect(await codeOf(as(NOBODY).run(signInByLink, { token }))).toBe('GONE')
  })

  it('signs in once when a link is opened twice concurrently', async () => {
    const ann = await makeUser('ann')
    await requestLink(ann.email, 'sign-in')
    const token = await deliverMailTo(ann.email)
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(as(NOBODY).run(signInByLink, { token }))))
    expect(codes.sort()).toEqual(['GONE', 'GONE', 'ok'])
  })

  it('rejects a sign-in link that has expired or is used for another purpose, and stores it as a hash', async () => {
    const ann = await makeUser('ann')
    await requestLink(ann.email, 'sign-in')
    const token = await deliverMailTo(ann.email)
    const storedText =
      JSON.stringify(await db.execute(sql`select * from account_links`)) +
      JSON.stringify(await db.select().from(deliveries))
    expect(storedText).not.toContain(token)
    expect(await codeOf(as(NOBODY).run(resetByLink, { token, password: PASSWORD }))).toBe('NOT_FOUND')
    expect(await codeOf(as(ann).run(verifyAddress, { token }))).toBe('NOT_FOUND')
    await db.execute(sql`update account_links set expires_at = now() where user_id = ${ann.id}`)
    expect(await codeOf(as(NOBODY).run(signInByLink, { token }))).toBe('GONE')
    expect(await codeOf(as(NOBODY).run(signInByLink, { token: 'x'.repeat(32) }))).toBe('SIGNED_OUT')
  })

  it('sends a link only as a job, and only to active accounts', async () => {
    const ann = await makeUser('ann')
    expect(await codeOf(as(NOBODY).run(sendLink, { email: ann.email, purpose: 'reset' }))).toBe('SIGNED_OUT')
    expect(await codeOf(requestLink('nobody@example.org', 'reset'))).toBe('NOT_FOUND')
    await db.update(users).set({ suspendedAt: new Date() }).where(eq(users.id, ann.id))
    await requestLink(ann.email, 'reset')
    expect(await deliverMailTo(ann.email)).toBe('')
  })
})

describe('a reset link', () => {
  it('changes the password by a link and ends all sessions and other links', async () => {
    const ann = await signUpByPassword()
    const { token: session } = await openSessionOf(ann)
    await requestLink(ann.email, 'reset')
    const first = await deliverMailTo(ann.email)
    await requestLink(ann.email, 'reset')
    const token = await deliverMailTo(ann.email)
    expect((await errorOf(as(NOBODY).run(resetByLink, { token, password: 'short' }))).detail.fields).toEqual({
      password: { code: 'too_short', limit: 8 },
    })
    await as(NOBODY).run(resetByLink, { token, password: 'another long password' })
    const { passwordHash, emailVerified } = await loadUser(ann)
    expect(await verifyPassword('another long password', passwordHash)).toBe(true)
    expect(emailVerified).not.toBeNull()
    expect(await findSession(session)).toBeNull()
    expect(await codeOf(as(NOBODY).run(resetByLink, { token: first, password: PASSWORD }))).toBe('GONE')
  })
})

describe('a reset link sent by an administrator', () => {
  it('mails a reset link for an administrator, and records it as an administrator action', async () => {
    const [admin, ann] = [await makeUser('admin'), await signUpByPassword()]
    const send = () => as(admin).run(sendResetLink, { user: ann.id })
    expect(await codeOf(send())).toBe('NOT_FOUND')
    await db.update(users).set({ instanceAdmin: true }).where(eq(users.id, admin.id))
    const { seqs } = await send()
    expect(Object.keys(seqs)).toEqual(['instance-1'])
    const token = await deliverMailTo(ann.email)
    await as(NOBODY).run(resetByLink, { token, password: 'another long password' })
    const [recorded] = await db.execute<{ after: object }>(sql`
      select after from changes where stream = 'instance-1' and entity_id = ${ann.id}`)
    expect(recorded!.after).toEqual({ sentTo: ann.email })
    await db.update(users).set({ suspendedAt: new Date() }).where(eq(users.id, ann.id))
    expect((await errorOf(send())).detail.data).toEqual({ reason: 'suspended' })
  })
})

describe('an account created with the address of another person', () => {
  it('ends all earlier sign-in methods when the owner of the address uses a link', async () => {
    const squatter = await signUpByPassword()
    const { token: session } = await openSessionOf(squatter)
    await db
      .insert(accounts)
      .values({ userId: squatter.id, type: 'oidc', provider: 'google', providerAccountId: randomUUID() })
    const [calendar] = (await as(squatter).loadReach()).calendars
    await as(squatter).run(createFeed, { calendar: calendar!.id, level: 'full' })
    await deliverMailTo(squatter.email)

    await requestLink(squatter.email, 'sign-in')
    await as(NOBODY).run(signInByLink, { token: await deliverMailTo(squatter.email) })
    expect(await loadUser(squatter)).toMatchObject({ passwordHash: null, emailVerified: expect.any(Date) })
    expect(await findSession(session)).toBeNull()
    expect(await db.select().from(accounts).where(eq(accounts.userId, squatter.id))).toEqual([])
    expect(
      await db.execute(sql`select 1 from feeds where created_by = ${squatter.id} and revoked_at is null`),
    ).toHaveLength(0)
  })

  it('ends earlier sign-in methods of an unverified account when the owner uses Google', async () => {
    const squatter = await signUpByPassword()
    await execute(GOOGLE, claimAccount, { email: squatter.email }, { origin: 'web' })
    expect((await loadUser(squatter)).passwordHash).toBeNull()
    const ann = await signUpByPassword()
    await execute(GOOGLE, confirmOwnAddress, { email: ann.email }, { origin: 'web' })
    await execute(GOOGLE, claimAccount, { email: ann.email }, { origin: 'web' })
    expect(await loadUser(ann)).toMatchObject({
      passwordHash: expect.any(String),
      emailVerified: expect.any(Date),
    })
    expect(await codeOf(as(ann).run(claimAccount, { email: squatter.email }))).toBe('NOT_FOUND')
  })

  it('requires a session to verify an address by link', async () => {
    const squatter = await signUpByPassword()
    const owner = await makeUser('owner')
    const token = await deliverMailTo(squatter.email)
    expect(await codeOf(as(NOBODY).run(verifyAddress, { token }))).toBe('FORBIDDEN')
    expect(await codeOf(as(owner).run(verifyAddress, { token }))).toBe('FORBIDDEN')
    expect((await loadUser(squatter)).emailVerified).toBeNull()
    await as(squatter).run(verifyAddress, { token })
    expect(await loadUser(squatter)).toMatchObject({
      emailVerified: expect.any(Date),
      passwordHash: expect.any(String),
    })
  })
})

describe('a change of the address', () => {
  it('replaces the address once verified, after notifying the old one', async () => {
    const ann = await signUpByPassword()
    await as(ann).run(verifyAddress, { token: await deliverMailTo(ann.email) })
    const { session } = await openSessionOf(ann)
    const email = `${randomUUID()}@example.org`
    const input = { email, current: PASSWORD, session }
    expect((await as(ann).run(changeEmail, input)).result).toEqual({ email, sent: true })
    expect((await loadUser(ann)).email).toBe(ann.email)
    await deliverMailTo(ann.email)
    expect(smtp.mails.at(-1)).toMatchObject({ to: [ann.email], text: expect.stringContaining(email) })
    expect(await countCutOffs(ann)).toBe(0)
    await as(ann).run(verifyAddress, { token: await deliverMailTo(email) })
    expect(await loadUser(ann)).toMatchObject({ email, emailVerified: expect.any(Date) })
    // Live connections close, because shares with the old address ended.
    expect(await countCutOffs(ann)).toBe(1)
  })

  it('requires the password to change the address, or a recent sign-in if there is no password', async () => {
    const ann = await signUpByPassword()
    const { session } = await openSessionOf(ann)
    const email = `${randomUUID()}@example.org`
    for (const current of ['', 'wrong password']) {
      const { detail } = await errorOf(as(ann).run(changeEmail, { email, current, session }))
      expect(detail.fields).toEqual({ current: { code: 'wrong_current_password' } })
    }
    const bob = await makeUser('bob')
    const bobSession = await openSessionOf(bob)
    await as(bob).run(changeEmail, { email, session: bobSession.session })
    await db.execute(
      sql`update sessions set created_at = now() - interval '11 minutes' where id = ${bobSession.session}`,
    )
    const { detail } = await errorOf(as(bob).run(changeEmail, { email, session: bobSession.session }))
    expect(detail.fields).toEqual({ current: { code: 'sign_in_again' } })
    expect(await codeOf(as(bob).run(changeEmail, { email, session }))).toBe('NOT_FOUND')
  })

  it('does not reveal that a new address is taken, and mails it no link', async () => {
    const [ann, bob] = [await signUpByPassword(), await makeUser('bob')]
    const { session } = await openSessionOf(ann)
    const { result } = await as(ann).run(changeEmail, { email: bob.email, current: PASSWORD, session })
    expect(result).toEqual({ email: bob.email, sent: true })
    expect(await deliverMailTo(bob.email)).toBe('')
  })

  it('gives an address to the first of two accounts that verify it', async () => {
    const claimants = [await signUpByPassword(), await signUpByPassword()]
    const email = `${randomUUID()}@example.org`
    const tokens: string[] = []
    for (const user of claimants) {
      const { session } = await openSessionOf(user)
      await as(user).run(changeEmail, { email, current: PASSWORD, session })
      tokens.push(await deliverMailTo(email))
    }
    const codes = await Promise.all(
      claimants.map((user, n) => codeOf(as(user).run(verifyAddress, { token: tokens[n]! }))),
    )
    expect(codes.sort()).toEqual(['CONFLICT', 'ok'])
    const emails = (await Promise.all(claimants.map(loadUser))).map((row) => row.email)
    expect(emails.filter((other) => other === email)).toHaveLength(1)
  })

  it('accepts only the latest verification link', async () => {
    const ann = await signUpByPassword()
    const { session } = await openSessionOf(ann)
    const [first, second] = [`${randomUUID()}@example.org`, `${randomUUID()}@example.org`]
    await as(ann).run(changeEmail, { email: first, current: PASSWORD, session })
    const old = await deliverMailTo(first)
    await as(ann).run(changeEmail, { email: second, current: PASSWORD, session })
    expect(await codeOf(as(ann).run(verifyAddress, { token: old }))).toBe('GONE')
    await deliverMailTo(second)
    await as(ann).run(sendVerification, {})
    await as(ann).run(verifyAddress, { token: await deliverMailTo(second) })
    expect((await loadUser(ann)).email).toBe(second)
  })
})
